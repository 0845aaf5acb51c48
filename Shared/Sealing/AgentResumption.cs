using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Agent's half of the resuming exchange: made for one Viewer that has come, used once. The Agent keeps the old
/// secret until the first control envelope under the new keys has been opened: its last message may be lost.
/// </summary>
public sealed class AgentResumption : Exchange, IDisposable
{
    private readonly IReadOnlyList<ResumptionSecret> _secrets;
    private readonly P256Scalar _scalar;
    private readonly ExchangeMessage.AgentResume _mine;

    /// <summary>Prepares the exchange; the time of <see cref="ExchangeContext.Limit"/> runs from here.</summary>
    /// <param name="context">As both ends know it, with the number of the Viewer that has come.</param>
    /// <param name="secrets">Those of the Viewers that are gone, 1 to 8. One that is forgotten meanwhile resumes nothing.</param>
    /// <param name="codecs">Tile codecs that this Agent can write.</param>
    /// <param name="clock">For the limit.</param>
    /// <param name="random">Where salt and share come from.</param>
    public AgentResumption(
        ExchangeContext context, IReadOnlyList<ResumptionSecret> secrets, byte[] codecs, TimeProvider clock, ISealingRandom random)
        : base(context, clock)
    {
        if (secrets.Count is 0 or > ExchangeMessage.AgentResume.MaxNames)
        {
            throw new ArgumentException("1 to 8 secrets.", nameof(secrets));
        }

        _secrets = secrets;
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

    /// <summary>As <see cref="Exchange.GiveUp"/>.</summary>
    public void Dispose() => GiveUp();

    private protected override ExchangeStep? Answer(ExchangeMessage message) =>
        message is ExchangeMessage.ViewerResume theirs ? Finish(theirs) : null;

    private protected override void Forget() => _scalar.Dispose();

    private ExchangeStep Finish(ExchangeMessage.ViewerResume theirs)
    {
        if (!Handshake.SpeaksAlike(Context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        var secret = _secrets.FirstOrDefault(known => !known.IsForgotten && known.Name.AsSpan().SequenceEqual(theirs.Name));
        if (secret is null)
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        var product = _scalar.TimesVerified(theirs.Share);
        if (product is null)
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        var name = Resumption.TranscriptHash(Context, _mine.Share, _mine.Data, theirs.Share, theirs.Data);
        if (!Handshake.Same(Resumption.ViewerTag(secret, product, name), theirs.Tag))
        {
            return Fail(ExchangeFault.NothingToResume);
        }

        Resumed = secret;
        return Agree(
            new Agreement(theirs.Hello, Resumption.Root(Context, secret, product, name), name),
            new ExchangeMessage.AgentResumed(Resumption.AgentTag(secret, product, name)).ToBytes());
    }
}
