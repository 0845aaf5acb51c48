namespace RemoteAssist.Agent;

/// <summary>The Agent's monotonic clock, as frames and pongs carry it.</summary>
internal static class AgentClock
{
    /// <summary>Microseconds since some moment that stays the same while the computer runs.</summary>
    public static ulong Microseconds(TimeProvider clock) =>
        (ulong)((UInt128)(ulong)clock.GetTimestamp() * 1_000_000 / (ulong)clock.TimestampFrequency);
}
