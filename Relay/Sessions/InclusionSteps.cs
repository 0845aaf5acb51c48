using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Proves to an Agent, after the end, that the log holds the last that it stated:
/// <c>1 whose seat it was   2 the entry of the last link   3 a checkpoint that covers it   4 the way to its root</c>.
/// </summary>
internal sealed class InclusionSteps(
    FormerSeats seats, IDbContextFactory<RelayDb> databases, CheckpointStore checkpoints, LogTree tree, CheckpointBell bell, RelayKey key, TimeProvider clock)
{
    /// <summary>How long a checkpoint is waited for.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    /// <summary>How often the Agent of one session may ask: each may cost a checkpoint.</summary>
    public const int Most = 20;

    // A key of details only: within a text the quotation marks would be escaped.
    private const string LinkKey = "\"link\":\"";

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, (int Count, DateTimeOffset Until)> asked = [];

    /// <summary>Gives the proof.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="cancel">Nobody waits for it any more.</param>
    /// <returns>Null where nobody with this seat was there, too early, too late, too often, and where there is no such proof in time.</returns>
    public async Task<InclusionProof?> Prove(InclusionRequest request, string address, CancellationToken cancel)
    {
        if (await seats.Find(request.ProtocolVersion, request.Session, request.Seat, address) is not { } session || !MayAsk(session)
            || await LastLink(session.Id, cancel) is not { } entry)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(AtMost, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await Prove(entry, both.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<InclusionProof> Prove(EntryRow entry, CancellationToken cancel)
    {
        while (true)
        {
            var next = checkpoints.Next; // before the look, so that none is missed
            if (await checkpoints.BestFor(entry.Sequence, cancel) is var (size, note) && await tree.Inclusion(entry.Sequence, size, cancel) is { } proof)
            {
                return new InclusionProof(note, entry.Json, entry.Sequence - 1, proof.Hashes, key.History.Count == 0 ? null : key.History);
            }

            bell.Hurry();
            await next.WaitAsync(cancel);
        }
    }

    private bool MayAsk(SessionRow session)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var (id, before) in asked.ToList())
            {
                if (before.Until < now)
                {
                    asked.Remove(id);
                }
            }

            var count = asked.GetValueOrDefault(session.Id).Count;
            asked[session.Id] = (count + 1, now + FormerSeats.Within);
            return count < Most;
        }
    }

    private async Task<EntryRow?> LastLink(Guid session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Entries.AsNoTracking().Where(row => row.Session == session && row.Json.Contains(LinkKey))
            .OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancel);
    }
}
