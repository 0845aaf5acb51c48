using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Webhooks and what waits for them, as they are shown.</summary>
internal static class WebhookLists
{
    private const int Few = 5;

    /// <summary>All webhooks, the oldest first; there are never many.</summary>
    public static async Task<IReadOnlyList<Webhook>> All(IDbContextFactory<RelayDb> databases, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var all = new List<Webhook>();
        foreach (var row in await db.Webhooks.AsNoTracking().OrderBy(row => row.Made).ThenBy(row => row.Id).ToListAsync(cancel))
        {
            var waiting = WebhookOutbox.Waiting(db, row.Id);
            all.Add(new Webhook(
                row.Id, row.Url, row.Inside, StepNames.Read(row.Steps), row.MadeBy, row.Made, row.Paused, row.LastTold, await waiting.CountAsync(cancel),
                row.LostOutboxFull, row.GivenUp,
                await Shown(db, waiting.OrderBy(delivery => delivery.Sequence), 1, cancel) is [var next] ? next : null,
                await Shown(db, Deliveries(db, row.Id).Where(delivery => delivery.GivenUp != null).OrderByDescending(delivery => delivery.Sequence), Few, cancel)));
        }

        return all;
    }

    /// <summary>What waits or was given up after a sequence, in the order of the log.</summary>
    /// <returns>Null where there is no such webhook.</returns>
    public static async Task<IReadOnlyList<WebhookDelivery>?> After(
        IDbContextFactory<RelayDb> databases, Guid webhook, long sequence, int most, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Webhooks.AnyAsync(row => row.Id == webhook, cancel)
            ? await Shown(db, Deliveries(db, webhook).Where(row => row.Sequence > sequence).OrderBy(row => row.Sequence), most, cancel)
            : null;
    }

    private static IQueryable<WebhookDeliveryRow> Deliveries(RelayDb db, Guid webhook) => db.WebhookDeliveries.Where(row => row.WebhookId == webhook);

    private static async Task<IReadOnlyList<WebhookDelivery>> Shown(RelayDb db, IOrderedQueryable<WebhookDeliveryRow> rows, int most, CancellationToken cancel)
    {
        var found = await rows.AsNoTracking().Take(most)
            .Select(row => new { row, hash = db.Entries.Where(entry => entry.Sequence == row.Sequence).Select(entry => entry.Hash).First() })
            .ToListAsync(cancel);
        return found.ConvertAll(one => new WebhookDelivery(
            EventId.Of(one.row.Sequence, one.hash), one.row.Sequence, one.row.Queued, one.row.Due, one.row.Tries, one.row.Trouble, one.row.Status, one.row.GivenUp));
    }
}
