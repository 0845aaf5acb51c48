using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// Whether there is no gap in an Agent's sequence: each of its statements among a session's entries is the next link of its chain,
/// signed by the key that passed in the code exchange. What comes behind the last link nobody can miss.
/// </summary>
public sealed class ChainCheck
{
    private AgentChain? chain;

    /// <summary>Whether the Agent keeps a chain: those of before did not.</summary>
    public bool HasChain => chain is not null;

    /// <summary>How many links are good, from the first.</summary>
    public int Count => chain?.Count ?? 0;

    /// <summary>Takes the next entry of the session, in the log's order.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public LinkFault? Take(EntryFacts entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Outcome is AuditOutcome.Success && string.Equals(entry.Action, AuditActions.Of(SessionEvent.Join), StringComparison.Ordinal))
        {
            return Begin(entry);
        }

        if (!LinkEntry.IsIn(entry.Detail))
        {
            return chain is not null && entry.Outcome is AuditOutcome.Success && AgentStatement.IsAgents(entry.Action, entry.Actor) ? LinkFault.NotLinked : null;
        }

        if (chain is null)
        {
            return LinkFault.LinkOtherKey;
        }

        if (LinkEntry.Read(entry.Detail, chain.Last?.Key) is not { } link)
        {
            // Without a link before it there is no key either.
            return chain.Count == 0 && entry.Detail["link"] != "0" ? LinkFault.LinkOutOfTurn : LinkFault.LinkUnreadable;
        }

        var statement = AgentStatement.In(entry.Action, entry.Detail);
        if (chain.Check(link, statement) is { } fault)
        {
            return fault;
        }

        chain.Add(link, statement);
        return null;
    }

    /// <summary>The chain that begins with an Agent's joining.</summary>
    /// <param name="session">The session.</param>
    /// <param name="joined">The details of that entry.</param>
    /// <returns>Null where it does not say that there is one, and whose.</returns>
    public static AgentChain? ChainOf(Guid session, IReadOnlyDictionary<string, string> joined)
    {
        ArgumentNullException.ThrowIfNull(joined);
        return joined.GetValueOrDefault(LinkEntry.Chain) == LinkEntry.Version && Bytes(joined, "exchange") is { Length: 32 } exchange
            && Bytes(joined, "agentKey") is { Length: 16 } mark ? new AgentChain(session, exchange, mark) : null;
    }

    // One code lets one Agent in, once.
    private LinkFault? Begin(EntryFacts entry)
    {
        if (chain is not null)
        {
            return LinkFault.LinkOtherKey;
        }

        if (entry.Detail.ContainsKey(LinkEntry.Chain))
        {
            chain = Guid.TryParseExact(entry.Session, "D", out var session) ? ChainOf(session, entry.Detail) : null;
            return chain is null ? LinkFault.LinkUnreadable : null;
        }

        return null;
    }

    private static byte[]? Bytes(IReadOnlyDictionary<string, string> detail, string key)
    {
        try
        {
            return detail.TryGetValue(key, out var hex) && Convert.FromHexString(hex) is var bytes && Convert.ToHexStringLower(bytes) == hex ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
