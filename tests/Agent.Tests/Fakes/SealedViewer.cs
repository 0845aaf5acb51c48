using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>
/// A technician's page, made of the product's own sealing: it agrees by the code, resumes with what it has, and opens
/// and remembers all that a technician would see. From any thread.
/// </summary>
/// <remarks>
/// <see cref="Sit"/> on each connection, <see cref="Exchanged"/> and <see cref="Receive"/> for what comes,
/// <see cref="Seal"/> for what goes.
/// </remarks>
internal sealed class SealedViewer(Guid session, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<ControlMessage> heard = [];
    private readonly List<FramePart> parts = [];
    private readonly List<byte[]> bodies = [];
    private readonly List<uint> contentKeys = [];
    private FrameOpener frames = new(HubContract.ProtocolVersion, session);
    private ControlSealer? sealer;
    private ControlOpener? opener;
    private ViewerHandshake? handshake;
    private ViewerResumption? resumption;
    private uint commands;

    /// <summary>Its seat; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>The six digits and their tries; null where this page holds no code.</summary>
    public CodeKeeper? Keeper { get; set; }

    /// <summary>The nameplate that belongs to <see cref="Keeper"/>.</summary>
    public string Nameplate { get; set; } = Some.Code.Nameplate;

    /// <summary>What it says that it reads.</summary>
    public byte[] Codecs { get; set; } = [.. TileCodecs.Ids];

    /// <summary>The version that it speaks.</summary>
    public ushort Version { get; set; } = HubContract.ProtocolVersion;

    /// <summary>How it can resume; null where it cannot.</summary>
    public ResumptionSecret? Secret { get; set; }

    /// <summary>Of the code exchange.</summary>
    public ComparisonWords? Words { get; private set; }

    /// <summary>Of the last exchange that came to an agreement.</summary>
    public byte[]? TranscriptHash { get; private set; }

    /// <summary>Why the last exchange came to nothing.</summary>
    public ExchangeFault? Refusal { get; private set; }

    /// <summary>The first envelope that did not open, other than for want of its content key.</summary>
    public SealingFault? Fault { get; private set; }

    /// <summary>Whether there are keys for this connection.</summary>
    public bool HasKeys => opener is not null;

    /// <summary>Told the keys of each connection, as long as they are there.</summary>
    public Action<KeySchedule> Keyed { get; set; } = _ => { };

    /// <summary>Envelopes that came while it had nothing to open them with.</summary>
    public int Unreadable { get; private set; }

    /// <summary>What the Agent said on the control channel, content keys left out.</summary>
    public IReadOnlyList<ControlMessage> Heard => Copy(heard);

    /// <summary>Every part of a frame that could be opened.</summary>
    public IReadOnlyList<FramePart> Parts => Copy(parts);

    /// <summary>The same as they were opened, to be decoded.</summary>
    public IReadOnlyList<byte[]> Bodies => Copy(bodies);

    /// <summary>Ids of the content keys that it was given.</summary>
    public IReadOnlyList<uint> ContentKeys => Copy(contentKeys);

    /// <summary>A new connection: keys and counters of the one before are gone.</summary>
    /// <param name="number">The Relay's number for it.</param>
    public void Sit(int number)
    {
        lock (gate)
        {
            Number = number;
            frames.Dispose();
            frames = new FrameOpener(HubContract.ProtocolVersion, session);
            Unkey();
        }
    }

    /// <summary>A message of an exchange has come.</summary>
    /// <returns>The answer, if there is one.</returns>
    public byte[]? Exchanged(byte[] message)
    {
        lock (gate)
        {
            var context = new ExchangeContext(Version, session, (uint)Number);
            switch (message.FirstOrDefault())
            {
                case 1 when Keeper is null:
                    return CodeKeeper.Refusal(ExchangeFault.NoTriesLeft);
                case 1:
                    handshake = Keeper.Begin(context, Nameplate, Codecs, clock, PlatformRandom.Instance, out var refusal);
                    return handshake is null ? CodeKeeper.Refusal(refusal) : Taken(handshake.Receive(message), byCode: true);
                case 3 when handshake is not null:
                    return Taken(handshake.Receive(message), byCode: true);
                case 17 when Secret is null:
                    return CodeKeeper.Refusal(ExchangeFault.NothingToResume);
                case 17:
                    resumption = new ViewerResumption(context, Secret, Codecs, clock, PlatformRandom.Instance);
                    return Taken(resumption.Receive(message), byCode: false);
                case 19 when resumption is not null:
                    return Taken(resumption.Receive(message), byCode: false);
                default:
                    Refusal = message.Length == 3 ? (ExchangeFault)message[2] : ExchangeFault.Malformed;
                    return null;
            }
        }
    }

    /// <summary>An envelope of the Agent has come, for this viewer or for all.</summary>
    public void Receive(byte[] envelope)
    {
        lock (gate)
        {
            if (opener is null)
            {
                Unreadable++;
                return;
            }

            // One without a readable head belongs to neither channel, and either opener names it.
            if (EnvelopeHeader.TryRead(envelope, out var head) && head.Channel == EnvelopeChannel.Control)
            {
                var wrong = opener.Open(envelope, out var body);
                Fault ??= wrong;
                Hear(body);
                return;
            }

            var fault = frames.Open(envelope, out var part);
            if (fault is null)
            {
                parts.Add(FrameParts.Read(part)!);
                bodies.Add(part);
            }
            else if (fault == SealingFault.NoKey)
            {
                Unreadable++;
            }
            else
            {
                Fault ??= fault;
            }
        }
    }

    /// <summary>An envelope for the Agent.</summary>
    public byte[] Seal(ControlMessage message)
    {
        lock (gate)
        {
            sealer!.Seal(message.ToBytes(), out var envelope).Should().BeNull();
            return envelope;
        }
    }

    /// <summary>The next command.</summary>
    public ControlMessage.Command Command(ViewerCommand command) => new(++commands, command.ToBytes());

    private List<T> Copy<T>(List<T> list)
    {
        lock (gate)
        {
            return [.. list];
        }
    }

    private byte[]? Taken(ExchangeStep step, bool byCode)
    {
        Refusal = step.Fault ?? Refusal;
        if (step.Agreement is { } agreement)
        {
            Unkey();
            opener = new ControlOpener(agreement.Keys.ControlToViewer, (uint)Number);
            sealer = new ControlSealer(agreement.Keys.ControlToAgent, (uint)Number);
            Secret = agreement.Keys.Resumption;
            TranscriptHash = agreement.TranscriptHash;
            Keyed(agreement.Keys);
            if (byCode)
            {
                Words = agreement.Keys.Words;
            }
        }

        return step.Reply;
    }

    private void Hear(byte[] body)
    {
        if (ContentKey.Read(body) is { } key)
        {
            contentKeys.Add(key.Id);
            frames.Add(key).Should().BeTrue("content keys only rise");
        }
        else if (ControlMessage.Read(body) is { } message)
        {
            heard.Add(message);
        }
    }

    private void Unkey()
    {
        opener?.Dispose();
        opener = null;
        sealer?.Dispose();
        sealer = null;
    }
}
