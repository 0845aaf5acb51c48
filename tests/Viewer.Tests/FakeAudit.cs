using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The auditor's desk in memory.</summary>
internal sealed class FakeAudit : IAuditDesk
{
    public List<AuditedSession> Sessions { get; } = [];

    public List<(SessionSearch Search, string? After)> Searches { get; } = [];

    public List<string> Notes { get; } = [];

    public List<(Verdict Verdict, string Words)> Reviews { get; } = [];

    public ReviewOutcome ReviewAnswer { get; set; }

    public string? Next { get; set; }

    public LogStanding Now { get; set; } = new(1204, Some.Now.AddSeconds(-40), true, new CosignedView("witness/audit-2", 1204, Some.Now.AddSeconds(-20)), false);

    /// <summary>What the page's script is given; null for nothing.</summary>
    public string? Evidence { get; set; }

    /// <summary>What it is given of two states of the log; null for nothing.</summary>
    public string? Consistency { get; set; }

    public Task<SessionsFound> Search(SessionSearch search, string? after, CancellationToken cancel)
    {
        Searches.Add((search, after));
        return Task.FromResult(new SessionsFound([.. Sessions.Select(one => one.Line)], Next));
    }

    public Task<LogStanding> Standing(CancellationToken cancel) => Task.FromResult(Now);

    public Task<AuditedSession?> Open(Guid session, CancellationToken cancel) => Task.FromResult(Sessions.Find(one => one.Line.Id == session));

    public Task<bool> Note(Guid session, string words, CancellationToken cancel)
    {
        Notes.Add(words);
        return Task.FromResult(Sessions.Exists(one => one.Line.Id == session));
    }

    public Task<ReviewOutcome> Review(Guid session, Verdict verdict, string words, CancellationToken cancel)
    {
        Reviews.Add((verdict, words));
        return Task.FromResult(ReviewAnswer);
    }

    /// <summary>A session that was like this.</summary>
    public static AuditedSession Of(SomeStory story, bool own = false) => new(
        new AuditedLine(
            story.Session, "20931", "Jonas Weber", "Mei Lin", SessionState.Ended, EndReason.StoppedByCustomer, story.Log[0].Time, story.Log[0].Time.AddMinutes(4),
            story.Log[0].Time.AddMinutes(16), [Scope.View, Scope.Control], null),
        "Look at the printer settings together", "Printer prints blank pages", story.Log, new SignedUse(story.Signed, null), story.Size,
        [new CosignedView("witness/audit-2", story.Size, Some.Now)], own);
}
