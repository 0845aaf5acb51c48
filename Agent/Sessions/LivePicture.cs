using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>From the grant to the end: shows the screen while somebody watches, pauses, goes on, and keeps the banner true.</summary>
internal sealed class LivePicture(
    SessionStanding standing,
    ICustomerWindows windows,
    RelayLine line,
    PictureFlow pictures,
    SessionEnding ending,
    TimeProvider clock,
    ILogger log)
{
    private bool showReported;
    private bool resuming;

    // Whether the Relay is known to stand at Paused: it refuses to resume what it never paused.
    private Task<bool> pauseLogged = Task.FromResult(false);

    /// <summary>The grant is in the log. Called under the lock.</summary>
    public void Begin()
    {
        _ = Upload();
        ShowBanner();
        LetThemSee();
    }

    /// <summary>Lets the picture flow if all is there for it. Called under the lock, whenever one of its conditions may have come true.</summary>
    public void LetThemSee()
    {
        if (!pictures.SomebodyWatches)
        {
            return;
        }

        if (standing.State == SessionState.Live)
        {
            Flow();
        }
        else if (standing.State == SessionState.Consented && !showReported)
        {
            showReported = true;
            _ = Show();
        }
    }

    /// <summary>The customer holds the picture back.</summary>
    public void Pause()
    {
        lock (standing.Gate)
        {
            if (!standing.Move(SessionEvent.Pause))
            {
                return;
            }

            pictures.Hold();
            ShowBanner();

            // The picture has stopped already; the answer only matters for going on.
            pauseLogged = line.Report(new AgentReport(SessionEvent.Pause), SessionTimes.ReportLimit);
        }
    }

    /// <summary>The customer goes on; the picture follows once that is in the log.</summary>
    public void Resume()
    {
        lock (standing.Gate)
        {
            if (standing.State != SessionState.Paused || resuming)
            {
                return;
            }

            resuming = true;
            ShowBanner();
            _ = GoOn();
        }
    }

    /// <summary>Shows the banner as things are now; nothing before the grant or after the end. Called under the lock.</summary>
    public void ShowBanner()
    {
        if (standing.Grant is not { } given || standing.IsOver)
        {
            return;
        }

        var shown = standing.State switch
        {
            _ when resuming => BannerState.Resuming,
            SessionState.Paused => BannerState.Paused,
            _ when pictures.SomebodyWatches => BannerState.Watched,
            _ when pictures.OnlyOtherVersions => BannerState.OtherVersion,
            _ => BannerState.NobodyThere,
        };
        windows.Show(new CustomerScreen.Banner(
            given.Technician, shown, (int)(clock.GetUtcNow() - given.GrantedAt).TotalMinutes));
    }

    private async Task Upload()
    {
        if (!await line.Upload(pictures.Connect()))
        {
            ending.End(EndReason.RelayLost, tell: false);
        }
    }

    private async Task Show()
    {
        var logged = await line.Report(new AgentReport(SessionEvent.Show), SessionTimes.ReportLimit);
        lock (standing.Gate)
        {
            if (standing.State != SessionState.Consented)
            {
                return;
            }

            if (!logged || !standing.Move(SessionEvent.Show))
            {
                ending.End(EndReason.Fault, tell: true);
                return;
            }

            LetThemSee();
            ShowBanner();
        }
    }

    private async Task GoOn()
    {
        if (!await pauseLogged)
        {
            // Said again; refused where it is in the log after all. The answer to Resume decides.
            await line.Report(new AgentReport(SessionEvent.Pause), SessionTimes.ReportLimit);
        }

        var logged = await line.Report(new AgentReport(SessionEvent.Resume), SessionTimes.ReportLimit);
        lock (standing.Gate)
        {
            resuming = false;
            if (!logged)
            {
                // Refused, or taken without our hearing of it: nobody knows where the Relay stands.
                pauseLogged = Task.FromResult(false);
            }
            else if (standing.Move(SessionEvent.Resume))
            {
                // Refused where the session has ended meanwhile; nothing can be paused or resumed while it resumes.
                LetThemSee();
            }

            ShowBanner();
        }
    }

    private void Flow()
    {
        try
        {
            pictures.Flow();
        }
        catch (ScreenLostException problem)
        {
            log.LogError(problem, "The screen cannot be captured.");
            ending.End(EndReason.Fault, tell: true);
        }
    }
}
