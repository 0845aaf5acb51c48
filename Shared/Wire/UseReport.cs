using RemoteAssist.Shared.Input;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// How much of pointer and keyboard the Agent has injected for technicians, counted and signed by it. An interval of use is
/// opened before its first event is done, counted at least every ten seconds while something is done in it, and closed.
/// </summary>
/// <param name="Number">Which report of this session, from 1 without a gap.</param>
/// <param name="Interval">Which interval of use of this session, from 1 without a gap.</param>
/// <param name="Step">Whether it is opened, goes on, or is closed.</param>
/// <param name="At">When it was signed, by the customer's clock; counts to the millisecond.</param>
/// <param name="Counts">All that was injected since the interval was opened.</param>
/// <param name="Key">The Agent's session key, SubjectPublicKeyInfo.</param>
/// <param name="Signature">64 bytes, by <see cref="Sealing.UseStatement"/>.</param>
public sealed record UseReport(int Number, int Interval, UseStep Step, DateTimeOffset At, InputCounts Counts, byte[] Key, byte[] Signature)
{
    /// <summary>What was injected is in the log after this many seconds at the latest; else nothing more is injected.</summary>
    public const int MostSecondsUncounted = 10;
}

/// <summary>What an interval of use comes to. The numbers are signed.</summary>
public enum UseStep
{
    /// <summary>It begins: nothing was injected in it yet, and nothing is before this is in the log.</summary>
    Opened = 1,

    /// <summary>It goes on, and has come this far.</summary>
    Counted = 2,

    /// <summary>It is over; this is all of it.</summary>
    Closed = 3,
}
