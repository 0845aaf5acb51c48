using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Use of pointer and keyboard, as the Agent counts it and signs for it; what is injected passes sealed.</summary>
internal sealed class UseSteps(SessionDirectory directory, SessionLog log, UseLog uses, ILogger<UseSteps> logger)
{
    // Far more than hands do in the longest session, and no sum of such numbers overflows.
    private const long MostOfOne = 1_000_000_000_000;

    // Of a P-256 key the encoding has 91 bytes.
    private const int KeyBytes = 256;
    private const int SignatureBytes = 64;

    /// <summary>
    /// An interval of use is opened, goes on or is closed. Said again, because the answer to it was lost, it is written once.
    /// The last one may come behind the end, for as long as the Agent's connection is there.
    /// </summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Report(AgentSeat seat, UseReport report) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Room.Agent != seat || await uses.BookOf(session) is not { } book)
        {
            return false;
        }

        if (book.Contains(report))
        {
            return true;
        }

        if (!MakesSense(report) || !book.IsNext(report) || (report.Step == UseStep.Opened && !MayOpen(session)))
        {
            return false;
        }

        if (!book.IsSigned(session.Facts.Id, report))
        {
            logger.LogWarning("Session {Session}: a count of use is not signed by the Agent's key", session.Facts.Id);
            return false;
        }

        // The Agent says it again every few seconds: a log that cannot be written owes the first try only.
        if (!await log.Settle(session) || session.Trouble is not null || !await log.TryWrite(session, SessionEntries.Used(session.Facts, report)))
        {
            return false;
        }

        book.Add(report);
        return true;
    });

    private static bool MakesSense(UseReport report) =>
        Enum.IsDefined(report.Step)
        && report.Counts is { } counts
        && counts.IsAtLeast(InputCounts.None)
        && new InputCounts(MostOfOne, MostOfOne, MostOfOne, MostOfOne, MostOfOne).IsAtLeast(counts)
        && report.At >= DateTimeOffset.UnixEpoch
        && report.Key is { Length: > 0 and <= KeyBytes }
        && report.Signature is { Length: SignatureBytes };

    // After a restart this Relay does not know what is allowed until that changes; the Agent does.
    private static bool MayOpen(ActiveSession session) =>
        SessionLifecycle.FramesMayFlow(session.Standing.State) && session.Allowed?.Contains(Scope.Control) != false;
}
