using System.Globalization;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>Which case a session was for.</summary>
/// <param name="Id">Its id, as entries have it.</param>
/// <param name="Number">Its number at the help desk.</param>
public sealed record BundleCase(Guid Id, string Number);

/// <summary>Who had a bundle made.</summary>
/// <param name="Kind"><c>auditor</c>, or <c>command</c> where somebody with the Relay's data folder made it.</param>
/// <param name="Name">What they are called there.</param>
/// <param name="Id">The account's id, where one was signed in.</param>
public sealed record BundleMaker(string Kind, string Name, string? Id);

/// <summary>What the manifest says of a part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">Its hash, lower-case hex.</param>
public sealed record BundlePartFact(string Name, long Bytes, string Sha256);

/// <summary>
/// What is in a bundle. The Relay's signature of it says: these are all entries of the session among the first
/// <paramref name="Size"/> of the log, and these are the parts. <c>FORMAT.md</c> has every byte.
/// </summary>
/// <param name="Key">The Relay's key that signs; its name is the log's origin.</param>
/// <param name="Session">The session.</param>
/// <param name="Case">Its case.</param>
/// <param name="Time">When the bundle was made, UTC, to the millisecond.</param>
/// <param name="By">By whom.</param>
/// <param name="Logged">The entry that says so, where there is one.</param>
/// <param name="Size">The checkpoint's entries.</param>
/// <param name="Entries">The sequences of the session's entries, rising.</param>
/// <param name="Parts">The parts but the manifest and its signature, in the file's order.</param>
public sealed record BundleManifest(
    NoteKey Key,
    Guid Session,
    BundleCase Case,
    DateTimeOffset Time,
    BundleMaker By,
    long? Logged,
    long Size,
    IReadOnlyList<long> Entries,
    IReadOnlyList<BundlePartFact> Parts)
{
    private const string Format = "remoteassist/bundle/1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int HashDigits = 64;

    /// <summary>The canonical JSON that is signed.</summary>
    public byte[] ToBytes()
    {
        var by = new JsonObject { ["kind"] = By.Kind, ["name"] = By.Name };
        if (By.Id is not null)
        {
            by["id"] = By.Id;
        }

        var manifest = new JsonObject
        {
            ["by"] = by,
            ["case"] = new JsonObject { ["id"] = $"{Case.Id}", ["number"] = Case.Number },
            ["entries"] = new JsonArray([.. Entries.Select(sequence => (JsonNode)sequence)]),
            ["format"] = Format,
            ["key"] = $"{Key}",
            ["parts"] = new JsonArray([.. Parts.Select(part =>
                new JsonObject { ["bytes"] = part.Bytes, ["name"] = part.Name, ["sha256"] = part.Sha256 })]),
            ["session"] = $"{Session}",
            ["size"] = Size,
            ["time"] = Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        };
        if (Logged is { } logged)
        {
            manifest["logged"] = logged;
        }

        return CanonicalJson.Write(manifest);
    }

    /// <summary>Reads a manifest.</summary>
    /// <returns>Null where it is not exactly one as <see cref="ToBytes"/> writes it, of this version.</returns>
    public static BundleManifest? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return CanonicalJson.Read(bytes) is JsonObject map && Read(map) is { } manifest && manifest.ToBytes().AsSpan().SequenceEqual(bytes) ? manifest : null;
        }
        catch (Exception odd) when (odd is InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException)
        {
            return null; // a field is missing or of another kind
        }
    }

    private static BundleManifest? Read(JsonObject map)
    {
        var by = map["by"]!.AsObject();
        var about = map["case"]!.AsObject();
        var logged = map.ContainsKey("logged");
        var manifest = NoteKey.Read(Text(map, "key")) is not { Kind: NoteKeyKind.Log } key ? null : new BundleManifest(
            key,
            Guid.ParseExact(Text(map, "session"), "D"),
            new BundleCase(Guid.ParseExact(Text(about, "id"), "D"), Text(about, "number")),
            DateTimeOffset.ParseExact(Text(map, "time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            new BundleMaker(Text(by, "kind"), Text(by, "name"), by.ContainsKey("id") ? Text(by, "id") : null),
            logged ? Number(map["logged"]) : null,
            Number(map["size"]),
            [.. map["entries"]!.AsArray().Select(Number)],
            [.. map["parts"]!.AsArray().Select(part => new BundlePartFact(Text(part!.AsObject(), "name"), Number(part["bytes"]), Text(part.AsObject(), "sha256")))]);
        return manifest?.IsSound() == true ? manifest : null;
    }

    // Entries rise and are in the log; the parts that must be there come first, then others, each once.
    private bool IsSound() =>
        Entries is [> 0, ..] && Entries[^1] <= Size && Entries.Zip(Entries.Skip(1)).All(two => two.First < two.Second)
        && Parts.Take(BundleParts.Listed.Count).Select(part => part.Name).SequenceEqual(BundleParts.Listed, StringComparer.Ordinal)
        && Parts.Skip(BundleParts.Listed.Count).All(part => BundleParts.IsFurther(part.Name))
        && Parts.DistinctBy(part => part.Name).Count() == Parts.Count
        && Parts.All(part => part.Bytes >= 0 && part.Sha256.Length == HashDigits && part.Sha256.All(char.IsAsciiHexDigitLower));

    private static string Text(JsonObject map, string name) => map[name]!.AsValue().GetValue<string>();

    private static long Number(JsonNode? value) => value!.AsValue().GetValue<long>();
}
