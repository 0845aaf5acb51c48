using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// The customer's end without a screen: joins over the public hub, agrees by the product's own sealing, and then says and
/// sends what it is told to. One caller at a time.
/// </summary>
public sealed class SyntheticAgent : IAsyncDisposable
{
    private const int ShareMinutes = 30;

    private readonly HubConnection hub;
    private readonly Channel<byte[]> exchanged = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> heard = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> upload = Channel.CreateBounded<byte[]>(64);
    private readonly TaskCompletionSource<SessionOffer> offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EndReason> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly SessionKey key = new();
    private SomeReceipts? receipts;
    private SomeLinks? links;
    private FrameSealer? frames;
    private ControlSealer? sealer;
    private ControlOpener? opener;
    private byte[] transcript = [];
    private uint epoch;
    private int uses;
    private int intervals;

    private SyntheticAgent(HubConnection hub) => this.hub = hub;

    /// <summary>With it the customer rates the session, or comes back to it.</summary>
    public JoinTicket Ticket { get; private set; } = null!;

    /// <summary>What the technician asked for.</summary>
    public SessionOffer Offer { get; private set; } = null!;

    /// <summary>Why the session ended, once the Relay has said so.</summary>
    public Task<EndReason> Ended => ended.Task;

    /// <summary>What frames are sealed under; a viewer of the same process may be handed it.</summary>
    public ContentKey Content { get; } = ContentKey.Draw(1, PlatformRandom.Instance);

    /// <summary>Called when a viewer needs a whole picture, on the connection's own thread.</summary>
    public Action KeyFrameNeeded { get; set; } = static () => { };

    /// <summary>Called when the Relay says that its log cannot be written, or can again.</summary>
    public Action<bool> LogUnavailable { get; set; } = static _ => { };

    /// <summary>Called when the connection is gone.</summary>
    public Action Lost { get; set; } = static () => { };

