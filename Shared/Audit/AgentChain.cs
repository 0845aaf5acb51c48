using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Audit;

/// <summary>How far one Agent's chain has come, as whoever checks it knows it.</summary>
/// <param name="session">The session.</param>
/// <param name="exchange">32 bytes that name its code exchange.</param>
/// <param name="mark">The mark of the Agent's session key, as it passed in that exchange.</param>
public sealed class AgentChain(Guid session, byte[] exchange, byte[] mark)
{
    private byte[] head = AgentLink.NoPrevious;

    /// <summary>How many links there are.</summary>
    public int Count => (Last?.Number ?? -1) + 1;

    /// <summary>The last of them.</summary>
    public AgentLink? Last { get; private set; }

    /// <summary>Whether this is the last link, said again.</summary>
    public bool IsLast(AgentLink link) =>
        Last is { } last && last.Number == link.Number && last.Signature.AsSpan().SequenceEqual(link.Signature);

    /// <summary>What is wrong with a link that ought to be the next, but for its signature; null where nothing is.</summary>
    public LinkFault? Place(AgentLink link) =>
        link.Previous.Length != AgentLink.HashBytes || link.Signature.Length != AgentLink.SignatureBytes || link.At < DateTimeOffset.UnixEpoch ? LinkFault.LinkUnreadable
        : link.Number != Count ? LinkFault.LinkOutOfTurn
        : !link.Previous.AsSpan().SequenceEqual(head) ? LinkFault.LinkWrongPrevious
        : !SessionKey.MarkOf(link.Key).AsSpan().SequenceEqual(mark) ? LinkFault.LinkOtherKey
        : null;

    /// <summary>What is wrong with a link that ought to be the next; null where nothing is.</summary>
    public LinkFault? Check(AgentLink link, AgentStatement statement) =>
        Place(link) ?? (LinkStatement.IsSigned(session, exchange, link, statement) ? null : LinkFault.LinkNotSigned);

    /// <summary>It is there.</summary>
    public void Add(AgentLink link, AgentStatement statement)
    {
        head = LinkStatement.HashOf(session, exchange, link, statement);
        Last = link;
    }
}
