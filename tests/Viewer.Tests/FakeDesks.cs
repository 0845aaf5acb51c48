using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The three desks in memory: what the pages ask for is remembered, what they get is set by the test.</summary>
internal sealed class FakeDesks : ICaseDesk, ISessionDesk, IAccountDesk, IAgentDownload
{
    public AgentPackage? Package { get; set; }

    public Uri? PackageFor { get; private set; }

    public List<CaseDetails> Cases { get; } = [];

    public Dictionary<Guid, IReadOnlyList<LogLine>> Logs { get; } = [];

    public List<NewCase> Opened { get; } = [];

    public List<(Guid Case, string Reason)> Started { get; } = [];

    public List<SessionWish> Wishes { get; } = [];

    public List<FirstAccount> SetUps { get; } = [];

    public List<(string Email, string Password)> SignIns { get; } = [];

    public int SignOuts { get; private set; }

    public bool NumberIsTaken { get; set; }

    public string? OpenSetUpToken { get; set; }

    public SetUpProblem? SetUpAnswer { get; set; }

    public SignInResult SignInAnswer { get; set; }

    public Exception? Broken { get; set; }

    public AgentPackage? For(Uri relay)
    {
        PackageFor = relay;
        return Package;
    }

    public Task<IReadOnlyList<CaseSummary>> List(CancellationToken cancel) =>
        Broken is null ? Task.FromResult<IReadOnlyList<CaseSummary>>([.. Cases.Select(Summary)]) : throw Broken;

    public Task<CaseDetails?> Find(Guid id, CancellationToken cancel) =>
        Task.FromResult(Cases.Find(found => found.Id == id));

    public Task<Guid?> Open(NewCase form, CancellationToken cancel)
    {
        Opened.Add(form);
        return Task.FromResult<Guid?>(NumberIsTaken ? null : Some.Id);
    }

    public int LongestMinutes { get; set; } = 120;

    public Task<Guid?> Start(Guid caseId, SessionWish wish, CancellationToken cancel)
    {
        Started.Add((caseId, wish.Reason));
        Wishes.Add(wish);
        return Task.FromResult<Guid?>(Some.Id);
    }

    Task<SessionDetails?> ISessionDesk.Find(Guid session, CancellationToken cancel) => Task.FromResult(
        (from found in Cases
         from summary in found.Sessions
         where summary.Id == session
         select new SessionDetails(summary, found.Id, found.Number, found.Customer, found.Callback, found.Problem,
             new SessionWish(summary.Reason, [Scope.View, Scope.Control], 240)))
        .FirstOrDefault());

    public Task<IReadOnlyList<LogLine>> Log(Guid session, CancellationToken cancel) =>
        Task.FromResult(Logs.GetValueOrDefault(session, []));

    public Task<bool> SetUpIsOpen(string token, CancellationToken cancel) => Task.FromResult(token == OpenSetUpToken);

    public Task<SetUpProblem?> SetUp(string token, FirstAccount form, CancellationToken cancel)
    {
        SetUps.Add(form);
        return Task.FromResult(SetUpAnswer);
    }

    public Task<SignInResult> SignIn(string email, string password, CancellationToken cancel)
    {
        SignIns.Add((email, password));
        return Task.FromResult(SignInAnswer);
    }

    public Task SignOut(CancellationToken cancel)
    {
        SignOuts++;
        return Task.CompletedTask;
    }

    private static CaseSummary Summary(CaseDetails found)
    {
        var active = found.Sessions.FirstOrDefault(session => !SessionLifecycle.IsOver(session.State));
        return new CaseSummary(
            found.Id, found.Number, found.Customer, found.Problem, found.Opened, active?.Id, found.Sessions.Count, active?.State);
    }
}

/// <summary>Arbitrary values.</summary>
internal static class Some
{
    public static Guid Id { get; } = Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a11");

    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 14, 3, 27, TimeSpan.Zero);

    /// <summary>A picture of 32×18 pixels.</summary>
    public static byte[] Png() => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAACAAAAASCAMAAAANFixgAAAABlBMVEUPa2vc5ORPEuGZAAAAGklEQVR42mNgJAAY6KSAAQcYVAoGQ0ANdgUA7L0ByfCkPcsAAAAASUVORK5CYII=");

    public static SessionSummary Session(
        SessionState state = SessionState.Ended, EndReason? reason = EndReason.StoppedByCustomer, string text = "Look at the printer settings together") =>
        new(Guid.NewGuid(), state, reason, "Mei Lin", text, Now.AddMinutes(-30), Now.AddMinutes(-28), reason is null ? null : Now.AddMinutes(-16));

    public static CaseDetails Case(string number = "20931", params SessionSummary[] sessions) =>
        new(Guid.NewGuid(), number, "Jonas Weber", "+49 30 5550142", "Printer prints blank pages", Now.AddMinutes(-42), sessions);

    public static LogLine Line(
        string action,
        ActorKind actor = ActorKind.Relay,
        AuditOutcome outcome = AuditOutcome.Success,
        params (string Key, string Value)[] values) =>
        new(17, Now, action, actor, outcome, values.ToDictionary(value => value.Key, value => value.Value));

    /// <summary>The log of a session from its request to its end.</summary>
    public static IReadOnlyList<LogLine> Log()
    {
        LogLine[] lines =
        [
            Line(AuditActions.SessionRequested, ActorKind.Technician, values: [("technician", "Mei Lin"), ("organisation", "Help Desk North"), ("reason", "Look at the printer settings together"), ("asked", "view"), ("minutes", "60")]),
            Line(AuditActions.ViewerJoined, ActorKind.Technician, values: [("technician", "Mei Lin")]),
            Line(AuditActions.CodeRefused, ActorKind.Visitor, AuditOutcome.Refused, ("reason", "unknownCode"), ("triesLeft", "4"), ("address", "192.0.2.7")),
            Line(AuditActions.Of(SessionEvent.Join), ActorKind.Customer, values: [("agentVersion", "0.1.0"), ("platform", "Linux X11")]),
            Line(AuditActions.Of(SessionEvent.Allow), ActorKind.Customer, values: [("scopes", "view"), ("until", "2026-11-21T15:03:27Z"), ("technician", "Mei Lin"), ("organisation", "Help Desk North"), ("receipt", new string('5', 64))]),
            Line(AuditActions.Of(SessionEvent.Show), ActorKind.Customer),
            Line(AuditActions.Of(SessionEvent.End), ActorKind.Customer, values: [("reason", "stoppedByCustomer"), ("frameParts", "1204"), ("bytes", "8123456")]),
        ];
        return [.. lines.Select((line, at) => line with { Sequence = 12 + at, Time = Now.AddMinutes(-30 + (2 * at)) })];
    }
}
