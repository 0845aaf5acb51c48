using System.Text;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>What a browser checks a session's entries by. It trusts none of it; what it cannot check it says.</summary>
/// <param name="Session">Which.</param>
/// <param name="Checkpoint">The signed note with its cosignatures; null before the first.</param>
/// <param name="RelayKeys">SubjectPublicKeyInfo of the Relay's keys, base64: the present one first, then those before it.</param>
/// <param name="Witnesses">The keys of witnesses that this Relay knows, each in one line.</param>
/// <param name="Entries">Oldest first.</param>
internal sealed record Evidence(
    Guid Session,
    string? Checkpoint,
    IReadOnlyList<byte[]> RelayKeys,
    IReadOnlyList<string> Witnesses,
    IReadOnlyList<EvidenceEntry> Entries);

/// <summary>One entry.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Json">The canonical JSON that was hashed.</param>
/// <param name="Personal">Its personal values; an erased one is missing.</param>
/// <param name="Proof">That it is in the checkpoint's tree; null where it is newer.</param>
internal sealed record EvidenceEntry(
    long Sequence,
    string Json,
    IReadOnlyDictionary<string, EvidenceValue> Personal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<byte[]>? Proof);

/// <summary>A personal value.</summary>
/// <param name="Salt">Lower-case hex.</param>
/// <param name="Value">The value.</param>
internal sealed record EvidenceValue(string Salt, string Value);

/// <summary>Puts evidence together.</summary>
internal sealed class EvidenceRoom(
    IDbContextFactory<RelayDb> databases, CheckpointStore checkpoints, LogTree tree, RelayKey key, Witnesses witnesses, LogReadings readings, IHttpContextAccessor http)
{
    /// <summary>Of one session; null where there is none. It is a reading, and so an entry.</summary>
    public async Task<Evidence?> Of(Guid session, CancellationToken cancel)
    {
        var reader = Reader.Require(http);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sessions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == session, cancel) is not { } row)
        {
            return null;
        }

        await readings.Note(reader, LogReadings.Session(session), AuditEntries.Read(reader, row.CaseId, session), cancel);
        var entries = await ReadEntry.OfSession(db, session, cancel);
        var shown = await checkpoints.Showing(SessionStory.Anchor(entries), cancel);
        var size = shown?.Row.Size ?? 0;
        var proved = new List<EvidenceEntry>();
        foreach (var entry in entries)
        {
            var proof = entry.Row.Sequence <= size ? await tree.Inclusion(entry.Row.Sequence, size, cancel) : null;
            proved.Add(new EvidenceEntry(
                entry.Row.Sequence,
                entry.Row.Json,
                entry.Values.ToDictionary(value => value.Key, value => new EvidenceValue(value.Salt, value.Value), StringComparer.Ordinal),
                proof?.Hashes));
        }

        return new Evidence(
            session, Note(shown), [key.PublicKey, .. key.History.Reverse().Select(one => one.Before)], [.. witnesses.All.Select(one => one.ToString())], proved);
    }

    private static string? Note((CheckpointRow Row, IReadOnlyList<CosignatureRow> Cosigned)? shown) => shown is not var (row, cosigned)
        ? null
        : cosigned.Aggregate(new StringBuilder(row.Note), (note, one) => note.Append(one.Line)).ToString();
}
