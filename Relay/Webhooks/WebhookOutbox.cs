using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>
/// Puts down, in the transaction of a step's entry, whom it is to be told: a step that happened is not lost by a crash, and one
/// that did not happen is never told. What does not fit any more is counted and not put down.
/// </summary>
internal sealed class WebhookOutbox(WebhookBell bell, IOptions<WebhookOptions> options, TimeProvider clock) : IEntryFollower
{
    // An entry that says that something failed or was refused is of a step that did not happen.
    public bool HasRows(PendingEntry entry) =>
        entry is { Outcome: AuditOutcome.Success, Session: not null } && SessionSteps.All.Contains(entry.Action);

    public async Task Follow(RelayDb db, PendingEntry entry, long sequence, CancellationToken cancel)
    {
        if (!HasRows(entry))
        {
            return;
        }

        foreach (var webhook in (await db.Webhooks.AsNoTracking().ToListAsync(cancel)).Where(row => StepNames.Read(row.Steps).Contains(entry.Action)))
        {
            if (await Waiting(db, webhook.Id).CountAsync(cancel) >= options.Value.MostWaiting)
            {
                await db.Webhooks.Where(row => row.Id == webhook.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.LostOutboxFull, row => row.LostOutboxFull + 1), cancel);
                continue;
            }

            db.WebhookDeliveries.Add(New(webhook.Id, sequence, clock.GetUtcNow()));
        }
    }

    public void Written(PendingEntry entry)
    {
        if (HasRows(entry))
        {
            bell.Ring();
        }
    }

    /// <summary>What is still to be told to a receiver.</summary>
    public static IQueryable<WebhookDeliveryRow> Waiting(RelayDb db, Guid webhook) =>
        db.WebhookDeliveries.Where(row => row.WebhookId == webhook && row.GivenUp == null);

    /// <summary>A step to be told now.</summary>
    public static WebhookDeliveryRow New(Guid webhook, long sequence, DateTimeOffset now) =>
        new() { WebhookId = webhook, Sequence = sequence, Queued = now, Due = now };
}
