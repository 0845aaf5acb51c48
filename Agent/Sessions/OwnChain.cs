using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// The Agent's own chain: all that it states about its session, numbered, each with the hash of the one before, signed by the key
/// that passed in the code exchange. <c>1 its turn   2 signed   3 said   4 answered: in the log, or not stated</c>.
/// </summary>
/// <remarks>
/// One after the other: a number is given again where the Relay has refused what had it, and only there. Of what was said without an
/// answer nobody knows whether it is in the log, so it is said again, with the same link, before anything else is.
/// </remarks>
internal sealed class OwnChain(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private SessionKey? key;
    private Guid session;
    private byte[] exchange = [];
    private byte[] head = AgentLink.NoPrevious;
    private int count;

    /// <summary>The last statement that the Relay has in its log; null where there is none.</summary>
    public Statement? Last { get; private set; }

    /// <summary>The last link of it that the Relay has in its log; null where there is none.</summary>
    public LastLink? End => Last is { Link: { } link, What: var what } ? new LastLink(session, exchange, link, what) : null;

    /// <summary>One that may be in the log or not.</summary>
    public Statement? Unanswered { get; private set; }

    /// <summary>A code held: links are signed with this key, which somebody else disposes of.</summary>
    public void Begin(SessionKey own, Guid joined, byte[] transcriptHash) => (key, session, exchange) = (own, joined, transcriptHash);

    /// <summary>Says a statement on this connection, when it is its turn.</summary>
    /// <returns>Whether it is in the log.</returns>
    /// <exception cref="RelayUnreachableException">The connection is gone; to be said again on another.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<bool> Say(Statement statement, IRelayLink to, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (Unanswered is { } before && before != statement)
            {
                await Ask(before, to, cancel);
            }

            return statement.IsTaken || await Ask(statement, to, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<bool> Ask(Statement statement, IRelayLink to, CancellationToken cancel)
    {
        if (key is null)
        {
            return false;
        }

        statement.Link ??= key.Sign(session, exchange, new AgentLink(count, head, clock.GetUtcNow(), [], []), statement.What);
        Unanswered = statement;
        statement.IsTaken = await statement.Say(to, cancel).WaitAsync(cancel);
        Unanswered = null;
        if (statement.IsTaken)
        {
            (Last, count, head) = (statement, count + 1, LinkStatement.HashOf(session, exchange, statement.Link, statement.What));
        }
        else
        {
            statement.Link = null;
        }

        return statement.IsTaken;
    }
}
