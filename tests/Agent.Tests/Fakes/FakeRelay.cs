using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>
/// A Relay in memory: carries what goes between the Agent and its <see cref="SealedViewer"/>s, answers as the test says,
/// and remembers what it was told.
/// </summary>
internal sealed class FakeRelay : IRelayDialer
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly TimeProvider clock;

    // Held while an envelope is carried: nothing is on its way but what waits in the Agent.
    private readonly Lock carrying = new();
    private int seats;

    public FakeRelay(TimeProvider clock)
    {
        this.clock = clock;
        Holder = new SealedViewer(Some.Session, clock) { Keeper = new CodeKeeper(Some.Code.Secret) };
        Seat(Holder);
        Outcome = new JoinOutcome(null, new JoinTicket(Some.Session, Holder.Number, PublicKey, Some.Seat));
        Offering = hash => (Offer, Statement(Offer, hash));
    }

    /// <summary>The Relay's signing key, as in a ticket.</summary>
    public static byte[] PublicKey { get; } = Key.ExportSubjectPublicKeyInfo();

    /// <summary>What it wrote down of the steps that it took.</summary>
    public SomeLog Log { get; } = new(Key);

    /// <summary>The page that holds <see cref="Some.Code"/>; viewer 1.</summary>
    public SealedViewer Holder { get; }

    /// <summary>Pages that are there, by number.</summary>
    public ConcurrentDictionary<int, SealedViewer> Viewers { get; } = new();

    /// <summary>Who hears the last connection.</summary>
    public IRelayEvents? Agent { get; private set; }

    /// <summary>The last connection.</summary>
    public FakeLine? Line { get; private set; }

    public JoinOutcome Outcome { get; set; }

    public RejoinOutcome Again { get; set; } = new(true, null);

    public SessionOffer Offer { get; set; } = Some.Offer();

    /// <summary>What is said of who asks, once a page reports this transcript hash; null for nothing.</summary>
    public Func<byte[], (SessionOffer Offer, byte[] Statement)?> Offering { get; set; }

    /// <summary>Whether the pages that are there are named once somebody has joined.</summary>
    public bool NamesViewers { get; set; } = true;

    public bool Unreachable { get; set; }

    /// <summary>A connection comes no sooner than this, however long that takes.</summary>
    public TaskCompletionSource? Dialling { get; set; }

    /// <summary>What happens just before a nameplate is answered.</summary>
    public Action Joining { get; set; } = () => { };

    /// <summary>What happens once the viewers were named on a connection that took its seat again, and before it is answered.</summary>
    public Func<Task> Rejoining { get; set; } = () => Task.CompletedTask;

    /// <summary>It takes calls and never answers.</summary>
    public bool Frozen { get; set; }

    /// <summary>It takes nothing from upload streams.</summary>
    public bool Stuck { get; set; }

    public Func<AgentReport, bool> Answer { get; set; } = _ => true;

    public Func<RatingRequest, bool> AnswerRating { get; set; } = _ => true;

    public ConcurrentQueue<RatingRequest> Ratings { get; } = new();

    /// <summary>What it answers to whoever asks for a proof, and how often that was.</summary>
    public Func<int, Task<InclusionProof?>> AnswerProof { get; set; } = _ => Task.FromResult<InclusionProof?>(null);

    public ConcurrentQueue<InclusionRequest> Proofs { get; } = new();

    public Func<int, bool, bool> AnswerAdmit { get; set; } = (_, _) => true;

    /// <summary>What it answers to handing over.</summary>
    public Func<int, bool> AnswerHandOver { get; set; } = _ => true;

    /// <summary>To whom the session was handed over.</summary>
    public ConcurrentQueue<int> HandOvers { get; } = new();

    /// <summary>What becomes of a message of an exchange on its way to a page; null where it is lost.</summary>
    public Func<byte[], byte[]?> ToViewer { get; set; } = m => m;

    /// <summary>What becomes of a message of an exchange on its way to the Agent; null where it is lost.</summary>
    public Func<byte[], byte[]?> ToAgent { get; set; } = m => m;

    /// <summary>For how long nothing had been heard when a connection was lost.</summary>
    public TimeSpan Silence { get; set; }

    public int Dials { get; private set; }

    public ConcurrentQueue<JoinRequest> Joins { get; } = new();

    public ConcurrentQueue<RejoinRequest> Rejoins { get; } = new();

    public ConcurrentQueue<AgentReport> Reports { get; } = new();

    public ConcurrentQueue<(int Viewer, bool Allowed)> Admits { get; } = new();

    public ConcurrentQueue<TransferReport> Transfers { get; } = new();

    public Func<TransferReport, bool> AnswerTransfer { get; set; } = _ => true;

    public ConcurrentQueue<UseReport> Uses { get; } = new();

    public Func<UseReport, Task<bool>> AnswerUse { get; set; } = _ => Task.FromResult(true);

    /// <summary>Wrapped content keys, each with how many frames had come before it.</summary>
    public ConcurrentQueue<(byte[] Wrapped, int Frames)> RecordKeys { get; } = new();

    public Func<byte[], Task<bool>> AnswerRecordKey { get; set; } = _ => Task.FromResult(true);

    public ConcurrentQueue<(int Viewer, byte[] Message)> Exchanges { get; } = new();

    public ConcurrentQueue<byte[]> Envelopes { get; } = new();

    public bool Closed => Line?.Closed != false;

    /// <summary>Closed without a good-bye.</summary>
    public bool WasCut => Line?.WasCut == true;

    public bool Uploading { get; set; }

    public IEnumerable<EnvelopeHeader> Frames => Envelopes.Select(Head).Where(h => h.Channel == EnvelopeChannel.Frames);

    public async Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        Dials++;
        Agent = events;
        var line = new FakeLine(this, events);
        Line = line;
        if (Dialling is { } until)
        {
            await until.Task;
        }

        return Unreachable ? throw new RelayUnreachableException("nobody there") : line;
    }

    /// <summary>The Relay's signed word on who asks.</summary>
    public byte[] Statement(SessionOffer offer, byte[] transcriptHash) => new AskingStatement(
        offer.Technician, offer.Organisation, offer.CaseNumber, offer.Session, transcriptHash, clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(5),
        offer.Auditors?.Hash()).ToBytes();

    /// <summary>64 bytes of the Relay's key.</summary>
    public static byte[] Sign(byte[] statement) => AskingStatement.Sign(statement, Key);

    /// <summary>A page takes a seat, and the Agent is told where somebody has joined.</summary>
    public int Come(SealedViewer viewer)
    {
        Seat(viewer);
        Agent!.ViewerJoined(viewer.Number);
        return viewer.Number;
    }

    /// <summary>A page leaves its seat.</summary>
    public void Go(SealedViewer viewer)
    {
        Viewers.TryRemove(viewer.Number, out _);
        Agent!.ViewerLeft(viewer.Number);
    }

    /// <summary>A page says something.</summary>
    public void Send(SealedViewer viewer, ControlMessage message) => Agent!.EnvelopeArrived(viewer.Seal(message));

    /// <summary>The connection is lost, and the Agent has heard of it: from here, not from what was under way and fails with it.</summary>
    public void Lose()
    {
        var line = Line!;
        line.Events.ConnectionLost();
        line.Break();
    }

    /// <summary>Carries whatever the Agent has for its viewers by now.</summary>
    public void CarryAll() => Line?.CarryAll();

    /// <summary>A page takes a seat while no Agent hears of it.</summary>
    public void Seat(SealedViewer viewer)
    {
        viewer.Sit(++seats);
        Viewers[viewer.Number] = viewer;
    }

    private void Carry(IRelayEvents agent, int viewer, byte[] message)
    {
        if (ToViewer(message) is not { } there || !Viewers.TryGetValue(viewer, out var page))
        {
            return;
        }

        var answer = page.Exchanged(there);
        if (answer is not null && ToAgent(answer) is { } back)
        {
            agent.Exchanged(viewer, back);
        }

        // The page reports its agreement behind its last message.
        if (answer?[0] == 4 && Offering(page.TranscriptHash!) is { } said)
        {
            agent.Offered(said.Offer, said.Statement, Sign(said.Statement));
            NameViewers(agent);
        }
    }

    private void NameViewers(IRelayEvents agent)
    {
        if (NamesViewers)
        {
            foreach (var number in Viewers.Keys.Order())
            {
                agent.ViewerJoined(number);
            }
        }
    }

    private void Forward(byte[] envelope)
    {
        Envelopes.Enqueue(envelope);
        var head = Head(envelope);
        foreach (var (number, viewer) in Viewers)
        {
            // A page that sits on a newer seat has left this one.
            if (viewer.Number == number && (head.Viewer == 0 || head.Viewer == number))
            {
                viewer.Receive(envelope);
            }
        }
    }

    private static EnvelopeHeader Head(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue();
        return head;
    }

    /// <summary>One connection.</summary>
    internal sealed class FakeLine(FakeRelay relay, IRelayEvents events) : IRelayLink
    {
        private readonly TaskCompletionSource<bool> never = new();
        private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ChannelReader<byte[]>? uploaded;

        public IRelayEvents Events => events;

        public bool Closed { get; private set; }

        public bool WasCut { get; private set; }

        public long LastHeard => relay.clock.GetTimestamp() - relay.Silence.Ticks;

        /// <summary>What is under way on it fails, and what comes.</summary>
        public void Break() => broken.TrySetResult();

        public async Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel)
        {
            relay.Joins.Enqueue(request);
            relay.Joining();
            await Answered();
            return relay.Outcome;
        }

        public async Task<RejoinOutcome> Rejoin(RejoinRequest request, CancellationToken cancel)
        {
            relay.Rejoins.Enqueue(request);
            await Answered();
            if (relay.Again.Seated)
            {
                relay.NameViewers(events);
            }

            await relay.Rejoining();
            return relay.Again;
        }

        public async Task<bool> Report(AgentReport report, AgentLink chain, CancellationToken cancel)
        {
            relay.Reports.Enqueue(report);
            await Answered();
            return relay.Answer(report) && relay.Log.Add(Some.Session, chain, AgentStatement.Of(report));
        }

        public async Task<bool> Admit(int viewer, bool allowed, AgentLink chain, CancellationToken cancel)
        {
            relay.Admits.Enqueue((viewer, allowed));
            await Answered();
            return relay.AnswerAdmit(viewer, allowed);
        }

        public async Task<bool> HandOver(int viewer, AgentLink chain, CancellationToken cancel)
        {
            relay.HandOvers.Enqueue(viewer);
            await Answered();
            return relay.AnswerHandOver(viewer);
        }

        public async Task<bool> Transferred(TransferReport report, AgentLink chain, CancellationToken cancel)
        {
            relay.Transfers.Enqueue(report);
            await Answered();
            return relay.AnswerTransfer(report);
        }

        public async Task<bool> RecordKey(byte[] wrapped, CancellationToken cancel)
        {
            relay.RecordKeys.Enqueue((wrapped, relay.Frames.Count()));
            return await relay.AnswerRecordKey(wrapped).WaitAsync(cancel);
        }

        public async Task<bool> Used(UseReport report, AgentLink chain, CancellationToken cancel)
        {
            relay.Uses.Enqueue(report);
            await Answered();
            return await relay.AnswerUse(report);
        }

        public async Task<bool> Rate(RatingRequest request, CancellationToken cancel)
        {
            relay.Ratings.Enqueue(request);
            await Answered();
            return relay.AnswerRating(request);
        }

        public async Task<InclusionProof?> Prove(InclusionRequest request, CancellationToken cancel)
        {
            relay.Proofs.Enqueue(request);
            await Answered();
            return await relay.AnswerProof(relay.Proofs.Count);
        }

        public async Task Exchange(int viewer, byte[] message, CancellationToken cancel)
        {
            relay.Exchanges.Enqueue((viewer, message));
            await Answered();
            relay.Carry(events, viewer, message);
        }

        public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel)
        {
            relay.Uploading = true;
            uploaded = envelopes;
            while (true)
            {
                var more = relay.Stuck ? never.Task : envelopes.WaitToReadAsync(cancel).AsTask();
                if (await Task.WhenAny(more, broken.Task) == broken.Task)
                {
                    throw new RelayUnreachableException("the connection was lost");
                }

                if (!await more)
                {
                    return;
                }

                CarryAll();
            }
        }

        public void CarryAll()
        {
            lock (relay.carrying)
            {
                while (!relay.Stuck && !broken.Task.IsCompleted && uploaded?.TryRead(out var envelope) == true)
                {
                    relay.Forward(envelope!);
                }
            }
        }

        public void Cut()
        {
            WasCut = true;
            Closed = true;
            Break();
        }

        public ValueTask DisposeAsync()
        {
            Closed = true;
            Break();
            return ValueTask.CompletedTask;
        }

        private async Task Answered()
        {
            if (relay.Frozen)
            {
                await broken.Task;
            }

            if (broken.Task.IsCompleted)
            {
                throw new RelayUnreachableException("the connection was lost");
            }
        }
    }
}
