using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;
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
        var book = joined is null ? null : UseEntries.BookOf(joined);
        if (book is not null && lines.LastOrDefault(line => StepOf(line) is not null) is { } last)
        {
            book.Add(UseEntries.Read(StepOf(last)!.Value, last.Values, []));
        }

        return book;
    }

    private static UseStep? StepOf(LogLine line) => line.Outcome is AuditOutcome.Success ? UseEntries.StepOf(line.Action) : null;
}
