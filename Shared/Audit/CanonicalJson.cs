using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// JSON in the one form of RFC 8785, so that equal facts have equal bytes. Written are objects, arrays, strings,
/// booleans, null, and integers up to 2^53 − 1 either way (which a double holds exactly); everything else is refused
/// rather than written in a form that another program might not reproduce.
/// </summary>
public static class CanonicalJson
{
    private const long LargestInteger = (1L << 53) - 1;

    // Characters that are their own byte: most of what is ever written, taken in runs.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(letter => letter is not ('"' or '\\'))]);

    /// <summary>The value as canonical UTF-8 bytes.</summary>
    /// <exception cref="FormatException">It holds a number that is no such integer, or text with half a surrogate pair.</exception>
    public static byte[] Write(JsonNode? value)
    {
        var target = new ArrayBufferWriter<byte>();
        try
        {
            Write(value, target);
        }
        catch (InvalidOperationException broken)
        {
            throw new FormatException("The text is not well-formed Unicode.", broken);
        }

        return target.WrittenSpan.ToArray();
    }

    /// <summary>Reads bytes that must already be canonical.</summary>
    /// <returns>Null where they are not JSON, hold a key twice, or are not in the canonical form.</returns>
    public static JsonNode? Read(ReadOnlySpan<byte> bytes) => ReadElement(bytes) is null ? null : JsonNode.Parse(bytes);

    /// <summary>As <see cref="Read"/>, several times faster: nothing is made of what is only looked at.</summary>
    public static JsonElement? ReadElement(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var value = JsonElement.Parse(bytes);
            var again = new ArrayBufferWriter<byte>(Math.Max(1, bytes.Length));
            return WriteSorted(value, again) && again.WrittenSpan.SequenceEqual(bytes) ? value : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // False where a key does not come behind the one before it.
    private static bool WriteSorted(JsonElement value, ArrayBufferWriter<byte> target)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteSortedObject(value, target);
            case JsonValueKind.Array:
                return WriteSortedArray(value, target);
            case JsonValueKind.String:
                WriteString(value.GetString(), target);
                return true;
            case JsonValueKind.Number when value.TryGetInt64(out var number) && number is >= -LargestInteger and <= LargestInteger:
                WriteInteger(number, target);
                return true;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                target.Write(value.ValueKind is JsonValueKind.Null ? "null"u8 : value.GetBoolean() ? "true"u8 : "false"u8);
                return true;
            default:
                return false;
        }
    }

    private static bool WriteSortedObject(JsonElement map, ArrayBufferWriter<byte> target)
    {
        var separator = "{"u8;
        string? before = null;
        foreach (var property in map.EnumerateObject())
        {
            var key = property.Name;
            target.Write(separator);
            WriteString(key, target);
            target.Write(":"u8);
            if (string.CompareOrdinal(before, key) >= 0 || !WriteSorted(property.Value, target))
            {
                return false;
            }

            separator = ","u8;
            before = key;
        }

        target.Write(before is null ? "{}"u8 : "}"u8);
        return true;
    }

    private static bool WriteSortedArray(JsonElement list, ArrayBufferWriter<byte> target)
    {
        var separator = "["u8;
        foreach (var value in list.EnumerateArray())
        {
            target.Write(separator);
            if (!WriteSorted(value, target))
            {
                return false;
            }

            separator = ","u8;
        }

        target.Write(list.GetArrayLength() == 0 ? "[]"u8 : "]"u8);
        return true;
    }

    private static void Write(JsonNode? value, ArrayBufferWriter<byte> target)
    {
        switch (value)
        {
            case null:
                target.Write("null"u8);
                break;
            case JsonObject map:
                WriteObject(map, target);
                break;
            case JsonArray list:
                WriteArray(list, target);
                break;
            default:
                WriteValue(value.AsValue(), target);
                break;
        }
    }

    private static void WriteObject(JsonObject map, ArrayBufferWriter<byte> target)
    {
        // RFC 8785, 3.2.3: by the UTF-16 code units of the raw key, which is what ordinal comparison does.
        var separator = "{"u8;
        foreach (var (key, value) in Sorted(map))
        {
            target.Write(separator);
            WriteString(key, target);
            target.Write(":"u8);
            Write(value, target);
            separator = ","u8;
        }

        target.Write(map.Count == 0 ? "{}"u8 : "}"u8);
    }

    private static KeyValuePair<string, JsonNode?>[] Sorted(JsonObject map)
    {
        var properties = map.ToArray();
        Array.Sort(properties, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return properties;
    }

    private static void WriteArray(JsonArray list, ArrayBufferWriter<byte> target)
    {
        var separator = "["u8;
        foreach (var value in list)
        {
            target.Write(separator);
            Write(value, target);
            separator = ","u8;
        }

        target.Write(list.Count == 0 ? "[]"u8 : "]"u8);
    }

    private static void WriteValue(JsonValue value, ArrayBufferWriter<byte> target)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(value.GetValue<string>(), target);
                break;
            case JsonValueKind.True:
                target.Write("true"u8);
                break;
            case JsonValueKind.False:
                target.Write("false"u8);
                break;
            case JsonValueKind.Number when Integer(value) is { } number:
                WriteInteger(number, target);
                break;
            default:
                throw new FormatException($"{value.ToJsonString()} is not an integer between −(2^53 − 1) and 2^53 − 1.");
        }
    }

    private static long? Integer(JsonValue value)
    {
        var known = value.TryGetValue<long>(out var number);
        if (!known && value.TryGetValue<int>(out var small))
        {
            (known, number) = (true, small);
        }

        return known && number is >= -LargestInteger and <= LargestInteger ? number : null;
    }

    private static void WriteInteger(long number, ArrayBufferWriter<byte> target)
    {
        const int mostDigits = 20;
        number.TryFormat(target.GetSpan(mostDigits), out var written, provider: CultureInfo.InvariantCulture);
        target.Advance(written);
    }

    private static void WriteString(string? text, ArrayBufferWriter<byte> target)
    {
        target.Write("\""u8);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(Plain) is >= 0 and var end ? end : rest.Length;
            if (plain > 0)
            {
                target.Advance(Encoding.ASCII.GetBytes(rest[..plain], target.GetSpan(plain)));
                rest = rest[plain..];
                continue;
            }

            if (Rune.DecodeFromUtf16(rest, out var rune, out var units) != OperationStatus.Done)
            {
                throw new FormatException("The text is not well-formed Unicode.");
            }

            WriteRune(rune, target);
            rest = rest[units..];
        }

        target.Write("\""u8);
    }

    // RFC 8785, 3.2.2.2: two-character escapes where JSON has them, \u00xx for the other controls, the rest as it is.
    private static void WriteRune(Rune rune, ArrayBufferWriter<byte> target)
    {
        switch (rune.Value)
        {
            case '\b':
                target.Write("\\b"u8);
                break;
            case '\t':
                target.Write("\\t"u8);
                break;
            case '\n':
                target.Write("\\n"u8);
                break;
            case '\f':
                target.Write("\\f"u8);
                break;
            case '\r':
                target.Write("\\r"u8);
                break;
            case '"':
                target.Write("\\\""u8);
                break;
            case '\\':
                target.Write("\\\\"u8);
                break;
            case < 0x20:
                target.Write(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}"));
                break;
            default:
                target.Advance(rune.EncodeToUtf8(target.GetSpan(4)));
                break;
        }
    }
}
