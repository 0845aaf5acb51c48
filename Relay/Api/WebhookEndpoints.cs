using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>Webhooks for programs. That a receiver is inside of the own network only an administrator says, on the page.</summary>
internal static class WebhookEndpoints
{
    private const string NoSuchWebhook = "There is no webhook with this id: see GET " + ApiAnswers.Path + "/webhooks.";

    public static void Map(RouteGroupBuilder root)
    {
        var api = root.MapGroup("").WithTags("Webhooks");
        api.MapGet("/webhooks", List).Needs(ApiScope.Webhooks).WithName("listWebhooks")
            .WithSummary("Webhooks, the oldest first, with what waits for each.").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/webhooks", Add).Needs(ApiScope.Webhooks).WithName("addWebhook")
            .WithSummary("Tells an address of the steps of sessions from now on. The answer has the secret that signatures are checked with, this once.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/webhooks/{id:guid}", Find).Needs(ApiScope.Webhooks).WithName("readWebhook")
            .WithSummary("One webhook.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/webhooks/{id:guid}", Remove).Needs(ApiScope.Webhooks).WithName("removeWebhook")
            .WithSummary("Removes a webhook, and what waits for it.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/webhooks/{id:guid}/pause", Pause).Needs(ApiScope.Webhooks).WithName("pauseWebhook")
            .WithSummary("Sends nothing from now on; what happens meanwhile waits.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/webhooks/{id:guid}/resume", Resume).Needs(ApiScope.Webhooks).WithName("resumeWebhook")
            .WithSummary("Sends again.").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/webhooks/{id:guid}/replay", Replay).Needs(ApiScope.Webhooks).WithName("replayWebhook")
            .WithSummary("Sends one event once more, or all from an entry of the log on, at most 1,000: go on from next. Each keeps its id.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/webhooks/{id:guid}/deliveries", Deliveries).Needs(ApiScope.Webhooks).WithName("listDeliveries")
            .WithSummary("What is still to be sent and what was given up, in the order of the log. What was taken is not listed.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<Webhook>>, ProblemHttpResult>> List([AsParameters] PageAsked page, IWebhookDesk desk, CancellationToken cancel)
    {
        var check = new FieldCheck();
        var after = page.Read(check, parts => parts is [var id] && Guid.TryParse(id, out var last) ? new WebhookPlace(last) : null);
        if (check.Wrong.Count > 0)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        var all = await desk.List(cancel);
        IReadOnlyList<Webhook> rest = after is null ? all : [.. all.SkipWhile(webhook => webhook.Id != after.Id).Skip(1)];
        return TypedResults.Ok(page.Of(rest, webhook => PlaceInList.Write($"{webhook.Id}")));
    }

    private static async Task<Results<Created<WebhookMade>, ProblemHttpResult>> Add(WebhookToAdd form, IWebhookDesk desk, CancellationToken cancel)
    {
        var check = new FieldCheck();
        var steps = form.Steps ?? SessionSteps.All;
        if (string.IsNullOrWhiteSpace(form.Url))
        {
            check.Wrong["url"] = ["Where to send: an address that begins with https://."];
        }

        if (!StepNames.AreChosen(steps))
        {
            check.Wrong["steps"] = [$"At least one, each once, of {string.Join(", ", SessionSteps.All)}."];
        }

        if (check.Wrong.Count > 0)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        var added = await desk.Add(new WebhookForm(form.Url!, steps, Inside: false), cancel);
        switch (added.Problem)
        {
            case null:
                return TypedResults.Created($"{ApiAnswers.Path}/webhooks/{added.Id}", new WebhookMade(added.Id, added.Secret));
            case WebhookProblem.TooMany:
                return ApiAnswers.Problem(StatusCodes.Status409Conflict, $"There are {WebhookForm.Most} webhooks already. Remove one that is not needed any more.");
            case { } problem:
                check.Wrong["url"] = [Says(problem)];
                return ApiAnswers.Wrong(check.Wrong);
        }
    }

    private static async Task<Results<Ok<Webhook>, ProblemHttpResult>> Find(Guid id, IWebhookDesk desk, CancellationToken cancel) =>
        (await desk.List(cancel)).FirstOrDefault(webhook => webhook.Id == id) is { } found ? TypedResults.Ok(found) : ApiAnswers.Nothing(NoSuchWebhook);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, IWebhookDesk desk, CancellationToken cancel) =>
        Done(await desk.Remove(id, cancel));

    private static async Task<Results<NoContent, ProblemHttpResult>> Pause(Guid id, IWebhookDesk desk, CancellationToken cancel) =>
        Done(await desk.Pause(id, pause: true, cancel));

    private static async Task<Results<NoContent, ProblemHttpResult>> Resume(Guid id, IWebhookDesk desk, CancellationToken cancel) =>
        Done(await desk.Pause(id, pause: false, cancel));

    private static async Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> Replay(Guid id, ReplayForm form, IWebhookDesk desk, CancellationToken cancel)
    {
        if (form.Event is null == form.From is null || form.From < 0)
        {
            return ApiAnswers.Wrong(new Dictionary<string, string[]> { ["event"] = ["Either event, the id of one, or from, the sequence of an entry."] });
        }

        return await desk.Replay(id, new ReplayWish(form.Event, form.From ?? 0), cancel) is { } answer
            ? TypedResults.Ok(answer)
            : ApiAnswers.Nothing($"{NoSuchWebhook} Or there is no such event.");
    }

    private static async Task<Results<Ok<Page<WebhookDelivery>>, ProblemHttpResult>> Deliveries(
        Guid id, [AsParameters] PageAsked page, IDbContextFactory<RelayDb> databases, CancellationToken cancel)
    {
        var check = new FieldCheck();
        var after = page.Read(check, parts =>
            parts is [var sequence] && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? new DeliveryPlace(last) : null);
        if (check.Wrong.Count > 0)
        {
            return ApiAnswers.Wrong(check.Wrong);
        }

        return await WebhookLists.After(databases, id, after?.Sequence ?? 0, page.Size + 1, cancel) is { } found
            ? TypedResults.Ok(page.Of(found, delivery => PlaceInList.Write(delivery.Sequence.ToString(CultureInfo.InvariantCulture))))
            : ApiAnswers.Nothing(NoSuchWebhook);
    }

    private static Results<NoContent, ProblemHttpResult> Done(bool done) => done ? TypedResults.NoContent() : ApiAnswers.Nothing(NoSuchWebhook);

    private static string Says(WebhookProblem problem) => problem switch
    {
        WebhookProblem.NotHttps => "It must begin with https://. Only an administrator adds a receiver on this computer itself, under /people/webhooks.",
        WebhookProblem.IsInside => "It leads inside of this server's own network. Only an administrator adds such a receiver, under /people/webhooks.",
        WebhookProblem.AddressRefused => "It leads where nothing is sent to.",
        WebhookProblem.NotFound => "Its name is not found.",
        _ => $"An address that begins with https://, of at most {WebhookForm.LongestUrl} characters, without a name and password and without #.",
    };

    private sealed record WebhookPlace(Guid Id);

    private sealed record DeliveryPlace(long Sequence);
}
