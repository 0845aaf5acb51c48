using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>
/// Takes what waits to the receivers: one event at a time to each, in the order of the log; receivers do not wait for each other.
/// While an event is not taken, those after it wait.
/// </summary>
internal sealed class WebhookCourier(
    IDbContextFactory<RelayDb> databases, WebhookTry tries, WebhookBook book, WebhookBell bell, TimeProvider clock, ILogger<WebhookCourier> logger)
    : BackgroundService
{
    // Even if nobody rings: a commit that was reported as failed may be on disk. And where the database cannot be used.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    // Who is being told; taken off before the bell is rung, so that whoever is woken by it sees them free.
    private readonly ConcurrentDictionary<Guid, bool> busy = [];

    private readonly List<Task> rounds = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await bell.Wait(await SetOut(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The Relay goes down. What is on its way may arrive and be told again by the next one, as the same event.
        }

        await Task.WhenAll(rounds);
    }

    // Starts a round for each receiver for whom something is due; says when to look again.
    private async Task<DateTimeOffset> SetOut(CancellationToken stop)
    {
        rounds.RemoveAll(round => round.IsCompleted);
        var now = clock.GetUtcNow();
        var next = now + LookAgain;
        try
        {
            foreach (var (webhook, due) in await book.Due(stop))
            {
                if (due <= now && busy.TryAdd(webhook, true))
                {
                    rounds.Add(Round(webhook, stop));
                }
                else if (due > now && due < next)
                {
                    next = due;
                }
            }

            return next;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "What waits for webhooks cannot be read");
            return now + LookAgain;
        }
    }

    private async Task Round(Guid webhook, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            while (await Tell(webhook, stop))
            {
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "Webhook {Webhook}: nothing can be told", webhook);
            await Pause(stop);
        }

        busy.TryRemove(webhook, out _);
        bell.Ring();
    }

    // 1 what is next   2 the try   3 what came of it. A crash after 2: it is told again, as the same event.
    private async Task<bool> Tell(Guid webhook, CancellationToken stop)
    {
        WebhookRow? receiver;
        WebhookDeliveryRow? next;
        StepTold? step = null;
        await using (var db = await databases.CreateDbContextAsync(stop))
        {
            receiver = await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == webhook && row.Paused == null, stop);
            next = await WebhookOutbox.Waiting(db, webhook).AsNoTracking().OrderBy(row => row.Sequence).FirstOrDefaultAsync(stop);
            if (receiver is null || next is null || next.Due > clock.GetUtcNow())
            {
                return false;
            }

            try
            {
                step = await StepStory.Read(db, next.Sequence, stop);
            }
            catch (FormatException damaged)
            {
                logger.LogError(damaged, "Entry {Sequence} of the log cannot be told", next.Sequence);
            }
        }

        var outcome = step is null ? new TryOutcome(Viewer.Desk.WebhookTrouble.Unreadable) : await tries.Send(receiver, step, stop);
        return await book.Note(receiver, next, step, outcome);
    }

    private async Task Pause(CancellationToken stop)
    {
        try
        {
            await Task.Delay(LookAgain, clock, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
