using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Agent's half of the resuming exchange: made for one Viewer that has come, used once. The Agent keeps the old
/// secret until the first control envelope under the new keys has been opened: its last message may be lost.
/// </summary>
public sealed class AgentResumption : IDisposable
{
    private readonly ExchangeContext _context;
    private readonly IReadOnlyList<ResumptionSecret> _secrets;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly P256Scalar _scalar;
    private readonly ExchangeMessage.AgentResume _mine;
    private bool _over;

    /// <summary>Prepares the exchange; the time of <see cref="ExchangeContext.Limit"/> runs from here.</summary>
    /// <param name="context">As both ends know it, with the number of the Viewer that has come.</param>
    /// <param name="secrets">Those of the Viewers that are gone, 1 to 8.</param>
    /// <param name="codecs">Tile codecs that this Agent can write.</param>
    /// <param name="clock">For the limit.</param>
    /// <param name="random">Where salt and share come from.</param>
    public AgentResumption(
        ExchangeContext context, IReadOnlyList<ResumptionSecret> secrets, byte[] codecs, TimeProvider clock, ISealingRandom random)
    {
        if (secrets.Count is 0 or > ExchangeMessage.AgentResume.MaxNames)
        {
            throw new ArgumentException("1 to 8 secrets.", nameof(secrets));
        }

        _context = context;
        _secrets = secrets;
        _clock = clock;
        _began = clock.GetTimestamp();
        _scalar = random.Scalar();
        _mine = new ExchangeMessage.AgentResume(
            _scalar.TimesBase(),
            [.. secrets.SelectMany(secret => secret.Name)],
            new Hello(context.ProtocolVersion, codecs, random.Bytes(Hello.SaltBytes)));
    }

    /// <summary>Which of the secrets the Viewer proved to have; there with the agreement.</summary>
    public ResumptionSecret? Resumed { get; private set; }

    /// <summary>The first message.</summary>
    public byte[] Begin() => _mine.ToBytes();

    /// <summary>Takes the Viewer's message.</summary>
    public ExchangeStep Receive(ReadOnlySpan<byte> bytes)
    {
        if (_over)
        {
            return new ExchangeStep(Fault: ExchangeFault.OutOfTurn);
        }

        if (_clock.GetElapsedTime(_began) > ExchangeContext.Limit)
        {
            return Fail(ExchangeFault.Late);
        }

        return ExchangeMessage.Read(bytes, out var fault) switch
        {
            null => Fail(fault),
            ExchangeMessage.Refuse refuse => Fail(refuse.Fault, byOtherEnd: true),
            ExchangeMessage.ViewerResume theirs => Finish(theirs),
            _ => Fail(ExchangeFault.OutOfTurn),
        };
    }

    /// <summary>Forgets what is secret.</summary>
    public void Dispose()
    {
        _over = true;
        _scalar.Dispose();
    }

    private ExchangeStep Finish(ExchangeMessage.ViewerResume theirs)
    {
        if (!Handshake.SpeaksAlike(_context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        var secret = _secrets.FirstOrDefault(known => known.Name.AsSpan().SequenceEqual(theirs.Name));
        if (secret is null)
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        var product = _scalar.TimesVerified(theirs.Share);
        if (product is null)
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        var name = Resumption.TranscriptHash(_context, _mine.Share, _mine.Data, theirs.Share, theirs.Data);
        if (!Handshake.Same(Resumption.ViewerTag(secret, product, name), theirs.Tag))
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        Dispose();
        Resumed = secret;
        return new ExchangeStep(
            new ExchangeMessage.AgentResumed(Resumption.AgentTag(secret, product, name)).ToBytes(),
            new Agreement(theirs.Hello, Resumption.Root(_context, secret, product, name), name));
    }

    private ExchangeStep Fail(ExchangeFault fault, bool byOtherEnd = false)
    {
        Dispose();
        return new ExchangeStep(byOtherEnd ? null : CodeKeeper.Refusal(fault), Fault: fault, ByOtherEnd: byOtherEnd);
    }
}