    /// <summary>Types a code, agrees with the viewer that holds it, and waits for what is asked.</summary>
    /// <param name="relay">The Relay, or the line to it.</param>
    /// <param name="code">Ten digits.</param>
    /// <param name="version">What it says its version is.</param>
    /// <param name="platform">What it says it runs on.</param>
    /// <exception cref="InvalidOperationException">The code was refused, or the exchange came to nothing.</exception>
    public static async Task<SyntheticAgent> Join(Uri relay, string code, string version = "0.0.0", string platform = "Linux X11")
    {
        var agent = new SyntheticAgent(RelayConnection.Create(relay));
        try
        {
            agent.Listen();
            await agent.hub.StartAsync();
            await agent.Agree(code, new JoinRequest(HubContract.ProtocolVersion, code[..4], version, platform));
            agent.Offer = await agent.offered.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>The customer allows what was asked.</summary>
    public Task Allow() => Must(new AgentReport(SessionEvent.Allow, Grant: Grant(Offer.Scopes)));

    /// <summary>The customer allows this from now on.</summary>
    public Task Change(params Scope[] scopes) => Must(new AgentReport(SessionEvent.Change, Grant: Grant(scopes)));

    /// <summary>Reports a step that must be taken.</summary>
    /// <exception cref="InvalidOperationException">The Relay refused it.</exception>
    public Task Must(SessionEvent happened) => Must(new AgentReport(happened));

    /// <summary>Reports a step that the Relay may refuse.</summary>
    /// <param name="happened">What.</param>
    /// <param name="scopes">With Change: what is allowed from now on.</param>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Report(SessionEvent happened, params Scope[] scopes) =>
        Say(new AgentReport(happened, Grant: happened is SessionEvent.Change ? Grant(scopes) : null));

    /// <summary>Opens or closes an interval of use in which nothing is done; one that was refused is said again by the next.</summary>
    /// <returns>True once it is in the log.</returns>
    public async Task<bool> Use(UseStep step)
    {
        var interval = step is UseStep.Opened ? intervals + 1 : intervals;
        var report = key.Sign(
            Ticket.Session, transcript, new UseReport(uses + 1, interval, step, DateTimeOffset.UtcNow, InputCounts.None, [], []));
        if (!await State(HubContract.Used, report, AgentStatement.Of(report)))
        {
            return false;
        }

        (uses, intervals) = (uses + 1, interval);
        return true;
    }

    /// <summary>The customer presses <em>Stop sharing</em>.</summary>
    public Task Stop() => End(EndReason.StoppedByCustomer);

    /// <summary>The customer's side ends it.</summary>
    public Task End(EndReason reason) => Must(new AgentReport(SessionEvent.End, reason));

    /// <summary>Tells the Relay of a file, a clipboard or facts.</summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Transferred(TransferReport report) => State(HubContract.Transferred, report, AgentStatement.Of(report));

    /// <summary>Shows the first picture: begins to upload, and hands the viewer of the code its content key.</summary>
    public async Task Show()
    {
        await Must(SessionEvent.Show);
        BeginUpload();
        Say(new ControlMessage.Done(0).ToBytes());
        Say(Content.ToBytes());
    }

    /// <summary>Begins the one upload of this connection.</summary>
    public void BeginUpload() => _ = hub.SendAsync(HubContract.Upload, upload.Reader);

    /// <summary>Says where it stands to the viewer of the code.</summary>
    public void Stand(params Scope[] scopes) =>
        Say(new ControlMessage.Standing(scopes, ShareMinutes * 60, Paused: false, QuestionOpen: false, new ScreenRect(0, 0, 1280, 720)).ToBytes());

    /// <summary>Says something to the viewer of the code, sealed.</summary>
    public void Say(byte[] body)
    {
        lock (gate)
        {
            if (sealer!.Seal(body, out var envelope) is { } fault)
            {
                throw new InvalidOperationException($"A message could not be sealed: {fault}.");
            }

            _ = upload.Writer.WriteAsync(envelope).AsTask();
        }
    }

    /// <summary>Sends one part of a frame, sealed, as soon as the connection takes it.</summary>
    /// <param name="isKeyFrame">Whether it begins a key frame.</param>
    /// <param name="body">The part.</param>
    public ValueTask Send(bool isKeyFrame, ReadOnlySpan<byte> body)
    {
        byte[] envelope;
        lock (gate)
        {
            epoch += isKeyFrame ? 1u : 0;
            if (frames!.Seal(isKeyFrame, epoch, body, out envelope) is { } fault)
            {
                throw new InvalidOperationException($"A part could not be sealed: {fault}.");
            }
        }

        return Upload(envelope);
    }

    /// <summary>Sends an envelope as it is.</summary>
    public ValueTask Upload(byte[] envelope) => upload.Writer.WriteAsync(envelope);

    /// <summary>The next message of this kind that the viewer of the code has sealed; others are passed over.</summary>
    public async Task<T> Hear<T>()
        where T : ControlMessage
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (opener!.Open(await heard.Reader.ReadAsync(limit.Token), out var body) is { } fault)
            {
                throw new InvalidOperationException($"An envelope could not be opened: {fault}.");
            }

            if (ControlMessage.Read(body) is T message)
            {
                return message;
            }
        }
    }

    /// <summary>The next command of this kind; it and all before it are said to be done.</summary>
    /// <returns>Its number, and what it asks for.</returns>
    public async Task<(uint Sequence, T Command)> Take<T>()
        where T : ViewerCommand
    {
        while (true)
        {
            var command = await Hear<ControlMessage.Command>();
            Say(new ControlMessage.Done(command.Sequence).ToBytes());
            if (ViewerCommand.Read(command.Body) is T wanted)
            {
                return (command.Sequence, wanted);
            }
        }
    }

