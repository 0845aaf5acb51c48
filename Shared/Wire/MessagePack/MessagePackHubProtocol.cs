using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// The MessagePack hub protocol as ASP.NET Core publishes it (HubProtocol.md, version 2), so that the official
/// clients for browsers are used unchanged. On the wire each message is its length, then one MessagePack array.
/// </summary>
/// <remarks>
/// Malformed, oversized or too deeply nested input throws <see cref="InvalidDataException"/>; SignalR then ends that
/// connection. This folder stands where the official package would: whoever can have that deletes the folder.
/// </remarks>
public sealed class MessagePackHubProtocol : IHubProtocol
{
    private readonly int _maxMessageBytes;
    private readonly HubMessageReader _reader;
    private readonly HubMessageWriter _writer;

    /// <summary>Makes the protocol.</summary>
    /// <param name="json">Binds arguments, items and results; must know the type of each, as <see cref="WireJson"/> does.</param>
    /// <param name="maxMessageBytes">The longest message that is taken, in bytes without its length.</param>
    public MessagePackHubProtocol(JsonSerializerOptions json, int maxMessageBytes)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        json.MakeReadOnly();
        _maxMessageBytes = maxMessageBytes;
        var values = new MessagePackValues(json);
        _reader = new HubMessageReader(values);
        _writer = new HubMessageWriter(values);
    }

    /// <inheritdoc />
    public string Name => "messagepack";

    /// <inheritdoc />
    public int Version => 2;

    /// <inheritdoc />
    public TransferFormat TransferFormat => TransferFormat.Binary;

    /// <inheritdoc />
    public bool IsVersionSupported(int version) => version <= Version;

    /// <inheritdoc />
    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (MessageLength.TryCut(ref input, _maxMessageBytes, out var bytes))
        {
            message = _reader.Read(bytes, binder);
            if (message is not null)
            {
                return true;
            }
        }

        message = null;
        return false;
    }

    /// <inheritdoc />
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var body = new MessagePackWriter();
        _writer.Write(message, body);
        output.Advance(MessageLength.Write(output.GetSpan(MessageLength.MaxBytes), body.Length));
        body.CopyTo(output);
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        using var body = new MessagePackWriter();
        _writer.Write(message, body);
        Span<byte> length = stackalloc byte[MessageLength.MaxBytes];
        length = length[..MessageLength.Write(length, body.Length)];
        var bytes = GC.AllocateUninitializedArray<byte>(length.Length + body.Length);
        length.CopyTo(bytes);
        body.CopyTo(bytes.AsSpan(length.Length));
        return bytes;
    }
}
