using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// One session from the typed code to the good-bye, as the customer's machine enforces it. It moves by
/// <see cref="SessionLifecycle"/>, holds its own grant and trusts nobody: a picture is fetched and sent only while
/// its own state is Live, its own grant allows it and somebody watches.
/// </summary>
/// <remarks>
/// <para>1 <see cref="CodeDesk"/>   2 <see cref="QuestionDesk"/>   3 <see cref="LivePicture"/>   4 <see cref="SessionEnding"/>.
/// All of them move the one <see cref="SessionStanding"/>; <see cref="RelayWords"/> hears the Relay, <see cref="RelayLine"/> speaks to it.</para>
/// <para>Every call takes the one lock, changes the state and returns; what must be waited for (the Relay) goes on by itself
/// and takes the lock again. So <em>Stop</em> works at once, whatever the Relay does.</para>
/// </remarks>
internal sealed class AgentSession : ICustomerActions, IDisposable
{
    private readonly SessionStanding standing;
    private readonly RelayLine line;
    private readonly PictureFlow pictures;
    private readonly CodeDesk code;
    private readonly QuestionDesk question;
    private readonly LivePicture live;
    private readonly SessionEnding ending;

    /// <param name="windows">The customer's windows.</param>
    /// <param name="dialer">The way to the Relay.</param>
    /// <param name="openScreen">Opens the screen; only called once the customer has allowed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">The log on the customer's console.</param>
    public AgentSession(
        ICustomerWindows windows,
        IRelayDialer dialer,
        Func<IScreenSource> openScreen,
        TimeProvider clock,
        ILogger<AgentSession> log)
    {
        standing = new SessionStanding(log);
        line = new RelayLine(dialer, clock, log);
        var timers = new SessionTimers(standing.Gate, clock);
        pictures = new PictureFlow(
            openScreen,
            () => standing.Permit.Allows(clock.GetUtcNow()),
            clock,
            log,
            () => ending!.End(EndReason.Fault, tell: true));
        ending = new SessionEnding(standing, windows, line, timers, pictures, clock);
        live = new LivePicture(standing, windows, line, pictures, ending, clock, log);
        question = new QuestionDesk(standing, windows, line, timers, live, ending, clock);
        var words = new RelayWords(standing, line, pictures, live, ending);
        code = new CodeDesk(standing, windows, line, words, pictures, question, ending);
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

    /// <summary>Done once the good-bye has been read or has gone; the reason, or null where no session was joined.</summary>
    public Task<EndReason?> Finished => ending.Finished;

    /// <summary>Done once the Relay knows of the end, or could not be told in <see cref="SessionTimes.LastWord"/>.</summary>
    public Task Told => ending.Told;

    /// <summary>Asks for the code.</summary>
    public void Begin() => code.Begin();

    /// <summary>The computer wants the Agent gone: says so to the Relay, and is gone.</summary>
    public void Quit()
    {
        ending.End(EndReason.AgentClosed, tell: true);

        // Where it was over already, nobody is left to read the good-bye.
        ending.Dismiss();
    }

    /// <summary>After <see cref="Finished"/>: waits until the screen has been given back.</summary>
    public bool WaitForCapture(TimeSpan atMost) => pictures.WaitForEnd(atMost);

    /// <summary>After <see cref="Finished"/>.</summary>
    public void Dispose() => line.Dispose();

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
    public void Pause() => live.Pause();

    /// <inheritdoc/>
    public void Resume() => live.Resume();

    /// <inheritdoc/>
    public void Stop() => ending.Stop();

    /// <inheritdoc/>
    public void Dismiss() => ending.Dismiss();
}
