namespace RemoteAssist.Shared.Sealing;

/// <summary>What the four exchanges have in common: one message after the other, in time, until the end. Used once; not thread-safe.</summary>
public abstract class Exchange
{
    private readonly TimeProvider _clock;
    private readonly long _began;
    private bool _ended;

    private protected Exchange(ExchangeContext context, TimeProvider clock)
    {
        Context = context;
        _clock = clock;
        _began = clock.GetTimestamp();
    }

    /// <summary>Whether it has ended, well or not, or out of time: the next one may begin.</summary>
    public bool Over => _ended || IsLate;

    private protected ExchangeContext Context { get; }

    private bool IsLate => _clock.GetElapsedTime(_began) > ExchangeContext.Limit;

    /// <summary>Takes the next message of the other end.</summary>
    public ExchangeStep Receive(ReadOnlySpan<byte> bytes)
    {
        if (_ended)
        {
            return new ExchangeStep(Fault: ExchangeFault.OutOfTurn);
        }

        if (IsLate)
        {
            return Fail(ExchangeFault.Late);
        }

        return ExchangeMessage.Read(bytes, out var fault) switch
        {
            null => Fail(fault),
            ExchangeMessage.Refuse refuse => Fail(refuse.Fault, byOtherEnd: true),
            { } message => Answer(message) ?? Fail(ExchangeFault.OutOfTurn),
        };
    }

    /// <summary>Ends it from this side; nothing more is taken, and what is secret is forgotten.</summary>
    public void GiveUp()
    {
        _ended = true;
        Forget();
    }

    /// <summary>The message is of an exchange, in time, and no refusal. Null where it is not its turn.</summary>
    private protected abstract ExchangeStep? Answer(ExchangeMessage message);

    /// <summary>Forgets what is secret.</summary>
    private protected abstract void Forget();

    /// <summary>The end without an agreement. What the other end refused is not refused back.</summary>
    private protected ExchangeStep Fail(ExchangeFault fault, bool byOtherEnd = false)
    {
        GiveUp();
        return new ExchangeStep(byOtherEnd ? null : CodeKeeper.Refusal(fault), Fault: fault, ByOtherEnd: byOtherEnd);
    }

    /// <summary>The end that was wanted.</summary>
    private protected ExchangeStep Agree(Agreement agreement, byte[]? reply = null)
    {
        GiveUp();
        return new ExchangeStep(reply, agreement);
    }
}
