using System.Net;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>Webhooks for administrators on their page and programs with their key, each step with its entry in the log.</summary>
internal sealed class WebhookDesk(
    IDbContextFactory<RelayDb> databases,
    IAuditLog audit,
    AccountEntries entries,
    IHttpContextAccessor requests,
    IHostNames names,
    WebhookSecrets secrets,
    WebhookBell bell,
    WebhookReplays replays,
    TimeProvider clock) : IWebhookDesk
{
    private static readonly TimeSpan LookUpWithin = TimeSpan.FromSeconds(5);

    public Task<IReadOnlyList<Webhook>> List(CancellationToken cancel)
    {
        WebhookCaller.Of(requests);
        return WebhookLists.All(databases, cancel);
    }

    // 1 who   2 the address as it is written   3 where it leads   4 the entry and the row
    public async Task<WebhookAnswer> Add(WebhookForm form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var caller = WebhookCaller.Of(requests);
        if (!StepNames.AreChosen(form.Steps))
        {
            throw new ArgumentException("A webhook has at least one step, and each once.", nameof(form));
        }

        if (form.Inside && caller.Kind is not ActorKind.Administrator)
        {
            throw new UnauthorizedAccessException("Only a signed-in administrator says that a receiver is inside.");
        }

        if (!TargetRules.TryRead(form.Url.Trim(), out var url))
        {
            return new WebhookAnswer(WebhookProblem.BadUrl);
        }

        if (TargetRules.Refuse(url, await LookUp(url, cancel), form.Inside) is { } refused)
        {
            return new WebhookAnswer(refused);
        }

        var secret = WebhookSecrets.Draw();
        var now = clock.GetUtcNow();
        var row = new WebhookRow
        {
            Id = Guid.CreateVersion7(now),
            Url = url.AbsoluteUri,
            Inside = form.Inside,
            Steps = StepNames.Write(form.Steps),
            Secret = secrets.Keep(secret),
            MadeById = caller.Id,
            MadeBy = caller.Name,
            Made = now,
        };
        try
        {
            await audit.Append(
                Entry(AuditActions.WebhookAdded, caller, row, ("steps", row.Steps), ("inside", row.Inside ? "yes" : "no")),
                async db =>
                {
                    if (await db.Webhooks.CountAsync(cancel) >= WebhookForm.Most)
                    {
                        throw new TooManyException();
                    }

                    db.Webhooks.Add(row);
                },
                cancel);
        }
        catch (TooManyException)
        {
            return new WebhookAnswer(WebhookProblem.TooMany);
        }

        return new WebhookAnswer(null, row.Id, secret);
    }

    public Task<bool> Remove(Guid id, CancellationToken cancel) => Do(
        id, row => (AuditActions.WebhookRemoved, []), db => db.Webhooks.Where(row => row.Id == id).ExecuteDeleteAsync(cancel), cancel);

    public Task<bool> Pause(Guid id, bool pause, CancellationToken cancel)
    {
        DateTimeOffset? since = pause ? clock.GetUtcNow() : null;
        return Do(
            id,
            row => (row.Paused is not null == pause ? null : pause ? AuditActions.WebhookPaused : AuditActions.WebhookResumed, []),
            db => db.Webhooks.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Paused, since), cancel),
            cancel);
    }

    public async Task<ReplayAnswer?> Replay(Guid id, ReplayWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wish);
        WebhookCaller.Of(requests);
        if (await replays.Find(id, wish, cancel) is not { } found)
        {
            return null;
        }

        await Do(id, _ => (AuditActions.WebhookReplayed, found.Facts), db => replays.Put(db, id, found.Sequences, cancel), cancel);
        return found.Answer;
    }

    /// <summary>Holds back everything, as where a backup is restored: a copy must not tell what the Relay tells that it is of.</summary>
    public static Task PauseAll(RelayDb db, DateTimeOffset now) =>
        db.Webhooks.Where(row => row.Paused == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Paused, now));

    // What is so already needs no entry.
    private async Task<bool> Do(
        Guid id, Func<WebhookRow, (string? Action, (string Key, string Value)[] Facts)> entry, Func<RelayDb, Task> rows, CancellationToken cancel)
    {
        var caller = WebhookCaller.Of(requests);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } found)
        {
            return false;
        }

        if (entry(found) is (string action, var facts))
        {
            await audit.Append(Entry(action, caller, found, facts), rows, cancel);
            bell.Ring();
        }

        return true;
    }

    private async Task<IReadOnlyList<IPAddress>> LookUp(Uri url, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(LookUpWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await names.Find(url.IdnHost, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [];
        }
    }

    // The path and the query may be somebody's secret, and stay out of the log.
    private PendingEntry Entry(string action, WebhookCaller caller, WebhookRow row, params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var detail = new Dictionary<string, string> { ["webhook"] = $"{row.Id}", ["host"] = new Uri(row.Url).GetLeftPart(UriPartial.Authority) };
        if (caller.Kind is ActorKind.Program)
        {
            detail["program"] = caller.Name;
        }

        foreach (var (key, value) in facts)
        {
            detail[key] = value;
        }

        return new PendingEntry(action, caller.Kind, caller.Id, AuditOutcome.Success, Detail: detail, Personal: entries.Where());
    }

    private sealed class TooManyException() : Exception("There are too many webhooks.");
}
