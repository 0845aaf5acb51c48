using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// One session from the typed code to the good-bye, as the customer's machine enforces it. It moves by
/// <see cref="SessionLifecycle"/>, holds its own grant and trusts nobody: a picture is fetched and sent only while
/// its own state is Live, its own grant allows it and somebody watches.
/// </summary>
/// <remarks>
/// Every call takes the lock, changes the state and returns; what must be waited for (the Relay) goes on by itself
/// and takes the lock again. So <em>Stop</em> works at once, whatever the Relay does.
/// </remarks>
internal sealed class AgentSession : ICustomerActions, IRelayEvents, IDisposable
{
    private readonly Lock gate = new();
    private readonly ICustomerWindows windows;
    private readonly string relayHost;
    private readonly TimeProvider clock;
    private readonly ILogger<AgentSession> log;
    private readonly PictureFlow pictures;
    private readonly TaskCompletionSource<EndReason?> finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource dismissed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionTimers timers;
    private readonly RelayLine line;

    private volatile SessionPermit permit = SessionPermit.None;
    private SessionState state = SessionState.Requested;
    private bool trying;
    private CheckedOffer? offer;
    private long askedAt;
    private ConsentGrant? grant;
    private bool answered;
    private bool showReported;
    private bool resuming;

    /// <param name="windows">The customer's windows.</param>
    /// <param name="dialer">The way to the Relay.</param>
    /// <param name="openScreen">Opens the screen; only called once the customer has allowed.</param>
    /// <param name="relayHost">The Relay's name as the question shows it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">The log on the customer's console.</param>
    public AgentSession(
        ICustomerWindows windows,
        IRelayDialer dialer,
        Func<IScreenSource> openScreen,
        string relayHost,
        TimeProvider clock,
        ILogger<AgentSession> log)
    {
        this.windows = windows;
        this.relayHost = relayHost;
        this.clock = clock;
        this.log = log;
        timers = new SessionTimers(gate, clock);
        line = new RelayLine(dialer, clock, log);
        pictures = new PictureFlow(
            openScreen, () => permit.Allows(clock.GetUtcNow()), clock, log, () => End(EndReason.Fault, tell: true));
    }

    /// <summary>Where the session stands, by the Agent's own word.</summary>
    public SessionState State
    {
        get
        {
            lock (gate)
            {
                return state;
            }
        }
    }

    /// <summary>Done once the good-bye has been read or has gone; the reason, or null where no session was joined.</summary>
    public Task<EndReason?> Finished => finished.Task;

    /// <summary>Done once the Relay knows of the end, or could not be told in <see cref="SessionTimes.LastWord"/>.</summary>
    public Task Told => told.Task;

    /// <summary>Asks for the code.</summary>
    public void Begin() => windows.Show(new CustomerScreen.CodeEntry(Trouble: null, Busy: false));

    /// <summary>The computer wants the Agent gone: says so to the Relay, and is gone.</summary>
    public void Quit() => End(EndReason.AgentClosed, tell: true);

    /// <summary>After <see cref="Finished"/>: waits until the screen has been given back.</summary>
    public bool WaitForCapture(TimeSpan atMost) => pictures.WaitForEnd(atMost);

    /// <summary>After <see cref="Finished"/>.</summary>
    public void Dispose() => line.Dispose();

    // ---- the code

    /// <inheritdoc/>
    public void TypeCode(SessionCode code)
    {
        lock (gate)
        {
            if (state != SessionState.Requested || trying)
            {
                return;
            }

            trying = true;
            windows.Show(new CustomerScreen.CodeEntry(Trouble: null, Busy: true));
        }

        _ = TryCode(code);
    }

    /// <inheritdoc/>
    public void Leave()
    {
        lock (gate)
        {
            if (state == SessionState.Requested)
            {
                End(EndReason.AgentClosed, tell: false);
            }
        }
    }

    private async Task TryCode(SessionCode code)
    {
        var (trouble, joined) = await line.Join(code, this);
        lock (gate)
        {
            trying = false;
            if (state != SessionState.Requested)
            {
                return;
            }

            if (joined is null)
            {
                windows.Show(new CustomerScreen.CodeEntry(trouble, Busy: false));
                return;
            }

            offer = joined;
            Move(SessionEvent.Join);
            Ask(joined);
        }
    }

    // ---- the question

