using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Diagnose;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Facts about the customer's computer, for a viewer who may have them: <c>1 read   2 in the log   3 said</c>. Called under
/// the session's lock.
/// </summary>
/// <param name="gate">Asked again once they are read, and once that is in the log.</param>
/// <param name="standing">Its lock.</param>
/// <param name="facts">Reads them; null where nothing can be read.</param>
/// <param name="line">To the Relay.</param>
/// <param name="nextTransfer">Gives the next number of what is carried in this session.</param>
/// <param name="say">Tells a viewer.</param>
/// <param name="feed">Where it is told.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For what cannot be read.</param>
internal sealed class DiagnoseDesk(
    CommandGate gate,
    SessionStanding standing,
    IComputerFacts? facts,
    RelayLine line,
    Func<int> nextTransfer,
    Action<KnownViewer, ControlMessage> say,
    FeedDesk feed,
    TimeProvider clock,
    ILogger log)
{
    private bool reading;

    /// <summary>Whether there is anything to read here.</summary>
    public bool IsAble => facts is not null;

    /// <summary>Reads them beside the session, and says them where that is still allowed then.</summary>
    public CommandRefusal? Take(KnownViewer viewer, uint sequence)
    {
        if (facts is null)
        {
            return CommandRefusal.Unable;
        }

        if (reading)
        {
            return CommandRefusal.TooMuch;
        }

        reading = true;
        _ = Task.Run(() => Read(viewer, sequence, facts));
        return null;
    }

    private void Read(KnownViewer viewer, uint sequence, IComputerFacts from)
    {
        ComputerReport? report = null;
        try
        {
            report = new ComputerReport(clock.GetUtcNow(), from.Read());
        }
        catch (Exception unreadable)
        {
            // Whatever it was, the technician hears of it and can ask again.
            log.LogWarning(unreadable, "Facts about this computer cannot be read.");
        }

        Task<bool> logged;
        lock (standing.Gate)
        {
            var why = report is null ? CommandRefusal.Unable : gate.Refuse(viewer, new ViewerCommand.Diagnose());
            if (why is { } refusal)
            {
                Refuse(viewer, sequence, refusal);
                return;
            }

            logged = line.Transferred(Told(report!));
        }

        _ = Say(viewer, sequence, report!, logged);
    }

    // A crash before this: they were read, and nobody got them. A crash in it: the log has them, and nobody may have got them.
    private async Task Say(KnownViewer viewer, uint sequence, ComputerReport report, Task<bool> logged)
    {
        var isLogged = await logged;
        lock (standing.Gate)
        {
            var why = isLogged ? gate.Refuse(viewer, new ViewerCommand.Diagnose()) : CommandRefusal.NotLogged;
            if (why is { } refusal)
            {
                Refuse(viewer, sequence, refusal);
                return;
            }

            reading = false;
            feed.Diagnosed();
            say(viewer, new ControlMessage.Report(sequence, report));
        }
    }

    private void Refuse(KnownViewer viewer, uint sequence, CommandRefusal why)
    {
        reading = false;
        say(viewer, new ControlMessage.Refused(sequence, why));
    }

    private TransferReport Told(ComputerReport report)
    {
        var bytes = report.ToBytes();
        return new TransferReport(
            nextTransfer(), TransferKind.Facts, FromCustomer: true, report.Facts.Count.ToString(CultureInfo.InvariantCulture), bytes.Length,
            Sha256: Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
