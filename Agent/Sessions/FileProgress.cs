using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// As long as a file is under way the bar says how far it is, and whoever has gone for good keeps no place. Called under the session's lock.
/// </summary>
internal sealed class FileProgress(FileList all, FileWord word, BannerDesk banner, SessionTimers timers, TimeProvider clock)
{
    private readonly Looking looking = new(timers, SessionTimes.ProgressLook);

    /// <summary>One more is under way.</summary>
    public void Look() => looking.Begin(() =>
    {
        foreach (var gone in all.CanEnd.Where(t => t.By.IsLost(clock)))
        {
            word.End(gone, TransferState.Cancelled, TransferEnd.CancelledByTechnician);
        }

        banner.Show();
        return all.AnyUnderWay;
    });
}
