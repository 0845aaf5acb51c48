using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>The Viewer's half of the resuming exchange, used once. The new secret replaces the old one at the agreement.</summary>
public sealed class ViewerResumption
{
    private readonly ExchangeContext _context;
    private readonly ResumptionSecret _secret;
    private readonly byte[] _codecs;
    private readonly TimeProvider _clock;
    private readonly ISealingRandom _random;
    private readonly long _began;

    private Hello? _theirs;
    private byte[] _product = [];
    private byte[] _name = [];
    private bool _over;

    /// <summary>Prepares the exchange; the time of <see cref="ExchangeContext.Limit"/> runs from here.</summary>
    public ViewerResumption(
        ExchangeContext context, ResumptionSecret secret, byte[] codecs, TimeProvider clock, ISealingRandom random)
    {
        _context = context;
        _secret = secret;
        _codecs = codecs;
        _clock = clock;
        _random = random;
        _began = clock.GetTimestamp();
    }

    /// <summary>Takes the next message of the Agent.</summary>
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
            ExchangeMessage.AgentResume resume when _theirs is null => Answer(resume),
            ExchangeMessage.AgentResumed resumed when _theirs is not null => Finish(_theirs, resumed),
            _ => Fail(ExchangeFault.OutOfTurn),
        };
    }

    /// <summary>Ends it from this side; nothing more is taken.</summary>
    public void GiveUp()
    {
        _over = true;
        CryptographicOperations.ZeroMemory(_product);
    }

    private ExchangeStep Answer(ExchangeMessage.AgentResume theirs)
    {
        if (!Handshake.SpeaksAlike(_context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        if (!theirs.Names.Chunk(ResumptionSecret.NameSize).Any(name => name.AsSpan().SequenceEqual(_secret.Name)))
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        using var scalar = _random.Scalar();
        var product = scalar.TimesVerified(theirs.Share);
        if (product is null)
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        _theirs = theirs.Hello;
        _product = product;
        var mine = new ExchangeMessage.ViewerResume(
            scalar.TimesBase(), _secret.Name, [], new Hello(_context.ProtocolVersion, _codecs, _random.Bytes(Hello.SaltBytes)));
        _name = Resumption.TranscriptHash(_context, theirs.Share, theirs.Data, mine.Share, mine.Data);
        return new ExchangeStep((mine with { Tag = Resumption.ViewerTag(_secret, _product, _name) }).ToBytes());
    }

    private ExchangeStep Finish(Hello theirs, ExchangeMessage.AgentResumed resumed)
    {
        if (!Handshake.Same(Resumption.AgentTag(_secret, _product, _name), resumed.Tag))
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        var agreement = new Agreement(theirs, Resumption.Root(_context, _secret, _product, _name), _name);
        GiveUp();
        return new ExchangeStep(Agreement: agreement);
    }

    private ExchangeStep Fail(ExchangeFault fault, bool byOtherEnd = false)
    {
        GiveUp();
        return new ExchangeStep(byOtherEnd ? null : CodeKeeper.Refusal(fault), Fault: fault, ByOtherEnd: byOtherEnd);
    }
}
