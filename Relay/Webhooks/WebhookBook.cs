using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>What is due to which receiver, and what came of telling it.</summary>
internal sealed class WebhookBook(IDbContextFactory<RelayDb> databases, IAuditLog audit, TimeProvider clock)
{
    // Given up, and kept to be seen and told once more.
    private const int MostGivenUp = 100;

    /// <summary>For each receiver that is not paused, when the first that waits is due.</summary>
    public async Task<IReadOnlyList<(Guid Webhook, DateTimeOffset Due)>> Due(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var heads = await db.Webhooks.Where(webhook => webhook.Paused == null)
            .Select(webhook => new
            {
                webhook.Id,
                Due = db.WebhookDeliveries.Where(row => row.WebhookId == webhook.Id && row.GivenUp == null)
                    .OrderBy(row => row.Sequence).Select(row => (DateTimeOffset?)row.Due).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return [.. heads.Where(head => head.Due is not null).Select(head => (head.Id, head.Due!.Value))];
    }

    /// <summary>Writes down what came of a try.</summary>
    /// <returns>Whether the one after it has its turn now.</returns>
    public async Task<bool> Note(WebhookRow webhook, WebhookDeliveryRow tried, StepTold? step, TryOutcome outcome)
    {
        // Not cancelled by a shutdown: what was told is better not told again.
        if (outcome.Trouble is null)
        {
            await Told(tried);
            return true;
        }

        var now = clock.GetUtcNow();
        if (step is null || now - tried.Queued >= BackOff.Patience) // an entry that cannot be read heals by no waiting
        {
            await GiveUp(webhook, tried, step, outcome, now);
            return true;
        }

        await using var db = await databases.CreateDbContextAsync();
        var due = now + BackOff.After(tried.Tries + 1);
        await Same(db, tried).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Tries, tried.Tries + 1)
            .SetProperty(row => row.Due, due)
            .SetProperty(row => row.Trouble, outcome.Trouble)
            .SetProperty(row => row.Status, outcome.Status));
        return false;
    }

    private async Task Told(WebhookDeliveryRow told)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var both = await db.Database.BeginTransactionAsync();
        var now = clock.GetUtcNow();
        await Same(db, told).ExecuteDeleteAsync();
        await db.Webhooks.Where(row => row.Id == told.WebhookId).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastTold, now));
        await both.CommitAsync();
    }

    private Task<long> GiveUp(WebhookRow webhook, WebhookDeliveryRow tried, StepTold? step, TryOutcome outcome, DateTimeOffset now)
    {
        var detail = new Dictionary<string, string>
        {
            ["webhook"] = $"{webhook.Id}",
            ["host"] = new Uri(webhook.Url).GetLeftPart(UriPartial.Authority),
            ["entry"] = tried.Sequence.ToString(CultureInfo.InvariantCulture),
            ["tries"] = (tried.Tries + 1).ToString(CultureInfo.InvariantCulture),
            ["trouble"] = Shared.Wire.EnumName.Of(outcome.Trouble!.Value),
        };
        if (step is not null)
        {
            detail["event"] = step.Id;
            detail["step"] = step.Type;
        }

        if (outcome.Status is { } status)
        {
            detail["status"] = status.ToString(CultureInfo.InvariantCulture);
        }

        return audit.Append(
            new PendingEntry(AuditActions.WebhookGaveUp, ActorKind.Relay, null, AuditOutcome.Failed, step?.Case, Detail: detail),
            async db =>
            {
                await Same(db, tried).ExecuteUpdateAsync(set => set
                    .SetProperty(row => row.GivenUp, now)
                    .SetProperty(row => row.Tries, tried.Tries + 1)
                    .SetProperty(row => row.Trouble, outcome.Trouble)
                    .SetProperty(row => row.Status, outcome.Status));
                await db.Webhooks.Where(row => row.Id == webhook.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.GivenUp, row => row.GivenUp + 1));
                var old = await db.WebhookDeliveries.Where(row => row.WebhookId == webhook.Id && row.GivenUp != null)
                    .OrderByDescending(row => row.Sequence).Skip(MostGivenUp).Select(row => row.Sequence).ToListAsync();
                await db.WebhookDeliveries.Where(row => row.WebhookId == webhook.Id && row.GivenUp != null && old.Contains(row.Sequence)).ExecuteDeleteAsync();
            });
    }

    // Somebody may have had it told once more meanwhile: then it is another wait, and stays.
    private static IQueryable<WebhookDeliveryRow> Same(RelayDb db, WebhookDeliveryRow tried) => db.WebhookDeliveries.Where(row =>
        row.WebhookId == tried.WebhookId && row.Sequence == tried.Sequence && row.Queued == tried.Queued && row.GivenUp == null);
}
