using System.Globalization;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Diagnose;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Inject;
using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

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
/// <para><see cref="ViewerDesk"/> gives keys to Viewers that come, and <see cref="CommandDesk"/> hears those that have them. What they
/// say passes the <see cref="CommandGate"/>; then <see cref="ControlDesk"/> uses pointer and keyboard, <see cref="MarkDesk"/> draws,
/// <see cref="ChatDesk"/> passes lines on, and <see cref="FurtherDesk"/> and <see cref="ScopeDesk"/> ask the customer through the one
/// <see cref="BesideDesk"/>.</para>
/// <para>Where the Relay says that its log cannot be written, <see cref="UnloggedDesk"/> holds everything back; where it does not say
/// so, what is not in the log does not begin all the same.</para>
/// <para>Every call takes the one lock, changes the state and returns; what must be waited for (the Relay) goes on by itself
/// and takes the lock again. So <em>Stop</em> works at once, whatever the Relay does; and what the customer holds back
/// is held back before the lock is free (<see cref="SessionStanding.Interrupt"/>).</para>
/// </remarks>
internal sealed class AgentSession : ICustomerActions, IDisposable
{
    private readonly SessionStanding standing;
    private readonly RelayLine line;
    private readonly LateReport late;
    private readonly PictureFlow pictures;
    private readonly CodeDesk code;
    private readonly QuestionDesk question;
    private readonly BesideDesk beside;
    private readonly ScopeDesk scopes;
    private readonly HandOverDesk handOver;
    private readonly UseDesk use;
    private readonly ReceiptDesk receipts;
    private readonly ControlDesk control;
    private readonly MarkDesk marks;
    private readonly FeedDesk feed;
    private readonly ChatDesk chat;
    private readonly FileWishes wishes;
    private readonly FileDesk files;
    private readonly ClipboardDesk clipboard;
    private readonly BannerDesk banner;
    private readonly StandingWord word;
    private readonly SharedScreen shared;
    private readonly LivePicture live;
    private readonly ViewerDesk viewers;
    private readonly SessionEnding ending;
    private int transfers;

