using System.Globalization;
using System.Text.Json;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Audit;

/// <summary>What the canonical JSON of an entry says; the reading half of <see cref="SealedEntry"/>.</summary>
/// <param name="Sequence">Its number in the whole log.</param>
/// <param name="Time">UTC, to the millisecond.</param>
/// <param name="Action">What happened.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="ActorId">The account's id, where somebody was signed in.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Case">The case it is about, as it is written there.</param>
/// <param name="Session">The session it is about, as it is written there.</param>
/// <param name="Detail">Facts that are nobody's personal data.</param>
/// <param name="PersonalHashes">The hashes of personal values.</param>
/// <param name="Previous">The hash of the entry before.</param>
public sealed record EntryFacts(
    long Sequence,
    DateTimeOffset Time,
    string Action,
    ActorKind Actor,
    string? ActorId,
    AuditOutcome Outcome,
    string? Case,
    string? Session,
    IReadOnlyDictionary<string, string> Detail,
    IReadOnlyDictionary<string, string> PersonalHashes,
    string Previous)
{
    /// <summary>Reads an entry's JSON.</summary>
    /// <returns>Null where it is not canonical JSON.</returns>
    /// <exception cref="FormatException">It is canonical JSON but not an entry; the message names the field.</exception>
    public static EntryFacts? Read(ReadOnlySpan<byte> json) =>
        CanonicalJson.ReadElement(json) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } entry => Read(entry),
            _ => throw new FormatException("It is not an object."),
        };

    private static EntryFacts Read(JsonElement entry)
    {
        var actor = Map(entry, "actor");
        return new EntryFacts(
            entry.TryGetProperty("sequence", out var number) && number.ValueKind is JsonValueKind.Number && number.TryGetInt64(out var sequence)
                ? sequence
                : throw Missing("sequence"),
            Moment(Text(entry, "time")),
            Text(entry, "action"),
            Name<ActorKind>(actor, "kind"),
            actor.TryGetProperty("id", out _) ? Text(actor, "id") : null,
            Name<AuditOutcome>(entry, "outcome"),
            entry.TryGetProperty("case", out _) ? Text(entry, "case") : null,
            entry.TryGetProperty("session", out _) ? Text(entry, "session") : null,
            Texts(entry, "detail"),
            Texts(entry, "personal"),
            Text(entry, "previous"));
    }

    private static JsonElement Map(JsonElement entry, string key) =>
        entry.TryGetProperty(key, out var map) && map.ValueKind is JsonValueKind.Object ? map : throw Missing(key);

    private static Dictionary<string, string> Texts(JsonElement entry, string key) =>
        Map(entry, key).EnumerateObject().ToDictionary(pair => pair.Name, pair => Text(pair.Name, pair.Value), StringComparer.Ordinal);

    private static string Text(JsonElement map, string key) =>
        map.TryGetProperty(key, out var value) ? Text(key, value) : throw Missing(key);

    private static string Text(string key, JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw Missing(key);

    private static T Name<T>(JsonElement map, string key)
        where T : struct, Enum => EnumName.Read<T>(Text(map, key)) ?? throw Missing(key);

    private static DateTimeOffset Moment(string written) =>
        DateTimeOffset.TryParseExact(
            written,
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : throw Missing("time");

    private static FormatException Missing(string field) => new($"Its field \"{field}\" is missing or not what it must be.");
}
