using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>What is to be told once more, and how it is said in the log.</summary>
internal sealed record Replay(IReadOnlyList<long> Sequences, ReplayAnswer Answer, (string Key, string Value)[] Facts);

/// <summary>
/// Finds in the log what is to be told once more, so also what was given up, was lost, or was before the webhook was there. It
/// takes what the webhook wants and no other kind.
/// </summary>
internal sealed class WebhookReplays(IDbContextFactory<RelayDb> databases, IOptions<WebhookOptions> options, TimeProvider clock)
{
    /// <summary>Finds it, as far as there is room for it.</summary>
    /// <returns>Null where there is no such webhook, or no such event.</returns>
    public async Task<Replay?> Find(Guid webhook, ReplayWish wish, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == webhook, cancel) is not { } found)
        {
            return null;
        }

        if (wish.Event is { } id)
        {
            return EventId.SequenceOf(id) is { } sequence && await StepStory.Read(db, sequence, cancel) is { } step && step.Id == id
                ? new Replay([sequence], new ReplayAnswer(1, null), [("event", id)])
                : null;
        }

        var room = Math.Clamp(options.Value.MostWaiting - await WebhookOutbox.Waiting(db, webhook).CountAsync(cancel), 0, ReplayWish.Most);
        var steps = await StepStory.From(db, StepNames.Read(found.Steps), wish.From, room + 1, cancel);
        var fit = steps.Take(room).ToList();
        return new Replay(
            fit,
            new ReplayAnswer(fit.Count, steps.Count > room ? steps[room] : null),
            [("fromEntry", wish.From.ToString(CultureInfo.InvariantCulture)), ("count", fit.Count.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Puts it down, within the entry's transaction. What waits already is tried at once.</summary>
    public async Task Put(RelayDb db, Guid webhook, IReadOnlyList<long> sequences, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var there = await db.WebhookDeliveries.Where(row => row.WebhookId == webhook && sequences.Contains(row.Sequence)).ToListAsync(cancel);
        foreach (var row in there)
        {
            (row.Queued, row.Due, row.Tries, row.Trouble, row.Status, row.GivenUp) = (now, now, 0, null, null, null);
        }

        db.WebhookDeliveries.AddRange(sequences.Except(there.Select(row => row.Sequence)).Select(sequence => WebhookOutbox.New(webhook, sequence, now)));
    }
}