    /// <param name="windows">The customer's windows.</param>
    /// <param name="dialer">The way to the Relay.</param>
    /// <param name="openScreen">Opens the screen; only called once the customer has allowed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Where keys come from.</param>
    /// <param name="log">The log on the customer's console.</param>
    /// <param name="relayKey">The fingerprint of the only key that the Relay may have; null for whichever it shows.</param>
    /// <param name="encoding">How pictures are encoded; null for without photographs.</param>
    /// <param name="rehearse">Run on a thread of its own while the customer reads the question; it must not touch the screen.</param>
    /// <param name="openInput">Opens pointer and keyboard, at the first input that the customer has allowed; null where nothing can be controlled.</param>
    /// <param name="overlay">What lies over the screen, not disposed here; null where nothing can be drawn.</param>
    /// <param name="shared">What the customer shows; null for everything.</param>
    /// <param name="ratings">Carries the customer's answers at the end; null where nobody wants them.</param>
    /// <param name="facts">Reads facts about this computer; null where none can be read.</param>
    /// <param name="downloads">The folder that files go to; null where they go nowhere.</param>
    /// <param name="openClipboard">Watches the desktop's clipboard, once the customer has allowed it; null where there is none.</param>
    /// <param name="organisationKey">The fingerprint of the only key that may certify auditors; null for whichever the Relay names.</param>
    /// <param name="proofs">Asks at the end for a proof of what was stated; null where that is not checked.</param>
    public AgentSession(
        ICustomerWindows windows,
        IRelayDialer dialer,
        Func<IScreenSource> openScreen,
        TimeProvider clock,
        ISealingRandom random,
        ILogger<AgentSession> log,
        string? relayKey = null,
        EncoderOptions? encoding = null,
        Action? rehearse = null,
        Func<IInputSink?>? openInput = null,
        IScreenOverlay? overlay = null,
        SharedScreen? shared = null,
        IRatingLink? ratings = null,
        IComputerFacts? facts = null,
        Func<string?>? downloads = null,
        Func<IClipboardEvents, IClipboard?>? openClipboard = null,
        string? organisationKey = null,
        IProofLink? proofs = null)
    {
        standing = new SessionStanding(log);
        line = new RelayLine(dialer, clock, log);
        late = new LateReport(dialer, line.Chain, clock, log);
        this.shared = shared ?? new SharedScreen();
        this.shared.Moved += (_, _) => _ = Task.Run(SharedMoved);
        var timers = new SessionTimers(standing.Gate, clock);
        var book = new ViewerBook(clock);
        pictures = new PictureFlow(
            openScreen,
            encoding ?? new EncoderOptions(),
            () => standing.Permit.Allows(clock.GetUtcNow()),
            book,
            Greeting,
            clock,
            random,
            log,
            screenLost: () => ending!.End(EndReason.Fault, tell: true),
            lineFull: line.Break);
        use = new UseDesk(standing, line, timers, clock, log);
        receipts = new ReceiptDesk(standing, line, log);
        var records = new RecordDesk(line.Chain, proofs, clock, log);
        ending = new SessionEnding(standing, windows, line, late, use, timers, pictures, SumUp, Forget, ratings, records, clock);
        feed = new FeedDesk(timers, clock, () => banner!.Show());
        chat = new ChatDesk(standing, book, pictures.Say, clock, () => banner!.Show());
        word = new StandingWord(standing, book, pictures.Say, clock, this.shared);
        marks = new MarkDesk(overlay, feed, timers, clock);
        var fileList = new FileList();
        banner = new BannerDesk(standing, windows, book, feed, chat, marks, fileList, clock);
        var gate = new CommandGate(standing, clock);
        control = new ControlDesk(gate, openInput, () => this.shared.Area, use, pictures.Say, feed, timers, clock, log);
        use.Changed = control.UseChanged;
        var diagnose = new DiagnoseDesk(gate, standing, facts, line, NextTransfer, pictures.Say, feed, clock, log);
        beside = new BesideDesk(standing, banner, word, control, timers, clock);
        wishes = new FileWishes(standing, beside, feed, pictures, clock);
        var fileWord = new FileWord(line, pictures, feed);
        var progress = new FileProgress(fileList, fileWord, banner, timers, clock);
        files = new FileDesk(standing, gate, fileWord, fileList, progress, pictures, wishes, NextTransfer, downloads ?? (() => null), clock, log);
        clipboard = new ClipboardDesk(standing, gate, book, line, pictures, feed, openClipboard, NextTransfer, clock);
        word.Told = TransfersStand;
        live = new LivePicture(standing, book, banner, line, pictures, control, feed, word, ending, clock, log);
        viewers = new ViewerDesk(standing, book, line, pictures, live, banner, control, marks, feed, ending, timers, clock, random, log);
        scopes = new ScopeDesk(standing, book, line, pictures, live, beside, control, marks, diagnose, clipboard, receipts, feed, banner, word, timers, ending, clock, log);
        pictures.RecordKey = scopes.RecordKey;
        var further = new FurtherDesk(standing, book, line, scopes, viewers, pictures, beside, feed);
        handOver = new HandOverDesk(standing, book, line, viewers, scopes, control, pictures, feed, banner, word, log);
        question = new QuestionDesk(
            standing, windows, receipts, timers, live, banner, beside, scopes, word, ending, clock, rehearse ?? (() => { }));
        var reconnection = new Reconnection(standing, line, pictures, viewers, live, banner, feed, ending, clock, log);
        var exchange = new ExchangeDesk(standing, line, viewers, pictures, question, use, receipts, clock, random, log, relayKey, organisationKey);
        var commands = new CommandDesk(book, gate, pictures, further, handOver, scopes, chat, control, marks, diagnose, files, clipboard, feed, ending, log);
        var unlogged = new UnloggedDesk(standing, pictures, live, control, feed, banner, word);
        var words = new RelayWords(standing, exchange, viewers, commands, further, pictures, receipts, unlogged, reconnection, ending);
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
        lock (standing.Gate)
        {
            control.Dispose();
            clipboard.Dispose();
            use.Dispose();
        }

        line.Dispose();
        late.Dispose();
    }

    /// <inheritdoc/>
    public void TypeCode(SessionCode code) => this.code.Type(code);

