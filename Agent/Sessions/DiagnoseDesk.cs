using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Diagnose;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Facts about the customer's computer, for a viewer who may have them. Called under the session's lock.</summary>
/// <param name="gate">Asked again once they are read.</param>
/// <param name="standing">Its lock.</param>
/// <param name="facts">Reads them; null where nothing can be read.</param>
/// <param name="say">Tells a viewer.</param>
/// <param name="feed">Where it is told.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For what cannot be read.</param>
internal sealed class DiagnoseDesk(
    CommandGate gate,
    SessionStanding standing,
    IComputerFacts? facts,
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

        lock (standing.Gate)
        {
            reading = false;
            var why = report is null ? CommandRefusal.Unable : gate.Refuse(viewer, new ViewerCommand.Diagnose());
            if (why is { } refusal)
            {
                say(viewer, new ControlMessage.Refused(sequence, refusal));
                return;
            }

            feed.Diagnosed();
            say(viewer, new ControlMessage.Report(sequence, report!));
        }
    }
}
