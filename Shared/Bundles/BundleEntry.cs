using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>
/// One entry in a bundle: one line of canonical JSON, <c>{"entry":{…},"proof":["base64",…],"values":[{"key","salt","value"},…]}</c>.
/// </summary>
/// <param name="Json">The entry itself, canonical JSON as the log has it.</param>
/// <param name="Proof">That it is in the checkpoint's tree, the deepest hash first.</param>
/// <param name="Values">Its personal values but for erased ones, by their keys.</param>
public sealed record BundleEntry(byte[] Json, IReadOnlyList<byte[]> Proof, IReadOnlyList<PersonalValue> Values)
{
    /// <summary>Bytes in a line at most; more than any entry needs.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>The line, without its new line.</summary>
    /// <exception cref="FormatException">The entry is not canonical JSON.</exception>
    public byte[] ToLine() => CanonicalJson.Write(new JsonObject
    {
        ["entry"] = CanonicalJson.Read(Json) ?? throw new FormatException("The entry is not canonical JSON."),
        ["proof"] = new JsonArray([.. Proof.Select(hash => (JsonNode)Convert.ToBase64String(hash))]),
        ["values"] = new JsonArray([.. Values.Select(value => new JsonObject
        {
            ["key"] = value.Key, ["salt"] = Convert.ToHexStringLower(value.Salt), ["value"] = value.Value,
        })]),
    });

    /// <summary>Reads a line, without its new line.</summary>
    /// <returns>Null where it is not exactly one as <see cref="ToLine"/> writes it. What the entry says is not looked at.</returns>
    public static BundleEntry? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.Length <= LongestLine && CanonicalJson.Read(line) is JsonObject map && map["entry"] is JsonObject entry
                && Read(entry, map) is { } read && read.ToLine().AsSpan().SequenceEqual(line) ? read : null;
        }
        catch (Exception odd) when (odd is InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException)
        {
            return null; // a field is missing or of another kind
        }
    }

    private static BundleEntry Read(JsonObject entry, JsonObject map) => new(
        CanonicalJson.Write(entry),
        [.. map["proof"]!.AsArray().Select(hash => Convert.FromBase64String(Text(hash)))],
        [.. map["values"]!.AsArray().Select(value =>
            new PersonalValue(Text(value!["key"]), Convert.FromHexString(Text(value["salt"])), Text(value["value"])))]);

    private static string Text(JsonNode? value) => value!.AsValue().GetValue<string>();
}
