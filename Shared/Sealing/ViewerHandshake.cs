using System.Security.Cryptography;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>The Viewer's half of the code exchange, from <see cref="CodeKeeper.Begin"/>: used once.</summary>
public sealed class ViewerHandshake
{
    private readonly CodeKeeper _keeper;
    private readonly ExchangeContext _context;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly byte[] _channel;
    private readonly byte[] _codecs;
    private readonly ISealingRandom _random;

    private ExchangeMessage.AgentShare? _theirs;
    private ExchangeMessage.ViewerShare? _mine;
    private byte[] _session = [];
    private byte[] _sessionKey = [];
    private bool _ended;

    internal ViewerHandshake(
        CodeKeeper keeper, ExchangeContext context, string nameplate, byte[] codecs, TimeProvider clock, ISealingRandom random)
    {
        _keeper = keeper;
        _context = context;
        _clock = clock;
        _began = clock.GetTimestamp();
        _channel = context.Channel(nameplate);
        _codecs = codecs;
        _random = random;
    }

    /// <summary>Whether it has ended, well or not, or out of time: the next one may begin.</summary>
    public bool Over => _ended || _clock.GetElapsedTime(_began) > ExchangeContext.Limit;

    /// <summary>Takes the next message of the Agent.</summary>
    public ExchangeStep Receive(ReadOnlySpan<byte> bytes)
    {
        if (_ended)
        {
            return new ExchangeStep(Fault: ExchangeFault.OutOfTurn);
        }

        if (Over)
        {
            return Fail(ExchangeFault.Late);
        }

        return ExchangeMessage.Read(bytes, out var fault) switch
        {
            null => Fail(fault),
            ExchangeMessage.Refuse refuse => Fail(refuse.Fault, byOtherEnd: true),
            ExchangeMessage.AgentShare share when _theirs is null => Answer(share),
            ExchangeMessage.AgentConfirm confirm when _theirs is not null => Finish(_theirs, _mine!, confirm),
            _ => Fail(ExchangeFault.OutOfTurn),
        };
    }

    /// <summary>Ends it from this side; nothing more is taken.</summary>
    public void GiveUp()
    {
        _ended = true;
        CryptographicOperations.ZeroMemory(_sessionKey);
    }

    private ExchangeStep Answer(ExchangeMessage.AgentShare theirs)
    {
        if (!Handshake.SpeaksAlike(_context, theirs.Hello))
        {
            return Fail(ExchangeFault.OtherVersion);
        }

        if (!P256Point.IsValid(theirs.Share))
        {
            return Fail(ExchangeFault.InvalidShare);
        }

        _session = Handshake.SessionName(_context, theirs.Hello);
        var generator = _keeper.Spend(_channel, _session); // from here on the try is gone, whatever comes
        if (generator is null)
        {
            return Fail(ExchangeFault.NoTriesLeft);
        }

        using var scalar = _random.Scalar();
        _theirs = theirs;
        _mine = new ExchangeMessage.ViewerShare(
            scalar.Times(generator), new Hello(_context.ProtocolVersion, _codecs, _random.Bytes(Hello.SaltBytes)));
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
        var step = new ExchangeStep(
            new ExchangeMessage.ViewerConfirm(CPace.Confirm(_session, _sessionKey, mine.Share, mine.Data)).ToBytes(),
            new Agreement(theirs.Hello, Handshake.Root(_context, _sessionKey, name), name));
        _keeper.Destroy();
        GiveUp();
        return step;
    }

    private ExchangeStep Fail(ExchangeFault fault, bool byOtherEnd = false)
    {
        GiveUp();
        return new ExchangeStep(byOtherEnd ? null : CodeKeeper.Refusal(fault), Fault: fault, ByOtherEnd: byOtherEnd);
    }
}
