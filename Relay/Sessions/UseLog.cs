using System.Globalization;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// The books of use, one a session. After a restart a book is read from the log itself. Called while the session's gate is
/// held.
/// </summary>
internal sealed class UseLog(SessionLog log, IAuditTrail trail)
{
    /// <summary>This session's book; null where no code has held in it, or the log does not say whose key it is.</summary>
    public async Task<UseBook?> BookOf(ActiveSession session)
    {
        if (session.Uses is null && session.TakenUp is not null)
        {
            session.Uses = Read(await trail.ForSession(session.Facts.Id, CancellationToken.None));
        }

        return session.Uses;
    }

    /// <summary>Nobody is left who could count: where an interval stands open, that is written down, once.</summary>
    public async Task NoteLoss(ActiveSession session)
    {
        if (await BookOf(session) is { IsOpen: true, LossIsNoted: false } book)
        {
            book.LossIsNoted = true;
            await log.Note(session, SessionEntries.Uncounted(session.Facts, book.Last!));
        }
    }

    private static UseBook? Read(IReadOnlyList<LogLine> lines)
    {
        var joined = lines.LastOrDefault(line => line.Action == AuditActions.Of(SessionEvent.Join) && line.Outcome is AuditOutcome.Success)?.Values;
        if (joined is null || !joined.TryGetValue("exchange", out var exchange) || !joined.TryGetValue("agentKey", out var mark))
        {
            return null;
        }

        var book = new UseBook(Convert.FromHexString(exchange), Convert.FromHexString(mark));
        if (lines.LastOrDefault(line => StepOf(line) is not null) is { } last)
        {
            book.Add(new UseReport(
                (int)Number(last, "report"), (int)Number(last, "interval"), StepOf(last)!.Value, DateTimeOffset.UnixEpoch,
                new InputCounts(Number(last, "keys"), Number(last, "characters"), Number(last, "buttons"), Number(last, "wheel"), Number(last, "moves")),
                [], Convert.FromBase64String(last.Values["signature"])));
        }

        return book;
    }

    private static UseStep? StepOf(LogLine line) => line.Outcome is not AuditOutcome.Success ? null : line.Action switch
    {
        AuditActions.ControlOpened => UseStep.Opened,
        AuditActions.ControlCounted => UseStep.Counted,
        AuditActions.ControlClosed => UseStep.Closed,
        _ => null,
    };

    private static long Number(LogLine line, string key) => long.Parse(line.Values[key], CultureInfo.InvariantCulture);
}
