using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        CanonicalJson.Read(json) switch
        {
            null => null,
            JsonObject entry => Read(entry),
            _ => throw new FormatException("It is not an object."),
        };

    private static EntryFacts Read(JsonObject entry)
    {
        var actor = entry["actor"] as JsonObject ?? throw Missing("actor");
        return new EntryFacts(
            entry["sequence"] is JsonValue number && number.TryGetValue<long>(out var sequence)
                ? sequence
                : throw Missing("sequence"),
            Moment(Text(entry, "time")),
            Text(entry, "action"),
            Name<ActorKind>(actor, "kind"),
            actor.ContainsKey("id") ? Text(actor, "id") : null,
            Name<AuditOutcome>(entry, "outcome"),
            entry.ContainsKey("case") ? Text(entry, "case") : null,
            entry.ContainsKey("session") ? Text(entry, "session") : null,
            Texts(entry, "detail"),
            Texts(entry, "personal"),
            Text(entry, "previous"));
    }

    private static Dictionary<string, string> Texts(JsonObject entry, string key)
    {
        var map = entry[key] as JsonObject ?? throw Missing(key);
        return map.ToDictionary(pair => pair.Key, pair => Text(map, pair.Key), StringComparer.Ordinal);
    }

    private static string Text(JsonObject map, string key) =>
        map[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw Missing(key);

    private static T Name<T>(JsonObject map, string key)
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
