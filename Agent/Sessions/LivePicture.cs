using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>From the grant to the end: shows the screen while somebody who has keys watches, pauses, and goes on.</summary>
internal sealed class LivePicture(
    SessionStanding standing,
    ViewerBook book,
    BannerDesk banner,
    RelayLine line,
    PictureFlow pictures,
    ControlDesk control,
    FeedDesk feed,
    StandingWord word,
    SessionEnding ending,
    TimeProvider clock,
    ILogger log)
{
    private bool showReported;

    // Whether the Relay is known to stand at Paused: it refuses to resume what it never paused.
    private Task<bool> pauseLogged = Task.FromResult(false);

    /// <summary>The grant is in the log. Called under the lock.</summary>
    public void Begin()
    {
        feed.Add(FeedKind.Allowed);
        foreach (var viewer in book.Ready)
        {
            feed.Watches(viewer.Name ?? standing.Offer!.Technician);
        }

        Upload();
        banner.Show();
        LetThemSee();
    }

    /// <summary>Opens the upload stream of a new connection; nothing before the grant. Called under the lock.</summary>
    public void Upload()
    {
        // While the connection is being made again, whoever makes it asks for this when it stands.
        if (standing.Grant is not null && line.IsUp && !banner.Away)
        {
            _ = line.Upload(pictures.Connect());
        }
    }

    /// <summary>Lets the picture flow if all is there for it. Called under the lock, whenever one of its conditions may have come true.</summary>
    public void LetThemSee()
    {
        if (standing.IsUnlogged || !book.AnyReady || !standing.Allows(Scope.View, clock.GetUtcNow()))
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
            control.Stop();
            feed.Add(FeedKind.Paused);
            banner.Show();
            word.Tell();

            // The picture has stopped already; the answer only matters for going on.
            pauseLogged = line.Report(new AgentReport(SessionEvent.Pause));
        }
    }

    /// <summary>The customer goes on; the picture follows once that is in the log.</summary>
    public void Resume()
    {
        lock (standing.Gate)
        {
            if (standing.State != SessionState.Paused || banner.Resuming)
            {
                return;
            }

            banner.Resuming = true;
            banner.Show();
            _ = GoOn();
        }
    }

    private async Task Show()
    {
        var logged = await line.Report(new AgentReport(SessionEvent.Show));
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
            banner.Show();
            word.Tell();
        }
    }

    private async Task GoOn()
    {
        if (!await pauseLogged)
        {
            // Said again; refused where it is in the log after all. The answer to Resume decides.
            await line.Report(new AgentReport(SessionEvent.Pause));
        }

        var logged = await line.Report(new AgentReport(SessionEvent.Resume));
        lock (standing.Gate)
        {
            banner.Resuming = false;
            if (!logged)
            {
                // Refused, or taken without our hearing of it: nobody knows where the Relay stands.
                pauseLogged = Task.FromResult(false);
            }
            else if (standing.Move(SessionEvent.Resume))
            {
                // Refused where the session has ended meanwhile; nothing can be paused or resumed while it resumes.
                feed.Add(FeedKind.Resumed);
                LetThemSee();
                word.Tell();
            }

            banner.Show();
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
