using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// The Viewer's keeper of the six digits: gives them out once per try, to one exchange at a time, five times in all,
/// and then has them no more. Only the two ends can judge a try, so the counting that matters is done here.
/// </summary>
public sealed class CodeKeeper
{
    private readonly byte[] _secret;
    private ViewerHandshake? _current;

    /// <summary>Keeps the six digits of <see cref="SessionCode.Secret"/>.</summary>
    public CodeKeeper(string secret)
    {
        _secret = Encoding.ASCII.GetBytes(secret);
    }

    /// <summary>How many exchanges may still be begun.</summary>
    public int TriesLeft { get; private set; } = SessionCode.Tries;

    /// <summary>
    /// Begins an exchange with an Agent. Nothing is spent before the share is sent.
    /// </summary>
    /// <param name="context">As both ends know it.</param>
    /// <param name="nameplate">Four digits.</param>
    /// <param name="codecs">What this Viewer can read.</param>
    /// <param name="clock">For the limit of <see cref="ExchangeContext.Limit"/>.</param>
    /// <param name="random">Where salt and share come from.</param>
    /// <param name="refusal">Busy or NoTriesLeft, where the answer is null: send it as <see cref="Refusal"/> has it.</param>
    public ViewerHandshake? Begin(
        ExchangeContext context, string nameplate, byte[] codecs, TimeProvider clock, ISealingRandom random, out ExchangeFault refusal)
    {
        refusal = TriesLeft == 0 ? ExchangeFault.NoTriesLeft : ExchangeFault.Busy;
        if (TriesLeft == 0 || _current is { Over: false })
        {
            return null;
        }

        _current = new ViewerHandshake(this, context, nameplate, codecs, clock, random);
        return _current;
    }

    /// <summary>The bytes of a refusal.</summary>
    public static byte[] Refusal(ExchangeFault fault) => new ExchangeMessage.Refuse(fault).ToBytes();

    /// <summary>Withdraws the code: it expired, was used, or the technician asked for another.</summary>
    public void Destroy()
    {
        TriesLeft = 0;
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>One try: the generator for this session, and the digits are gone with the fifth. Null when none is left.</summary>
    internal byte[]? Spend(byte[] channel, byte[] session)
    {
        if (TriesLeft == 0)
        {
            return null;
        }

        var generator = CPace.Generator(_secret, channel, session);
        if (--TriesLeft == 0)
        {
            Destroy();
        }

        return generator;
    }
}
