using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RemoteAssist.Shared.Wire.MessagePack;

/// <summary>
/// Turns values between MessagePack and JSON, both ways, so that one definition of our records
/// (<see cref="WireJson"/>) binds both. Numbers, text, lists and maps are the same in both; besides:
/// <list type="bullet">
/// <item>binary becomes base64 text, and stays text on the way back;</item>
/// <item>a timestamp (extension −1) becomes ISO 8601 text in UTC, cut to 100 ns, and stays text on the way back;</item>
/// <item>other extensions have no meaning here and are refused;</item>
/// <item>a whole number is written as an integer even where a floating-point number is meant, as JavaScript does.</item>
/// </list>
/// </summary>
internal static class JsonTranscoder
{
    private static readonly JsonWriterOptions Plain = new()
    {
        // Nobody but our own parser sees this text: nothing in it needs to be safe for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>A writer of JSON for this class.</summary>
    public static Utf8JsonWriter JsonWriter(IBufferWriter<byte> target) => new(target, Plain);

    /// <summary>Reads one value and writes it as JSON. Its depth has been checked before.</summary>
    /// <exception cref="InvalidDataException">It has no counterpart in JSON.</exception>
    public static void ToJson(ref MessagePackReader source, Utf8JsonWriter target)
    {
        var token = source.Read();
        switch (token.Kind)
        {
            case MessagePackKind.Nil:
                target.WriteNullValue();
                break;
            case MessagePackKind.Boolean:
                target.WriteBooleanValue(token.Whole != 0);
                break;
            case MessagePackKind.Integer when token.Whole <= long.MaxValue:
                target.WriteNumberValue((long)token.Whole);
                break;
            case MessagePackKind.Integer:
                target.WriteNumberValue((ulong)token.Whole);
                break;
            case MessagePackKind.Real when double.IsFinite(token.Real):
                target.WriteNumberValue(token.Real);
                break;
            case MessagePackKind.Real:
                target.WriteStringValue(token.Real.ToString(CultureInfo.InvariantCulture));
                break;
            case MessagePackKind.String:
                target.WriteStringValue(Span(source.Body(token)));
                break;
            case MessagePackKind.Binary:
                target.WriteBase64StringValue(Span(source.Body(token)));
                break;
            case MessagePackKind.Extension:
                target.WriteStringValue(Moment(source.Body(token), token.Type));
                break;
            case MessagePackKind.Array:
                target.WriteStartArray();
                for (var i = 0; i < token.Size; i++)
                {
                    ToJson(ref source, target);
                }

                target.WriteEndArray();
                break;
            case MessagePackKind.Map:
                target.WriteStartObject();
                for (var i = 0; i < token.Size; i++)
                {
                    Name(ref source, target);
                    ToJson(ref source, target);
                }

                target.WriteEndObject();
                break;
        }
    }

    /// <summary>Writes a JSON value as MessagePack.</summary>
    public static void FromJson(ReadOnlySpan<byte> json, MessagePackWriter target)
    {
        // MessagePack says the size of a container before its content, JSON never: so count first, in order of appearance.
        var sizes = Sizes(json);
        var next = 0;
        var source = new Utf8JsonReader(json);
        while (source.Read())
        {
            switch (source.TokenType)
            {
                case JsonTokenType.Null:
                    target.Nil();
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    target.Boolean(source.TokenType is JsonTokenType.True);
                    break;
                case JsonTokenType.Number when source.TryGetInt64(out var whole):
                    target.Integer(whole);
                    break;
                case JsonTokenType.Number when source.TryGetUInt64(out var large):
                    target.Integer(large);
                    break;
                case JsonTokenType.Number:
                    target.Real(source.GetDouble());
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName when source.ValueIsEscaped:
                    Unescaped(ref source, target);
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    target.String(source.ValueSpan);
                    break;
                case JsonTokenType.StartArray:
                    target.ArrayHead(sizes[next++]);
                    break;
                case JsonTokenType.StartObject:
                    target.MapHead(sizes[next++]);
                    break;
            }
        }
    }

    private static List<int> Sizes(ReadOnlySpan<byte> json)
    {
        var sizes = new List<int>();
        var open = new Stack<int>();
        var source = new Utf8JsonReader(json);
        while (source.Read())
        {
            if (source.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                open.Pop();
                continue;
            }

            // A property counts by its value: the name is passed over.
            if (source.TokenType is JsonTokenType.PropertyName)
            {
                continue;
            }

            if (open.TryPeek(out var container))
            {
                sizes[container]++;
            }

            if (source.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                open.Push(sizes.Count);
                sizes.Add(0);
            }
        }

        return sizes;
    }

    private static void Unescaped(ref Utf8JsonReader source, MessagePackWriter target)
    {
        var text = ArrayPool<byte>.Shared.Rent(source.ValueSpan.Length);
        try
        {
            target.String(text.AsSpan(0, source.CopyString(text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static void Name(ref MessagePackReader source, Utf8JsonWriter target)
    {
        var token = source.Read();
        switch (token.Kind)
        {
            case MessagePackKind.String:
                target.WritePropertyName(Span(source.Body(token)));
                break;
            case MessagePackKind.Integer:
                target.WritePropertyName(token.Whole.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new InvalidDataException($"The name of a field must be a text or a number, and it is {token.Kind}.");
        }
    }

    /// <summary>A timestamp in its three sizes: u32 s; u30 ns and u34 s; u32 ns and i64 s. Seconds since 1970, UTC.</summary>
    private static DateTimeOffset Moment(ReadOnlySequence<byte> body, sbyte type)
    {
        if (type != -1)
        {
            throw new InvalidDataException($"A MessagePack extension of type {type} has no meaning here.");
        }

        var reader = new SequenceReader<byte>(body);
        long seconds;
        long nanoseconds = 0;
        switch (body.Length)
        {
            case 4:
                reader.TryReadBigEndian(out int small);
                seconds = (uint)small;
                break;
            case 8:
                reader.TryReadBigEndian(out long both);
                seconds = both & 0x3_ffff_ffff;
                nanoseconds = (long)((ulong)both >> 34);
                break;
            case 12:
                reader.TryReadBigEndian(out int fraction);
                nanoseconds = (uint)fraction;
                reader.TryReadBigEndian(out seconds);
                break;
            default:
                throw new InvalidDataException($"A timestamp has 4, 8 or 12 bytes, and this one has {body.Length}.");
        }

        // The years 1 to 9999, which is what a DateTimeOffset holds.
        if (seconds is < -62_135_596_800 or > 253_402_300_799 || nanoseconds > 999_999_999)
        {
            throw new InvalidDataException("A timestamp is out of range.");
        }

        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    private static ReadOnlySpan<byte> Span(ReadOnlySequence<byte> bytes) =>
        bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
}
