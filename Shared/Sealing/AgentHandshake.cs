using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Agent's half of the code exchange: made for one Viewer, used once. <see cref="Begin"/>, then
/// <see cref="Exchange.Receive"/> for every message until the step has an agreement or a fault.
/// </summary>
public sealed class AgentHandshake : Exchange, IDisposable
{
    private readonly byte[] _channel;
    private readonly byte[] _session;
    private readonly byte[] _opening;
    private readonly P256Scalar _scalar;
    private readonly ExchangeMessage.AgentShare _mine;

    private ExchangeMessage.ViewerShare? _theirs;
    private byte[] _sessionKey = [];

    /// <summary>Prepares the exchange; the time of <see cref="ExchangeContext.Limit"/> runs from here.</summary>
    /// <param name="context">As both ends know it.</param>
    /// <param name="nameplate">Four digits, as typed.</param>
    /// <param name="secret">Six digits, as typed.</param>
    /// <param name="codecs">Tile codecs that this Agent can write.</param>
    /// <param name="clock">For the limit.</param>
    /// <param name="random">Where salt, opening and share come from.</param>
    /// <param name="keyMark">The mark of the Agent's <see cref="SessionKey"/>, in place of a random salt; null for none.</param>
    public AgentHandshake(
        ExchangeContext context,
        string nameplate,
        string secret,
        byte[] codecs,
        TimeProvider clock,
        ISealingRandom random,
        byte[]? keyMark = null)
        : base(context, clock)
    {
        _channel = context.Channel(nameplate);
        var hello = new Hello(context.ProtocolVersion, codecs, keyMark ?? random.Bytes(Hello.SaltBytes));
        _session = Handshake.SessionName(context, hello);
        _opening = random.Bytes(Handshake.OpeningSize);
        _scalar = random.Scalar();
        var digits = Encoding.ASCII.GetBytes(secret);
        var generator = CPace.Generator(digits, _channel, _session);
        CryptographicOperations.ZeroMemory(digits);
        _mine = new ExchangeMessage.AgentShare(Handshake.Commit(_opening), _scalar.Times(generator), hello);
    }

    /// <summary>The first message.</summary>
    public byte[] Begin() => _mine.ToBytes();

    /// <summary>As <see cref="Exchange.GiveUp"/>.</summary>
    public void Dispose() => GiveUp();

    private protected override ExchangeStep? Answer(ExchangeMessage message) => message switch
    {
        ExchangeMessage.ViewerShare share when _theirs is null => Confirm(share),
        ExchangeMessage.ViewerConfirm confirm when _theirs is not null => Finish(_theirs, confirm),
        _ => null,
    };

    private protected override void Forget()
    {
        _scalar.Dispose();
        CryptographicOperations.ZeroMemory(_sessionKey);
    }

    private ExchangeStep Confirm(ExchangeMessage.ViewerShare theirs)
    {
        if (!Handshake.SpeaksAlike(Context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        var product = _scalar.TimesVerified(theirs.Share);
        if (product is null)
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        _theirs = theirs;
        var transcript = LengthValue.Transcript(_mine.Share, _mine.Data, theirs.Share, theirs.Data);
        _sessionKey = CPace.SessionKey(_session, product, transcript);
        var tag = CPace.Confirm(_session, _sessionKey, _mine.Share, _mine.Data);
        return new ExchangeStep(new ExchangeMessage.AgentConfirm(_opening, tag).ToBytes());
    }

    private ExchangeStep Finish(ExchangeMessage.ViewerShare theirs, ExchangeMessage.ViewerConfirm confirm)
    {
        if (!Handshake.Same(CPace.Confirm(_session, _sessionKey, theirs.Share, theirs.Data), confirm.Tag))
        {
            return Fail(ExchangeFault.WrongCode);
        }

        var name = Handshake.TranscriptHash(_channel, _session, _mine, theirs, _opening);
        return Agree(new Agreement(theirs.Hello, Handshake.Root(Context, _sessionKey, name), name));
    }
}
