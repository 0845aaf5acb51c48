using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Bundles;

/// <summary>What the Relay says of keys besides the one that signs: canonical JSON. Nobody has to believe it.</summary>
/// <param name="Successions">How older keys of the Relay named the next.</param>
/// <param name="Witnesses">The witnesses that it knows.</param>
public sealed record BundleKeys(IReadOnlyList<KeySuccession> Successions, IReadOnlyList<NoteKey> Witnesses)
{
    /// <summary>The bytes of <see cref="BundleParts.Keys"/>.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject
    {
        ["successions"] = new JsonArray([.. Successions.Select(one => new JsonObject
        {
            ["after"] = Convert.ToBase64String(one.After), ["before"] = Convert.ToBase64String(one.Before), ["signature"] = Convert.ToBase64String(one.Signature),
        })]),
        ["witnesses"] = new JsonArray([.. Witnesses.Select(key => (JsonNode)$"{key}")]),
    });

    /// <summary>Reads them.</summary>
    /// <returns>Null where it is not exactly as <see cref="ToBytes"/> writes it, or a succession is not signed by the older key.</returns>
    public static BundleKeys? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return CanonicalJson.Read(bytes) is JsonObject map && Read(map) is { } keys && keys.ToBytes().AsSpan().SequenceEqual(bytes)
                && keys.Successions.Count <= KeySuccession.Most && keys.Successions.All(one => one.IsGood()) ? keys : null;
        }
        catch (Exception odd) when (odd is InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException)
        {
            return null; // a field is missing or of another kind
        }
    }

    /// <summary>A key with all that lead to it by successions, itself first; SubjectPublicKeyInfo.</summary>
    public IReadOnlyList<byte[]> LeadingTo(byte[] key)
    {
        var known = new List<byte[]> { key };
        for (var at = 0; at < known.Count; at++)
        {
            known.AddRange(Successions
                .Where(one => one.After.AsSpan().SequenceEqual(known[at]) && !known.Exists(other => other.AsSpan().SequenceEqual(one.Before)))
                .Select(one => one.Before)
                .ToList());
        }

        return known;
    }

    private static BundleKeys? Read(JsonObject map)
    {
        var witnesses = map["witnesses"]!.AsArray().Select(line => NoteKey.Read(Text(line))).ToList();
        return witnesses.TrueForAll(key => key is { Kind: NoteKeyKind.Witness })
            ? new BundleKeys(
                [.. map["successions"]!.AsArray().Select(one => new KeySuccession(Bytes(one!["before"]), Bytes(one["after"]), Bytes(one["signature"])))],
                [.. witnesses.OfType<NoteKey>()])
            : null;
    }

    private static byte[] Bytes(JsonNode? value) => Convert.FromBase64String(Text(value));

    private static string Text(JsonNode? value) => value!.AsValue().GetValue<string>();
}
