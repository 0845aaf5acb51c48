using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Bundles;

/// <summary>Further parts of a session's bundle, such as receipts. All that there are go along, the recording only where it is wished for.</summary>
internal interface IBundleParts
{
    /// <summary>The session's parts, in an order that does not change; see <see cref="BundleParts.IsFurther"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recording">Whether the recording is wished for.</param>
    /// <param name="cancel">Gives up.</param>
    Task<IReadOnlyList<BundlePart>> Of(Guid session, bool recording, CancellationToken cancel);
}

/// <summary>
/// Makes the bundle of a session: the latest checkpoint that a witness cosigned, or else the latest, with every entry of the
/// session that is in it, each proven. What it has made it checks as anybody would before it gives it out.
/// </summary>
internal sealed class BundlePress(
    IDbContextFactory<RelayDb> databases, LogTree tree, CheckpointStore checkpoints, RelayKey key, Witnesses witnesses, IEnumerable<IBundleParts> further, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="logged">The entry that says so; null where there is none.</param>
    /// <param name="recording">Whether the recording goes along.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null where there is no such session, or no checkpoint of its entries yet.</returns>
    /// <exception cref="StorageException">The log is damaged, so that the bundle would not hold.</exception>
    public async Task<byte[]?> Make(Guid session, BundleMaker by, long? logged, bool recording, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var about = await db.Sessions.AsNoTracking().Where(row => row.Id == session)
            .Join(db.Cases, row => row.CaseId, row => row.Id, (_, row) => new { row.Id, row.Number }).FirstOrDefaultAsync(cancel);
        var rows = await db.Entries.AsNoTracking().Where(row => row.Session == session).OrderBy(row => row.Sequence).ToListAsync(cancel);
        if (about is null || rows.Count == 0 || await checkpoints.BestFor(await LastOfItself(db, rows, cancel), cancel) is not var (size, note))
        {
            return null;
        }

        rows.RemoveAll(row => row.Sequence > size);
        await tree.Grow(size, cancel); // what a running Relay has done already
        var entries = new List<(long, BundleEntry)>();
        foreach (var row in rows)
        {
            entries.Add((row.Sequence, await Entry(db, row, size, cancel)));
        }

        if (entries.Count == 0 || SignedNote.Read(Encoding.UTF8.GetBytes(note)) is not { } signed || Checkpoint.Read(signed.Body) is not { } checkpoint)
        {
            return null;
        }

        var parts = new List<BundlePart>();
        foreach (var source in further)
        {
            parts.AddRange(await source.Of(session, recording, cancel));
        }

        var own = new NoteKey(checkpoint.Origin, NoteKeyKind.Log, key.PublicKey);
        var file = Pack(new BundleDraft(
            own, session, new BundleCase(about.Id, about.Number), clock.GetUtcNow(), by, logged, size, note,
            new BundleKeys(key.History, witnesses.All), entries, parts));
        return BundleCheck.Verify(file, new BundleTrust([own], [])).Fault is { } fault ? throw Damaged(fault) : file;
    }

    private byte[] Pack(BundleDraft draft)
    {
        try
        {
            return draft.Pack(key.Sign);
        }
        catch (FormatException odd)
        {
            throw new StorageException("An entry of the session is damaged. \"Relay audit verify\" says more.", odd);
        }
    }

    // The exports of it go on after it: waiting for them to be witnessed there would be no end.
    private static async Task<long> LastOfItself(RelayDb db, List<EntryRow> rows, CancellationToken cancel)
    {
        var end = $"\"action\":\"{AuditActions.Of(SessionEvent.End)}\"";
        var last = rows.FindLast(row => row.Json.Contains(end, StringComparison.Ordinal)) ?? rows[0];
        return await db.Checkpoints.AnyAsync(row => row.Size >= last.Sequence, cancel) ? last.Sequence : 1;
    }

    private async Task<BundleEntry> Entry(RelayDb db, EntryRow row, long size, CancellationToken cancel)
    {
        var proof = await tree.Inclusion(row.Sequence, size, cancel) ?? throw new StorageException($"Entry {row.Sequence} of the log cannot be proven. \"Relay audit verify\" says more.");
        var values = await db.PersonalValues.AsNoTracking().Where(value => value.Sequence == row.Sequence).ToListAsync(cancel);
        return new BundleEntry(
            Encoding.UTF8.GetBytes(row.Json), proof.Hashes,
            [.. values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => new PersonalValue(value.Key, Convert.FromHexString(value.Salt), value.Value))]);
    }

    private static StorageException Damaged(BundleFault fault) =>
        new($"The bundle would not hold: {BundleWords.Say(fault)} \"Relay audit verify\" says more.");
}

