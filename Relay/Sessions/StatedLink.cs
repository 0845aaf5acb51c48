using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>The link that came with what an Agent states, for as long as its call is done: the entry of the statement gets it.</summary>
/// <param name="session">Of which session.</param>
/// <param name="action">The action of that entry.</param>
/// <param name="link">As it came.</param>
internal sealed class StatedLink(ActiveSession session, string action, AgentLink link)
{
    public AgentLink Link => link;

    /// <summary>Whether its entry is in the log.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Why its entry was not written.</summary>
    public LinkFault? Fault { get; set; }

    /// <summary>Whether the call has been answered: what it began goes on without it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether an entry that is to be written is that of the statement. The end of a session can be somebody else's.</summary>
    public bool IsOf(ActiveSession its, PendingEntry entry) =>
        its == session && !IsTaken && string.Equals(entry.Action, action, StringComparison.Ordinal) && AgentStatement.IsAgents(entry.Action, entry.Actor);
}
