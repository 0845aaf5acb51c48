using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>The Viewer's half of the code exchange, from <see cref="CodeKeeper.Begin"/>: used once.</summary>
public sealed class ViewerHandshake : Exchange
{
    private readonly CodeKeeper _keeper;
    private readonly byte[] _channel;
    private readonly byte[] _codecs;
    private readonly ISealingRandom _random;

    private ExchangeMessage.AgentShare? _theirs;
    private ExchangeMessage.ViewerShare? _mine;
    private byte[] _session = [];
    private byte[] _sessionKey = [];

    internal ViewerHandshake(
        CodeKeeper keeper, ExchangeContext context, string nameplate, byte[] codecs, TimeProvider clock, ISealingRandom random)
        : base(context, clock)
    {
        _keeper = keeper;
        _channel = context.Channel(nameplate);
        _codecs = codecs;
        _random = random;
    }

    private protected override ExchangeStep? Answer(ExchangeMessage message) => message switch
    {
        ExchangeMessage.AgentShare share when _theirs is null => Share(share),
        ExchangeMessage.AgentConfirm confirm when _theirs is not null => Finish(_theirs, _mine!, confirm),
        _ => null,
    };

    private protected override void Forget() => CryptographicOperations.ZeroMemory(_sessionKey);

    private ExchangeStep Share(ExchangeMessage.AgentShare theirs)
    {
        if (!Handshake.SpeaksAlike(Context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        if (!P256Point.IsValid(theirs.Share))
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        _session = Handshake.SessionName(Context, theirs.Hello);
        var generator = _keeper.Spend(_channel, _session); // from here on the try is gone, whatever comes
        if (generator is null)
        {
            return Fail(ExchangeFault.NoTriesLeft);
        }

        using var scalar = _random.Scalar();
        _theirs = theirs;
        _mine = new ExchangeMessage.ViewerShare(
            scalar.Times(generator), new Hello(Context.ProtocolVersion, _codecs, _random.Bytes(Hello.SaltBytes)));
        var transcript = LengthValue.Transcript(theirs.Share, theirs.Data, _mine.Share, _mine.Data);
        _sessionKey = CPace.SessionKey(_session, scalar.TimesVerified(theirs.Share)!, transcript);
        return new ExchangeStep(_mine.ToBytes());
    }

    private ExchangeStep Finish(ExchangeMessage.AgentShare theirs, ExchangeMessage.ViewerShare mine, ExchangeMessage.AgentConfirm confirm)
    {
        if (!Handshake.Same(CPace.Confirm(_session, _sessionKey, theirs.Share, theirs.Data), confirm.Tag))
        {
            return Fail(ExchangeFault.WrongCode);
        }

        if (!Handshake.Same(Handshake.Commit(confirm.Opening), theirs.Commitment))
        {
            return Fail(ExchangeFault.BrokenCommitment);
        }

        var name = Handshake.TranscriptHash(_channel, _session, theirs, mine, confirm.Opening);
        _keeper.Destroy();
        return Agree(
            new Agreement(theirs.Hello, Handshake.Root(Context, _sessionKey, name), name),
            new ExchangeMessage.ViewerConfirm(CPace.Confirm(_session, _sessionKey, mine.Share, mine.Data)).ToBytes());
    }
}