    /// <summary>The customer answers after the end, on a connection of its own.</summary>
    /// <returns>Whether the Relay took it.</returns>
    public static async Task<bool> Rate(Uri relay, JoinTicket ticket, string sentence)
    {
        await using var other = RelayConnection.Create(relay);
        await other.StartAsync();
        return await other.InvokeAsync<bool>(
            HubContract.Rate, new RatingRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat, Solved: true, Ease: 4, sentence));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        upload.Writer.TryComplete();
        await hub.DisposeAsync();
        frames?.Dispose();
        sealer?.Dispose();
        opener?.Dispose();
        key.Dispose();
    }

    private void Listen()
    {
        hub.On<int, byte[]>(nameof(IParticipant.Exchange), (_, message) => { exchanged.Writer.TryWrite(message); });
        hub.On<byte[]>(nameof(IParticipant.Envelope), envelope => { heard.Writer.TryWrite(envelope); });
        hub.On<SessionOffer, byte[], byte[]>(nameof(IParticipant.Offered), (offer, _, _) => { offered.TrySetResult(offer); });
        hub.On<EndReason>(nameof(IParticipant.Ended), reason => { ended.TrySetResult(reason); });
        hub.On(nameof(IParticipant.KeyFrameNeeded), () => KeyFrameNeeded());
        hub.On<bool>(nameof(IParticipant.LogUnavailable), unavailable => LogUnavailable(unavailable));
        hub.Closed += _ =>
        {
            heard.Writer.TryComplete();
            Lost();
            return Task.CompletedTask;
        };
    }

    private async Task Agree(string code, JoinRequest request)
    {
        var joined = await hub.InvokeAsync<JoinOutcome>(HubContract.Join, request);
        Ticket = joined.Ticket ?? throw new InvalidOperationException($"The code was refused: {joined.Refusal}.");
        using var handshake = new AgentHandshake(
            new ExchangeContext(HubContract.ProtocolVersion, Ticket.Session, (uint)Ticket.Viewer),
            code[..4], code[4..], [.. TileCodecs.Ids], TimeProvider.System, PlatformRandom.Instance, key.Mark);
        await hub.InvokeAsync(HubContract.Exchange, Ticket.Viewer, handshake.Begin());
        while (sealer is null)
        {
            var step = handshake.Receive(await exchanged.Reader.ReadAsync());
            if (step.Fault is { } fault)
            {
                throw new InvalidOperationException($"The exchange failed: {fault}.");
            }

            if (step.Reply is { } reply)
            {
                await hub.InvokeAsync(HubContract.Exchange, Ticket.Viewer, reply);
            }

            if (step.Agreement is { } agreement)
            {
                receipts = new SomeReceipts(key, agreement.TranscriptHash, Ticket.RelayKey);
                links = new SomeLinks(key, Ticket.Session, agreement.TranscriptHash);
                transcript = agreement.TranscriptHash;
                sealer = new ControlSealer(agreement.Keys.ControlToViewer, (uint)Ticket.Viewer);
                opener = new ControlOpener(agreement.Keys.ControlToAgent, (uint)Ticket.Viewer);
                frames = new FrameSealer(HubContract.ProtocolVersion, Ticket.Session);
                frames.Renew(Content);
            }
        }
    }

    private ConsentGrant Grant(IReadOnlyList<Scope> scopes)
    {
        var now = DateTimeOffset.UtcNow;
        return new ConsentGrant(
            Offer.Session, scopes, Offer.Technician, Offer.Organisation, now, now + TimeSpan.FromMinutes(Math.Min(ShareMinutes, Offer.Minutes)));
    }

    private async Task Must(AgentReport step)
    {
        if (!await Say(step))
        {
            throw new InvalidOperationException($"The Relay refused {step.Event}.");
        }
    }

    private async Task<bool> State<T>(string method, T report, AgentStatement statement) =>
        links!.Taken(await hub.InvokeAsync<bool>(method, report, links.Next(statement)));

    private async Task<bool> Say(AgentReport step)
    {
        var report = receipts!.With(step, Offer);
        if (!await State(HubContract.Report, report, AgentStatement.Of(report)))
        {
            return false;
        }

        if (step.Grant is not null)
        {
            receipts.Taken();
        }

        return true;
    }
}
