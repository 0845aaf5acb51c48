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
            resuming = false;
            ShowBanner();

            // The picture has stopped already; what the Relay answers changes nothing.
            _ = line.Report(new AgentReport(SessionEvent.Pause), SessionTimes.ReportLimit);
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
        var logged = await line.Report(new AgentReport(SessionEvent.Resume), SessionTimes.ReportLimit);
        lock (standing.Gate)
        {
            // Pressed again meanwhile, or over: the later word counts.
            if (!resuming)
            {
                return;
            }

            resuming = false;
            if (logged && standing.Move(SessionEvent.Resume))
            {
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
