using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>The chain of one Agent's session, as a real Agent would keep it.</summary>
/// <param name="key">The Agent's session key.</param>
/// <param name="session">The session.</param>
/// <param name="exchange">32 bytes that name the code exchange.</param>
public sealed class SomeLinks(SessionKey key, Guid session, byte[] exchange)
{
    private byte[] head = AgentLink.NoPrevious;
    private (AgentLink Link, AgentStatement Statement)? made;

    /// <summary>One that nobody has signed.</summary>
    public static AgentLink None { get; } = new(0, AgentLink.NoPrevious, DateTimeOffset.UnixEpoch, [], []);

    /// <summary>The last that counts.</summary>
    public AgentLink? Last { get; private set; }

    /// <summary>How many count.</summary>
    public int Count { get; private set; }

    /// <summary>The link that a statement would be, by the real time.</summary>
    public AgentLink Next(AgentStatement statement) => Next(statement, DateTimeOffset.UtcNow);

    /// <summary>The link that a statement would be.</summary>
    public AgentLink Next(AgentStatement statement, DateTimeOffset at)
    {
        made = (key.Sign(session, exchange, new AgentLink(Count, head, at, [], []), statement), statement);
        return made.Value.Link;
    }

    /// <summary>The one that was made last is in the log, if this is so.</summary>
    /// <returns>What was said.</returns>
    public bool Taken(bool isSo)
    {
        if (isSo && made is var (link, statement))
        {
            (head, Last, Count, made) = (LinkStatement.HashOf(session, exchange, link, statement), link, Count + 1, null);
        }

        return isSo;
    }
}
