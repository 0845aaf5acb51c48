using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Hostile;

/// <summary>A message of an exchange, and whose page it comes from or goes to.</summary>
internal sealed record Word(int Viewer, byte[] Bytes)
{
    public byte Kind => Bytes.FirstOrDefault();
}

/// <summary>What the Relay says of who asks.</summary>
internal sealed record Offering(SessionOffer Offer, byte[] Statement, byte[] Signature);

/// <summary>
/// A Relay between the real <c>AgentSession</c> and pages of the real sealing. Every way through it passes one of the
/// hooks below; left as they are, it is an honest one. Whoever sets one says <see cref="Strike"/> where it does harm.
/// </summary>
internal sealed class HostileRelay : IRelayDialer
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly ManualClock clock;

    // Held while an envelope is carried: once somebody has gone or a connection is lost, nothing is on its way any more.
    private readonly Lock carrying = new();
    private int seats;
    private int struck;
    private int frames;

    public HostileRelay(ManualClock clock)
    {
        this.clock = clock;
        Technician = new SealedViewer(Some.Session, clock) { Keeper = new CodeKeeper(Some.Code.Secret) };
        Seat(Technician);
        Ticket = new JoinTicket(Some.Session, Technician.Number, PublicKey, Some.Seat);
    }

    public static byte[] PublicKey { get; } = Key.ExportSubjectPublicKeyInfo();

    /// <summary>The genuine page that holds the code; viewer 1.</summary>
    public SealedViewer Technician { get; }

    /// <summary>Who sits where.</summary>
    public ConcurrentDictionary<int, SealedViewer> Pages { get; } = new();

    /// <summary>Pages of the Relay's own: none of them may ever see anything.</summary>
    public List<SealedViewer> Strangers { get; } = [];

    /// <summary>Who hears the present connection.</summary>
    public IRelayEvents Agent { get; private set; } = null!;

    // The hooks, in the order of the journey.
    public JoinTicket Ticket { get; set; }

    public Func<Word, IEnumerable<Word>> FromAgent { get; set; } = word => [word];

    public Func<Word, IEnumerable<Word>> FromPage { get; set; } = word => [word];

    public Func<Offering, IEnumerable<Offering>> Offers { get; set; } = offering => [offering];

    public Func<AgentReport, bool> Answer { get; set; } = _ => true;

    public Func<int, bool, bool> AnswerAdmit { get; set; } = (_, _) => true;

    public Func<byte[], IEnumerable<byte[]>> Down { get; set; } = envelope => [envelope];

    public Func<byte[], IEnumerable<byte[]>> Up { get; set; } = envelope => [envelope];

    public Func<RejoinOutcome> Again { get; set; } = () => new RejoinOutcome(true, null);

    /// <summary>Called once the Agent has its seat again and before any page is named to it.</summary>
    public Action Seated { get; set; } = () => { };

    // What passed, as it was before anybody touched it.
    public ConcurrentQueue<Word> Words { get; } = new();

    public ConcurrentQueue<byte[]> Sent { get; } = new();

    public ConcurrentQueue<byte[]> Received { get; } = new();

    public ConcurrentQueue<AgentReport> Reports { get; } = new();

    public ConcurrentQueue<(int Viewer, bool Allowed)> Admits { get; } = new();

    /// <summary>What either end gave as its reason to break an exchange off.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public int Struck => Volatile.Read(ref struck);

    /// <summary>Frames that have left the Agent and were carried.</summary>
    public int Frames => Volatile.Read(ref frames);

    private Line? Present { get; set; }

    public void Strike() => Interlocked.Increment(ref struck);

    public Task<IRelayLink> Dial(IRelayEvents events, CancellationToken cancel)
    {
        Agent = events;
        Present = new Line(this, events);
        return Task.FromResult<IRelayLink>(Present);
    }

    /// <summary>A statement with the Relay's signature.</summary>
    public static Offering Signed(SessionOffer offer, AskingStatement statement)
    {
        var bytes = statement.ToBytes();
        return new Offering(offer, bytes, AskingStatement.Sign(bytes, Key));
    }

    /// <summary>What an honest Relay says of who asks.</summary>
    public AskingStatement Statement(byte[] transcriptHash)
    {
        var offer = Some.Offer();
        return new AskingStatement(
            offer.Technician, offer.Organisation, offer.CaseNumber, offer.Session, transcriptHash, clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(5));
    }

    /// <summary>A page takes the next seat, and nobody is told.</summary>
    public void Seat(SealedViewer page)
    {
        page.Sit(++seats);
        Pages[page.Number] = page;
    }

    /// <summary>A page takes the next seat, and the Agent is told.</summary>
    public void Come(SealedViewer page)
    {
        Seat(page);
        Agent.ViewerJoined(page.Number);
    }

    /// <summary>A page leaves its seat.</summary>
    public void Go(SealedViewer page)
    {
        lock (carrying)
        {
            Pages.TryRemove(page.Number, out _);
        }

        Agent.ViewerLeft(page.Number);
    }

    /// <summary>A page says something to the Agent.</summary>
    public void Send(SealedViewer page, ControlMessage message)
    {
        var envelope = page.Seal(message);
        Received.Enqueue(envelope);
        foreach (var through in Up(envelope).ToArray())
        {
            Agent.EnvelopeArrived(through);
        }
    }

    /// <summary>The connection is lost; the Agent comes back by itself.</summary>
    public void Lose()
    {
        var line = Present!;
        line.Events.ConnectionLost();
        line.Break();
    }

    /// <summary>Carries whatever the Agent has for its pages by now.</summary>
    public void CarryAll() => Present?.CarryAll();

    /// <summary>An envelope for a page. One whose page has found a fault has ended there.</summary>
    public static void Hand(SealedViewer page, byte[] envelope)
    {
        if (page.Fault is null)
        {
            page.Receive(envelope);
        }
    }

    private static EnvelopeHeader Head(byte[] envelope)
    {
        EnvelopeHeader.TryRead(envelope, out var head).Should().BeTrue("the Agent writes heads that can be read");
        return head;
    }

    private void Carry(IRelayEvents agent, Word said)
    {
        Note(said);
        foreach (var word in FromAgent(said).ToArray())
        {
            if (!Pages.TryGetValue(word.Viewer, out var page) || page.Exchanged(word.Bytes) is not { } answer)
            {
                continue;
            }

            Note(word with { Bytes = answer });
            foreach (var back in FromPage(word with { Bytes = answer }).ToArray())
            {
                agent.Exchanged(back.Viewer, back.Bytes);
            }

            if (answer[0] == 4)
            {
                // The page has agreed and reports it.
                var honest = Signed(Some.Offer(), Statement(page.TranscriptHash!));
                foreach (var offering in Offers(honest).ToArray())
                {
                    agent.Offered(offering.Offer, offering.Statement, offering.Signature);
                }

                NamePages(agent);
            }
        }
    }

    private void Note(Word word)
    {
        Words.Enqueue(word);
        if (word.Bytes is [5, 1, var fault])
        {
            Refusals.Enqueue($"{(ExchangeFault)fault}");
        }
    }

    private void NamePages(IRelayEvents agent)
    {
        foreach (var number in Pages.Keys.Order())
        {
            agent.ViewerJoined(number);
        }
    }

    private void Forward(byte[] envelope)
    {
        Sent.Enqueue(envelope);
        var head = Head(envelope);
        foreach (var through in Down(envelope).ToArray())
        {
            foreach (var (number, page) in Pages)
            {
                if (head.Viewer == 0 || head.Viewer == number)
                {
                    Hand(page, through);
                }
            }
        }

        if (head.Channel == EnvelopeChannel.Frames)
        {
            Interlocked.Increment(ref frames);
        }
    }

    /// <summary>One connection.</summary>
    private sealed class Line(HostileRelay relay, IRelayEvents events) : IRelayLink
    {
        private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ChannelReader<byte[]>? uploaded;

        public IRelayEvents Events => events;

        public long LastHeard => relay.clock.GetTimestamp();

        public void Break()
        {
            lock (relay.carrying)
            {
                broken.TrySetResult();
            }
        }

        public Task<JoinOutcome> Join(JoinRequest request, CancellationToken cancel) =>
            Task.FromResult(new JoinOutcome(null, relay.Ticket));

        public Task<RejoinOutcome> Rejoin(RejoinRequest request, CancellationToken cancel)
        {
            var outcome = relay.Again();
            if (outcome.Seated)
            {
                relay.Seated();
                relay.NamePages(events);
            }

            return Task.FromResult(outcome);
        }

        public Task<bool> Report(AgentReport report, AgentLink chain, CancellationToken cancel)
        {
            relay.Reports.Enqueue(report);
            return Task.FromResult(relay.Answer(report));
        }

        public Task<bool> Admit(int viewer, bool allowed, AgentLink chain, CancellationToken cancel)
        {
            relay.Admits.Enqueue((viewer, allowed));
            return Task.FromResult(relay.AnswerAdmit(viewer, allowed));
        }

        public Task<bool> HandOver(int viewer, AgentLink chain, CancellationToken cancel) => Task.FromResult(false);

        public Task<bool> Used(UseReport report, AgentLink chain, CancellationToken cancel) => Task.FromResult(true);

        public Task<bool> RecordKey(byte[] wrapped, CancellationToken cancel) => Task.FromResult(true);

        public Task<bool> Transferred(TransferReport report, AgentLink chain, CancellationToken cancel) => Task.FromResult(true);

        public Task<bool> Rate(RatingRequest request, CancellationToken cancel) => Task.FromResult(false);

        public Task<InclusionProof?> Prove(InclusionRequest request, CancellationToken cancel) => Task.FromResult<InclusionProof?>(null);

        public Task Exchange(int viewer, byte[] message, CancellationToken cancel)
        {
            relay.Carry(events, new Word(viewer, message));
            return Task.CompletedTask;
        }

        public async Task Upload(ChannelReader<byte[]> envelopes, CancellationToken cancel)
        {
            uploaded = envelopes;
            while (true)
            {
                var more = envelopes.WaitToReadAsync(cancel).AsTask();
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
                while (!broken.Task.IsCompleted && uploaded?.TryRead(out var envelope) == true)
                {
                    relay.Forward(envelope!);
                }
            }
        }

        public void Cut()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
