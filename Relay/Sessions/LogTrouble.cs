using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// What a session owes the log while that cannot be written: entries for what was tried or happened meanwhile, and
/// an end that must still come. Until it is paid no frame passes and no step is taken.
/// </summary>
internal sealed class LogTrouble
{
    /// <summary>How often the log is tried again.</summary>
    public static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    /// <summary>Entries that may be owed. A session that owes more has seen too much unrecorded and ends.</summary>
    public const int MaxOwed = 32;

    public Queue<PendingEntry> Owed { get; } = new();

    public (EndReason Reason, Actor By, SealingFault? Fault)? OwedEnd { get; set; }

    /// <summary>The link of the Agent's chain that the owed end is, where the Agent stated it.</summary>
    public AgentLink? OwedLink { get; set; }

    public DateTimeOffset RetryAt { get; set; }
}
