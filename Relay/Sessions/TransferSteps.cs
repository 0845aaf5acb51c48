using System.Globalization;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Files, clipboards and facts about the computer, as the Agent tells of them; their bytes pass sealed like all else.</summary>
internal sealed class TransferSteps(SessionDirectory directory, SessionLog log)
{
    private const int NameLength = 255;
    private const int HashLength = 2 * TransferLimits.HashBytes;

    /// <summary>One begins, or has come to its end. Said again, because the answer to it was lost, it is written once.</summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Report(AgentSeat seat, TransferReport report) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        if (session.Room.Agent != seat)
        {
            return false;
        }

        // First of all, since by now what it says may have been taken back.
        if (session.Transfers.Contains(report))
        {
            return true;
        }

        if (session.IsOver || !MakesSense(report) || !(report.End is null ? MayBegin(session, report) : MayEnd(session, report)))
        {
            return false;
        }

        if (!await log.TryWrite(session, SessionEntries.Transferred(session.Facts, report)))
        {
            return false;
        }

        session.Transfers.Add(report);
        return true;
    });

    private static bool MakesSense(TransferReport report) =>
        report.Number > 0
        && Enum.IsDefined(report.Kind)
        && report.Bytes is >= 0 and <= TransferLimits.FileBytes
        && report.Name is { Length: > 0 and <= NameLength }
        && (report.End is null || Enum.IsDefined(report.End.Value))
        && (report.Kind != TransferKind.Facts || (report is { FromCustomer: true, End: null, Sha256: not null, Bytes: <= ComputerReport.MaxBytes } && IsCount(report.Name)))
        && (report.Sha256 is null || (report.Sha256.Length == HashLength && report.Sha256.All(char.IsAsciiHexDigitLower)));

    private static bool IsCount(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var facts) && facts <= ComputerReport.MostFacts;

    // After a restart this Relay does not know what is allowed until that changes; the Agent does.
    private static bool MayBegin(ActiveSession session, TransferReport report) =>
        !session.Transfers.IsFull
        && SessionLifecycle.FramesMayFlow(session.Standing.State)
        && session.Allowed?.Contains(ScopeOf(report.Kind)) != false;

    private static Scope ScopeOf(TransferKind kind) => kind switch
    {
        TransferKind.File => Scope.Files,
        TransferKind.Clipboard => Scope.Clipboard,
        _ => Scope.Diagnostics,
    };

    // Nor does it know what had begun.
    private static bool MayEnd(ActiveSession session, TransferReport report) =>
        session.Transfers.IsUnderWay(report) || (session.TakenUp is not null && !session.Transfers.IsFull);
}
