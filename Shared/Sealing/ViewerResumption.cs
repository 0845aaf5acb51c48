using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>The Viewer's half of the resuming exchange, used once. The new secret replaces the old one at the agreement.</summary>
public sealed class ViewerResumption : Exchange
{
    private readonly ResumptionSecret _secret;
    private readonly byte[] _codecs;
    private readonly ISealingRandom _random;

    private Hello? _theirs;
    private byte[] _product = [];
    private byte[] _name = [];

    /// <summary>Prepares the exchange; the time of <see cref="ExchangeContext.Limit"/> runs from here.</summary>
    public ViewerResumption(
        ExchangeContext context, ResumptionSecret secret, byte[] codecs, TimeProvider clock, ISealingRandom random)
        : base(context, clock)
    {
        _secret = secret;
        _codecs = codecs;
        _random = random;
    }

    private protected override ExchangeStep? Answer(ExchangeMessage message) => message switch
    {
        ExchangeMessage.AgentResume resume when _theirs is null => Prove(resume),
        ExchangeMessage.AgentResumed resumed when _theirs is not null => Finish(_theirs, resumed),
        _ => null,
    };

    private protected override void Forget() => CryptographicOperations.ZeroMemory(_product);

    private ExchangeStep Prove(ExchangeMessage.AgentResume theirs)
    {
        if (!Handshake.SpeaksAlike(Context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        if (_secret.IsForgotten || !theirs.Names.Chunk(ResumptionSecret.NameSize).Any(name => name.AsSpan().SequenceEqual(_secret.Name)))
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
            scalar.TimesBase(), _secret.Name, [], new Hello(Context.ProtocolVersion, _codecs, _random.Bytes(Hello.SaltBytes)));
        _name = Resumption.TranscriptHash(Context, theirs.Share, theirs.Data, mine.Share, mine.Data);
        return new ExchangeStep((mine with { Tag = Resumption.ViewerTag(_secret, _product, _name) }).ToBytes());
    }

    private ExchangeStep Finish(Hello theirs, ExchangeMessage.AgentResumed resumed)
    {
        if (_secret.IsForgotten || !Handshake.Same(Resumption.AgentTag(_secret, _product, _name), resumed.Tag))
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        return Agree(new Agreement(theirs, Resumption.Root(Context, _secret, _product, _name), _name));
    }
}