    private void Ask(CheckedOffer question)
    {
        // While the customer reads, the encoder is compiled on a picture of nothing, so that the first real one comes sooner.
        _ = Task.Run(FrameEncoder.WarmUp);
        askedAt = clock.GetTimestamp();
        var shown = AllowIn();
        windows.Show(new CustomerScreen.Question(question, shown, Answered: false));
        timers.Every(SessionTimes.CountdownLook, () =>
        {
            if (state == SessionState.Joined && !answered && shown != AllowIn())
            {
                shown = AllowIn();
                windows.Show(new CustomerScreen.Question(question, shown, Answered: false));
            }
        });
        timers.Once(question.AnswerWithin, () =>
        {
            if (state == SessionState.Joined && !answered)
            {
                End(EndReason.NoAnswer, tell: true);
            }
        });
    }

    private int AllowIn() =>
        (int)Math.Ceiling(Math.Max(0, (SessionTimes.AllowDelay - clock.GetElapsedTime(askedAt)).TotalSeconds));

    /// <inheritdoc/>
    public void Allow(IReadOnlyCollection<Scope> scopes)
    {
        lock (gate)
        {
            // Never more than was asked, and nothing without seeing the screen: the question has no sense then.
            var allowed = offer?.Scopes.Where(scopes.Contains).ToArray() ?? [];
            if (state != SessionState.Joined || answered || AllowIn() > 0 || !allowed.Contains(Scope.View))
            {
                return;
            }

            answered = true;
            var now = clock.GetUtcNow();
            var given = new ConsentGrant(
                offer!.Session, allowed, offer.Technician, offer.Organisation, now, now + offer.Length);
            windows.Show(new CustomerScreen.Question(offer, 0, Answered: true));
            _ = Allow(given);
        }
    }

    private async Task Allow(ConsentGrant given)
    {
        // Evidence first. A crash here: allowed and logged, nothing shown; the Relay ends the session as lost.
        var logged = await line.Report(new AgentReport(SessionEvent.Allow, Grant: given), SessionTimes.ReportLimit);
        lock (gate)
        {
            if (SessionLifecycle.IsOver(state))
            {
                return;
            }

            if (!logged || !Move(SessionEvent.Allow))
            {
                End(EndReason.Fault, tell: true);
                return;
            }

            grant = given;
            Permit();
            timers.Once(given.Until - clock.GetUtcNow(), () => End(EndReason.TimeUp, tell: true));
            timers.Every(TimeSpan.FromMinutes(1), ShowBanner);
            _ = Upload();
            ShowBanner();
            LetThemSee();
        }
    }

    /// <inheritdoc/>
    public void Decline() => EndQuestion(EndReason.Declined);

    /// <inheritdoc/>
    public void CloseQuestion() => EndQuestion(EndReason.QuestionClosed);

    private void EndQuestion(EndReason reason)
    {
        lock (gate)
        {
            if (state == SessionState.Joined)
            {
                End(reason, tell: true);
            }
        }
    }

    // ---- the picture

    private async Task Upload()
    {
        if (!await line.Upload(pictures.Connect()))
        {
            ConnectionLost();
        }
    }

    // Called with the lock, whenever one of its conditions may have come true.
    private void LetThemSee()
    {
        if (!pictures.SomebodyWatches)
        {
            return;
        }

        if (state == SessionState.Live)
        {
            Flow();
        }
        else if (state == SessionState.Consented && !showReported)
        {
            showReported = true;
            _ = Show();
        }
    }

    private async Task Show()
    {
        var logged = await line.Report(new AgentReport(SessionEvent.Show), SessionTimes.ReportLimit);
        lock (gate)
        {
            if (state != SessionState.Consented)
            {
                return;
            }

            if (!logged || !Move(SessionEvent.Show))
            {
                End(EndReason.Fault, tell: true);
                return;
            }

            Permit();
            LetThemSee();
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
            End(EndReason.Fault, tell: true);
        }
    }

    /// <inheritdoc/>
    public void Pause()
    {
        lock (gate)
        {
            if (!Move(SessionEvent.Pause))
            {
                return;
            }

            Permit();
            pictures.Hold();
            resuming = false;
            ShowBanner();

            // The picture has stopped already; what the Relay answers changes nothing.
            _ = line.Report(new AgentReport(SessionEvent.Pause), SessionTimes.ReportLimit);
        }
    }

    /// <inheritdoc/>
    public void Resume()
    {
        lock (gate)
        {
            if (state != SessionState.Paused || resuming)
            {
                return;
            }

            resuming = true;
            ShowBanner();
            _ = GoOn();
        }
    }

