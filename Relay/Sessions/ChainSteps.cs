using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// What an Agent states is a link of its own chain, or it is not taken: <c>1 its place in the chain   2 the step   3 its signature,
/// under what its entry says   4 entry and link, in one</c>. After a restart the chain is read from the log itself.
/// </summary>
internal sealed class ChainSteps(SessionDirectory directory, SessionLog log, IAuditTrail trail, ILogger<ChainSteps> logger)
{
    /// <summary>Takes a statement. Said again with the same link, because its answer was lost, it is taken once.</summary>
    /// <param name="seat">Of the Agent.</param>
    /// <param name="link">That came with it.</param>
    /// <param name="action">Of the entry that it causes.</param>
    /// <param name="step">Takes the step that is stated.</param>
    /// <returns>Whether the entry of this link is in the log; and where the link cannot be the next, why: the session is over then.</returns>
    public async Task<(bool Taken, LinkFault? Fault)> Take(AgentSeat seat, AgentLink link, string action, Func<Task<bool>> step)
    {
        var session = seat.Session;
        var (isThere, fault) = await directory.Within(session, () => Place(seat, link));
        if (isThere)
        {
            return (true, null);
        }

        if (fault is null)
        {
            var stated = new StatedLink(session, action, link);
            log.Stating(stated);
            await step();
            stated.IsOver = true;
            if (stated.Fault is null)
            {
                return (stated.IsTaken, null);
            }

            fault = stated.Fault;
        }

        await Refuse(seat, action, fault.Value);
        return (false, fault);
    }

    private async Task<(bool IsThere, LinkFault? Fault)> Place(AgentSeat seat, AgentLink link)
    {
        var session = seat.Session;
        if (session.Room.Agent != seat)
        {
            return (false, null); // the step says the same
        }

        if (session.Links is null && session.TakenUp is not null)
        {
            session.Links = Read(session.Facts.Id, await trail.ForSession(session.Facts.Id, CancellationToken.None));
        }

        return session.Links is not { } chain ? (false, LinkFault.LinkOtherKey)
            : chain.IsLast(link) ? (true, null)
            : (false, chain.Place(link));
    }

    private Task<bool> Refuse(AgentSeat seat, string action, LinkFault fault) => directory.Within(seat.Session, async () =>
    {
        var session = seat.Session;
        logger.LogWarning("Session {Session}: what the Agent states is not the next link of its chain: {Fault}", session.Facts.Id, fault);
        if (session.Room.Agent == seat && !session.IsOver)
        {
            await log.Note(session, SessionEntries.LinkRefused(session.Facts, action, fault));
            await directory.End(session, EndReason.Fault, Actor.Relay);
        }

        return true;
    });

    private static AgentChain? Read(Guid session, IReadOnlyList<Viewer.Desk.LogLine> lines)
    {
        var joined = lines.LastOrDefault(line => line.Action == AuditActions.Of(SessionEvent.Join) && line.Outcome is AuditOutcome.Success)?.Values;
        var chain = joined is null ? null : ChainCheck.ChainOf(session, joined);
        foreach (var line in lines.Where(line => chain is not null && LinkEntry.IsIn(line.Values)))
        {
            // One that cannot be read is found by whoever checks the log; here the next link does not fit.
            if (LinkEntry.Read(line.Values, chain!.Last?.Key) is { } link)
            {
                chain.Add(link, AgentStatement.In(line.Action, line.Values));
            }
        }

        return chain;
    }
}
