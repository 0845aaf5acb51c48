using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>Whether there is no gap in the sequence of any Agent, session by session, as far as entries say that they are links.</summary>
internal sealed class ChainsCheck
{
    private readonly Dictionary<string, ChainCheck> chains = new(StringComparer.Ordinal);

    /// <summary>Takes the next entry, in the log's order.</summary>
    /// <returns>What is wrong with it, if anything is.</returns>
    public ChainFault? Take(EntryFacts entry)
    {
        if (entry.Session is not { } session)
        {
            return null;
        }

        if (!chains.TryGetValue(session, out var chain))
        {
            chains[session] = chain = new ChainCheck();
        }

        return chain.Take(entry) is { } fault ? new ChainFault(entry.Sequence, ChainDamage.NotSigned, Say(fault)) : null;
    }

    private static string Say(LinkFault fault) => fault switch
    {
        LinkFault.NotLinked => "Only the Agent can have stated it, and it is not in the Agent's own sequence.",
        LinkFault.LinkUnreadable => "Its place in the Agent's own sequence is not written as it must be.",
        LinkFault.LinkOutOfTurn => "It is not the next in the Agent's own sequence: one is missing, doubled, or in another's place.",
        LinkFault.LinkWrongPrevious => "It follows another statement of the Agent than the one before it here.",
        LinkFault.LinkOtherKey => "Whoever signed it is not the Agent that the code let in.",
        _ => "What it says was not signed by the Agent of its session.",
    };
}