    private async Task GoOn()
    {
        var logged = await line.Report(new AgentReport(SessionEvent.Resume), SessionTimes.ReportLimit);
        lock (gate)
        {
            // Pressed again meanwhile, or over: the later word counts.
            if (!resuming)
            {
                return;
            }

            resuming = false;
            if (logged && Move(SessionEvent.Resume))
            {
                Permit();
                LetThemSee();
            }

            ShowBanner();
        }
    }

    private void ShowBanner()
    {
        if (grant is not { } given || SessionLifecycle.IsOver(state))
        {
            return;
        }

        var shown = this switch
        {
            { resuming: true } => BannerState.Resuming,
            { state: SessionState.Paused } => BannerState.Paused,
            { pictures.SomebodyWatches: true } => BannerState.Watched,
            { pictures.OnlyOtherVersions: true } => BannerState.OtherVersion,
            _ => BannerState.NobodyThere,
        };
        windows.Show(new CustomerScreen.Banner(
            given.Technician, shown, (int)(clock.GetUtcNow() - given.GrantedAt).TotalMinutes));
    }

    // ---- the Relay speaks

    /// <inheritdoc/>
    public void ViewerJoined(int viewer)
    {
        lock (gate)
        {
            if (!SessionLifecycle.IsOver(state) && pictures.ViewerJoined(viewer) is { } hello)
            {
                _ = line.Greet(viewer, hello);
            }
        }
    }

    /// <inheritdoc/>
    public void ViewerLeft(int viewer)
    {
        lock (gate)
        {
            pictures.ViewerLeft(viewer);
            ShowBanner();
        }
    }

    /// <inheritdoc/>
    public void Exchanged(int viewer, byte[] message)
    {
        lock (gate)
        {
            if (!SessionLifecycle.IsOver(state) && pictures.Exchanged(viewer, message))
            {
                LetThemSee();
            }

            ShowBanner();
        }
    }

    /// <inheritdoc/>
    public void EnvelopeArrived(byte[] envelope)
    {
        lock (gate)
        {
            pictures.EnvelopeArrived(envelope);
        }
    }

    /// <inheritdoc/>
    public void KeyFrameNeeded()
    {
        lock (gate)
        {
            pictures.KeyFrameNeeded();
        }
    }

    /// <inheritdoc/>
    public void Ended(EndReason reason)
    {
        lock (gate)
        {
            // Before a code held there is no session that could end.
            if (state != SessionState.Requested)
            {
                End(Enum.IsDefined(reason) ? reason : EndReason.Fault, tell: false);
            }
        }
    }

    /// <inheritdoc/>
    public void ConnectionLost()
    {
        lock (gate)
        {
            if (state == SessionState.Requested)
            {
                // Nothing was joined: the next code dials again.
                _ = line.HangUp();
                return;
            }

            End(EndReason.RelayLost, tell: false);
        }
    }

    // ---- the end

    private void End(EndReason reason, bool tell)
    {
        lock (gate)
        {
            var joined = state != SessionState.Requested;
            if (!Move(SessionEvent.End))
            {
                return;
            }

            Permit();
            pictures.Close();
            timers.Stop();
            var farewell = Farewell.For(reason, joined, offer?.Technician ?? "");
            windows.Show(farewell.Screen);
            _ = SayGoodbye(reason, tell && joined, joined, farewell);
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        lock (gate)
        {
            if (grant is not null)
            {
                End(EndReason.StoppedByCustomer, tell: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dismiss() => dismissed.TrySetResult();

    private async Task SayGoodbye(EndReason reason, bool tell, bool joined, Farewell farewell)
    {
        var reading = Reading(farewell);
        if (tell)
        {
            await line.Report(new AgentReport(SessionEvent.End, reason), SessionTimes.LastWord);
        }

        await line.Close();
        told.TrySetResult();
        await reading;
        windows.Show(new CustomerScreen.Nothing());
        finished.TrySetResult(joined ? reason : null);
    }

    private async Task Reading(Farewell farewell)
    {
        try
        {
            await dismissed.Task.WaitAsync(farewell.Stays, clock);
        }
        catch (TimeoutException)
        {
            // Nobody pressed OK; it has been there long enough.
        }
    }

    // ---- small things

    private bool Move(SessionEvent happened)
    {
        if (SessionLifecycle.Next(state, happened) is not { } next)
        {
            return false;
        }

        log.LogInformation("{From} → {To}", state, next);
        state = next;
        return true;
    }

    // The capture thread reads this without the lock.
    private void Permit() => permit = new SessionPermit(state, grant);
}
