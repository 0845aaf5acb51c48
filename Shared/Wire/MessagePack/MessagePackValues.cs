using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// Arguments, stream items and results, both halves. Bytes at the top level (<c>byte[]</c>,
/// <c>ReadOnlyMemory&lt;byte&gt;</c>) are MessagePack binary; everything else goes through System.Text.Json.
/// </summary>
internal sealed class MessagePackValues(JsonSerializerOptions json)
{
    /// <summary>Writes a value by the type that it has.</summary>
    /// <exception cref="NotSupportedException">The options know no JSON for that type.</exception>
    public void Write(object? value, MessagePackWriter target)
    {
        switch (value)
        {
            case null:
                target.Nil();
                return;
            case byte[] bytes:
                target.Binary(bytes);
                return;
            case ReadOnlyMemory<byte> bytes:
                target.Binary(bytes);
                return;
            case Memory<byte> bytes:
                target.Binary(bytes);
                return;
            case RawResult raw:
                target.Raw(raw.RawSerializedData);
                return;
        }

        using var text = new PooledBuffer();
        using (var writer = JsonTranscoder.JsonWriter(text))
        {
            JsonSerializer.Serialize(writer, value, json.GetTypeInfo(value.GetType()));
        }

        JsonTranscoder.FromJson(text.Written, target);
    }

    /// <summary>Reads a value as a type.</summary>
    /// <exception cref="InvalidDataException">It cannot be one; so say also the exceptions of System.Text.Json.</exception>
    public object? Read(ref MessagePackReader source, Type type)
    {
        if (type == typeof(byte[]))
        {
            return Bytes(ref source);
        }

        if (type == typeof(ReadOnlyMemory<byte>))
        {
            return new ReadOnlyMemory<byte>(Bytes(ref source));
        }

        if (type == typeof(Memory<byte>))
        {
            return new Memory<byte>(Bytes(ref source));
        }

        using var text = new PooledBuffer();
        using (var writer = JsonTranscoder.JsonWriter(text))
        {
            JsonTranscoder.ToJson(ref source, writer);
        }

        return JsonSerializer.Deserialize(text.Written, json.GetTypeInfo(type));
    }

    private static byte[]? Bytes(ref MessagePackReader source)
    {
        if (!source.IsNil)
        {
            var body = source.Body(source.Read(MessagePackKind.Binary, "value"));
            var bytes = GC.AllocateUninitializedArray<byte>((int)body.Length);
            body.CopyTo(bytes);
            return bytes;
        }

        source.Read();
        return null;
    }
}
