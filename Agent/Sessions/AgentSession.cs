using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// One session from the typed code to the good-bye, as the customer's machine enforces it. It moves by
/// <see cref="SessionLifecycle"/>, holds its own grant and trusts nobody: a picture is fetched and sent only while
/// its own state is Live, its own grant allows it and somebody watches.
/// </summary>
/// <remarks>
/// <para>1 <see cref="CodeDesk"/>   2 <see cref="ExchangeDesk"/>   3 <see cref="QuestionDesk"/>   4 <see cref="LivePicture"/>   5 <see cref="SessionEnding"/>.
/// All of them move the one <see cref="SessionStanding"/>; <see cref="RelayWords"/> hears the Relay, <see cref="RelayLine"/> speaks to it,
/// <see cref="Reconnection"/> finds it again.</para>
/// <para><see cref="ViewerDesk"/> gives keys to Viewers that come, <see cref="CommandDesk"/> hears those that have them, and
/// <see cref="FurtherDesk"/> asks about others.</para>
/// <para>Every call takes the one lock, changes the state and returns; what must be waited for (the Relay) goes on by itself
/// and takes the lock again. So <em>Stop</em> works at once, whatever the Relay does.</para>
/// </remarks>
internal sealed class AgentSession : ICustomerActions, IDisposable
{
    private readonly SessionStanding standing;
    private readonly RelayLine line;
    private readonly LateReport late;
    private readonly PictureFlow pictures;
    private readonly CodeDesk code;
    private readonly QuestionDesk question;
    private readonly FurtherDesk further;
    private readonly LivePicture live;
    private readonly ViewerDesk viewers;
    private readonly SessionEnding ending;

    /// <param name="windows">The customer's windows.</param>
    /// <param name="dialer">The way to the Relay.</param>
    /// <param name="openScreen">Opens the screen; only called once the customer has allowed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Where keys come from.</param>
    /// <param name="log">The log on the customer's console.</param>
    /// <param name="relayKey">The fingerprint of the only key that the Relay may have; null for whichever it shows.</param>
    /// <param name="encoding">How pictures are encoded; null for without photographs.</param>
    /// <param name="rehearse">Run on a thread of its own while the customer reads the question; it must not touch the screen.</param>
    public AgentSession(
        ICustomerWindows windows,
        IRelayDialer dialer,
        Func<IScreenSource> openScreen,
        TimeProvider clock,
        ISealingRandom random,
        ILogger<AgentSession> log,
        string? relayKey = null,
        EncoderOptions? encoding = null,
        Action? rehearse = null)
    {
        standing = new SessionStanding(log);
        line = new RelayLine(dialer, clock, log);
        late = new LateReport(dialer, clock, log);
        var timers = new SessionTimers(standing.Gate, clock);
        var book = new ViewerBook(clock);
        pictures = new PictureFlow(
            openScreen,
            encoding ?? new EncoderOptions(),
            () => standing.Permit.Allows(clock.GetUtcNow()),
            book,
            clock,
            random,
            log,
            screenLost: () => ending!.End(EndReason.Fault, tell: true),
            lineFull: line.Break);
        ending = new SessionEnding(standing, windows, line, late, timers, pictures, Forget, clock);
        var banner = new BannerDesk(standing, windows, book, clock);
        live = new LivePicture(standing, book, banner, line, pictures, ending, log);
        viewers = new ViewerDesk(standing, book, line, pictures, live, banner, ending, timers, clock, random, log);
        further = new FurtherDesk(standing, book, line, viewers, pictures, banner, timers, clock);
        question = new QuestionDesk(standing, windows, line, timers, live, banner, further, ending, clock, rehearse ?? (() => { }));
        var reconnection = new Reconnection(standing, line, pictures, viewers, live, banner, ending, clock, log);
        var exchange = new ExchangeDesk(standing, line, viewers, pictures, question, clock, random, log, relayKey);
        var commands = new CommandDesk(book, pictures, further, ending, log);
        var words = new RelayWords(standing, exchange, viewers, commands, further, pictures, reconnection, ending);
        code = new CodeDesk(standing, windows, line, words, exchange, ending);
    }

    /// <summary>Where the session stands, by the Agent's own word.</summary>
    public SessionState State
    {
        get
        {
            // With the lock: whoever reads a state also sees what came with it.
            lock (standing.Gate)
            {
                return standing.State;
            }
        }
    }

    /// <summary>
    /// Done once the good-bye has been read or has gone and the Relay knows of the end, or could not be told for a minute; the
    /// reason, or null where no session was joined.
    /// </summary>
    public Task<EndReason?> Finished => ending.Finished;

    /// <summary>Done once the session's connection is closed, whether the Relay has heard of the end on it or not.</summary>
    public Task Told => ending.Told;

    /// <summary>Asks for the code.</summary>
    public void Begin() => code.Begin();

    /// <summary>The computer wants the Agent gone: says so to the Relay, and is gone.</summary>
    public void Quit()
    {
        ending.End(EndReason.AgentClosed, tell: true);
        ending.Hurry();
    }

    /// <summary>After <see cref="Finished"/>: waits until the screen has been given back.</summary>
    public bool WaitForCapture(TimeSpan atMost) => pictures.WaitForEnd(atMost);

    /// <summary>After <see cref="Finished"/>.</summary>
    public void Dispose()
    {
        line.Dispose();
        late.Dispose();
    }

    /// <inheritdoc/>
    public void TypeCode(SessionCode code) => this.code.Type(code);

    /// <inheritdoc/>
    public void Leave() => code.Leave();

    /// <inheritdoc/>
    public void Allow(IReadOnlyCollection<Scope> scopes) => question.Allow(scopes);

    /// <inheritdoc/>
    public void Decline() => question.Decline(EndReason.Declined);

    /// <inheritdoc/>
    public void CloseQuestion() => question.Decline(EndReason.QuestionClosed);

    /// <inheritdoc/>
    public void AllowViewer(int viewer) => further.Answer(viewer, allowed: true);

    /// <inheritdoc/>
    public void DeclineViewer(int viewer) => further.Answer(viewer, allowed: false);

    /// <inheritdoc/>
    public void Pause() => live.Pause();

    /// <inheritdoc/>
    public void Resume() => live.Resume();

    /// <inheritdoc/>
    public void Stop() => ending.Stop();

    /// <inheritdoc/>
    public void Dismiss() => ending.Dismiss();

    // The session is over: no secret outlives it.
    private void Forget()
    {
        further.Forget();
        viewers.Forget();
    }
}
