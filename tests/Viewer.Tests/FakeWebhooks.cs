using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Webhooks in memory.</summary>
internal sealed class FakeWebhooks : IWebhookDesk
{
    public const string Secret = "whsec_7V3r1qkJbW0mXn8cZ2yT5uHsE9oLpQdRfGhIjKlMnOp";

    public const string Event = "evt_120_3f1c0e7a9b5d4c6e8f0a1b2c3d4e5f60";

    public List<Webhook> All { get; } =
    [
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a31"), "https://help.example/hooks/remote-assist", false, SessionSteps.All,
            "Mei Lin", Some.Now.AddDays(-3), null, Some.Now.AddMinutes(-5), 0, 0, 0, null, []),
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a32"), "https://desk.internal.example:8443/hook?x=%3Cscript%3E", true, ["session.end", "session.rated"],
            "王秀英", Some.Now.AddDays(-30), null, null, 14, 2, 1,
            new WebhookDelivery("evt_131_0", 131, Some.Now.AddHours(-2), Some.Now.AddMinutes(40), 9, WebhookTrouble.Status, 503, null),
            [new WebhookDelivery(Event, 120, Some.Now.AddDays(-4), Some.Now.AddDays(-1), 80, WebhookTrouble.TimedOut, null, Some.Now.AddDays(-1))]),
        new(Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a33"), "http://127.0.0.1:9000/", true, ["session.end"],
            "<script>alert(1)</script>", Some.Now.AddDays(-1), Some.Now.AddHours(-1), null, 3, 0, 0, null, []),
    ];

    public List<string> Asked { get; } = [];

    public WebhookProblem? Problem { get; set; }

    public ReplayAnswer? Answer { get; set; } = new(12, 2048);

    public Task<IReadOnlyList<Webhook>> List(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Webhook>>(All);

    public Task<WebhookAnswer> Add(WebhookForm form, CancellationToken cancel)
    {
        Asked.Add($"add {form.Url}: {string.Join('+', form.Steps)}{(form.Inside ? ", inside" : "")}");
        return Task.FromResult(Problem is { } why ? new WebhookAnswer(why) : new WebhookAnswer(null, Guid.NewGuid(), Secret));
    }

    public Task<bool> Remove(Guid id, CancellationToken cancel) => Note($"remove {id}");

    public Task<bool> Pause(Guid id, bool pause, CancellationToken cancel) => Note($"{(pause ? "pause" : "resume")} {id}");

    public async Task<ReplayAnswer?> Replay(Guid id, ReplayWish wish, CancellationToken cancel)
    {
        await Note($"replay {id}: {wish.Event ?? $"{wish.From}"}");
        return Answer;
    }

    private Task<bool> Note(string asked)
    {
        Asked.Add(asked);
        return Task.FromResult(true);
    }
}
