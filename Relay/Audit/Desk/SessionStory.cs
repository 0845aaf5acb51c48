using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>What the entries of one session say together.</summary>
internal static class SessionStory
{
    /// <summary>The last entry of the story itself: looking at it adds entries that no checkpoint has yet.</summary>
    public static long Anchor(IReadOnlyList<ReadEntry> entries) =>
        entries.LastOrDefault(entry => entry.Facts.Action != AuditActions.LogRead)?.Row.Sequence ?? 0;

    /// <summary>Whether the counts of use are signed and without a gap.</summary>
    public static SignedUse Use(IReadOnlyList<ReadEntry> entries)
    {
        var sequence = Sequence(entries);
        var check = new UseCheck();
        foreach (var entry in entries)
        {
            if (check.Take(entry.Facts) is { } fault)
            {
                return new SignedUse(check.Signed, fault.Sequence, sequence);
            }
        }

        return new SignedUse(check.Signed, null, sequence);
    }

    private static AgentSequence? Sequence(IReadOnlyList<ReadEntry> entries)
    {
        var chain = new ChainCheck();
        var broken = entries.FirstOrDefault(entry => chain.Take(entry.Facts) is not null);
        return chain.HasChain || broken is not null ? new AgentSequence(chain.Count, broken?.Row.Sequence) : null;
    }

    /// <summary>Whether somebody asked for the session, opened its page or had it handed over, also where it is another's by now.</summary>
    public static bool WorkedIn(SessionRow session, IReadOnlyList<ReadEntry> entries, string account) =>
        session.TechnicianId == account || entries.Any(entry =>
            entry.Facts is { Actor: ActorKind.Technician, Outcome: AuditOutcome.Success } facts && facts.ActorId == account
            && facts.Action is AuditActions.SessionRequested or AuditActions.ViewerJoined or AuditActions.SessionHandedOver);
}