    /// <inheritdoc/>
    public void Leave() => code.Leave();

    /// <inheritdoc/>
    public void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown) => question.Allow(scopes, shown);

    /// <inheritdoc/>
    public void Decline() => question.Decline(EndReason.Declined);

    /// <inheritdoc/>
    public void CloseQuestion() => question.Decline(EndReason.QuestionClosed);

    /// <inheritdoc/>
    public void AllowBeside(int question, ShownText shown) => beside.Answer(question, allowed: true, shown);

    /// <inheritdoc/>
    public void DeclineBeside(int question) => beside.Answer(question, allowed: false);

    /// <inheritdoc/>
    public void GiveFile(int question, string path)
    {
        lock (standing.Gate)
        {
            wishes.Chose(question, path);
        }
    }

    /// <inheritdoc/>
    public void CancelTransfer(int number)
    {
        lock (standing.Gate)
        {
            files.Cancel(number);
        }
    }

    /// <inheritdoc/>
    public void TakeBack(Scope scope)
    {
        var interruption = standing.Interrupt();
        lock (standing.Gate)
        {
            using (interruption)
            {
                scopes.TakeBack(scope);
            }

            // Over before the lock is free: what else was passed over meanwhile goes on, and is not passed over again.
            TransfersStand();
        }
    }

    /// <inheritdoc/>
    public void SendAway(int colleague)
    {
        lock (standing.Gate)
        {
            handOver.SendAway(colleague);
        }
    }

    /// <inheritdoc/>
    public void Say(string text)
    {
        lock (standing.Gate)
        {
            chat.Say(text);
        }
    }

    /// <inheritdoc/>
    public void ShareChanged()
    {
        lock (standing.Gate)
        {
            if (standing.Grant is null || standing.IsOver)
            {
                return;
            }

            var choice = shared.Choice;
            feed.Add(FeedKind.ShareChanged, detail: choice.Kind switch
            {
                ShareKind.Monitor => choice.Monitor,
                ShareKind.Windows => choice.Shown.Length.ToString(CultureInfo.InvariantCulture),
                _ => "",
            });
            banner.Show();
            word.Tell();
        }
    }

    /// <inheritdoc/>
    public void Rate(Rating rating) => ending.Rate(rating);

    /// <inheritdoc/>
    public void Pause()
    {
        using (standing.Interrupt())
        {
            live.Pause();
        }
    }

    /// <inheritdoc/>
    public void Resume() => live.Resume();

    /// <inheritdoc/>
    public void Stop()
    {
        standing.StopNow();
        ending.Stop();
    }

    /// <inheritdoc/>
    public void Dismiss() => ending.Dismiss();

    // What a viewer hears first on each connection, behind which of its commands are done.
    private IEnumerable<ControlMessage> Greeting(KnownViewer viewer) =>
        word.Now(viewer).ToArray() is { Length: > 0 } now
            ? [.. now, .. chat.Unseen(viewer), .. files.Greeting(viewer), .. clipboard.Greeting(viewer)]
            : [];

    private SessionSummary? SumUp(EndReason reason)
    {
        if (standing.Grant is not { } given || standing.Offer is not { } offer)
        {
            return null;
        }

        feed.Add(FeedKind.Ended);
        return new SessionSummary(
            given.Session,
            given.Technician,
            given.Organisation,
            offer.CaseNumber,
            offer.Problem,
            standing.Began,
            feed.Lines[^1].At,
            [.. standing.EverAllowed],
            [.. feed.Used],
            feed.Lines,
            chat.Lines,
            receipts.All);
    }

    private void TransfersStand()
    {
        files.StandingChanged();
        clipboard.StandingChanged();
    }

    // One count for the log, whatever is carried.
    private int NextTransfer() => ++transfers;

    // The monitor that is shared is elsewhere on the picture now.
    private void SharedMoved()
    {
        lock (standing.Gate)
        {
            word.Tell();
        }
    }

    // The session is over: nothing stays pressed or drawn, and no secret outlives it.
    private void Forget()
    {
        control.Stop();
        marks.End();
        files.Forget();
        clipboard.StandingChanged();
        beside.Forget();
        viewers.Forget();
    }
}
