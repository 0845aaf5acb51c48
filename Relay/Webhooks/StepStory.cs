using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>What a receiver is told of a step; its fields are described in WEBHOOKS.md and stable for ever.</summary>
internal sealed record StepTold(
    string Id,
    string Type,
    DateTimeOffset Time,
    long Sequence,
    Guid Session,
    Guid? Case,
    string? CaseNumber,
    SessionState State,
    EndReason? EndReason,
    bool? Solved);

/// <summary>
/// Reads from the log what a receiver is told. The log alone says what happened, so that a step can be told again at any time; only
/// the case's number is looked up as it is now, because it can be erased.
/// </summary>
internal static class StepStory
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The body of a step's event, UTF-8.</summary>
    public static byte[] Body(StepTold step) => JsonSerializer.SerializeToUtf8Bytes(step, Json);

    /// <summary>What the entry of this sequence says.</summary>
    /// <returns>Null where there is no such entry, or it is of no step that is told.</returns>
    /// <exception cref="FormatException">The entry is damaged.</exception>
    public static async Task<StepTold?> Read(RelayDb db, long sequence, CancellationToken cancel)
    {
        if (await db.Entries.AsNoTracking().FirstOrDefaultAsync(row => row.Sequence == sequence, cancel) is not { } row || Step(row.Json) is not { } entry)
        {
            return null;
        }

        var session = row.Session!.Value;
        var itsCase = Guid.TryParse(entry.Case, out var id) ? id : (Guid?)null;
        return new StepTold(
            EventId.Of(row),
            entry.Action,
            entry.Time,
            sequence,
            session,
            itsCase,
            await db.Cases.Where(one => one.Id == itsCase).Select(one => one.Number).FirstOrDefaultAsync(cancel),
            await State(db, session, sequence, cancel),
            entry.Action == AuditActions.Of(SessionEvent.End) ? EnumName.Read<EndReason>(entry.Detail.GetValueOrDefault("reason")) : null,
            entry.Detail.GetValueOrDefault("solved") is { } solved ? solved == "yes" : null);
    }

    /// <summary>Steps of these kinds from a sequence on, the oldest first.</summary>
    /// <exception cref="FormatException">An entry is damaged.</exception>
    public static async Task<List<long>> From(RelayDb db, IReadOnlyCollection<string> kinds, long sequence, int most, CancellationToken cancel)
    {
        var found = new List<long>();
        await foreach (var row in Steps(db.Entries.Where(row => row.Session != null && row.Sequence >= sequence)).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (Step(row.Json) is { } entry && kinds.Contains(entry.Action))
            {
                found.Add(row.Sequence);
                if (found.Count == most)
                {
                    break;
                }
            }
        }

        return found;
    }

    // How the session stood after this entry, by the one table.
    private static async Task<SessionState> State(RelayDb db, Guid session, long upTo, CancellationToken cancel)
    {
        var rows = await Steps(db.Entries.Where(row => row.Session == session && row.Sequence <= upTo)).ToListAsync(cancel);
        return rows.Select(row => Step(row.Json)).Aggregate(
            SessionState.Requested,
            (state, entry) => entry is not null && SessionSteps.EventOf(entry.Action) is { } happened ? SessionLifecycle.Next(state, happened) ?? state : state);
    }

    // Canonical JSON begins with the action: most entries need not be read.
    private static IQueryable<EntryRow> Steps(IQueryable<EntryRow> rows) =>
        rows.AsNoTracking().Where(row => row.Json.StartsWith("{\"action\":\"" + SessionSteps.Beginning)).OrderBy(row => row.Sequence);

    private static EntryFacts? Step(string json)
    {
        var entry = EntryFacts.Read(Encoding.UTF8.GetBytes(json)) ?? throw new FormatException("An entry of the log is damaged.");
        return entry is { Outcome: AuditOutcome.Success, Session: not null } && SessionSteps.All.Contains(entry.Action) ? entry : null;
    }
}
