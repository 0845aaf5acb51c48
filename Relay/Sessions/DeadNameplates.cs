using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>A nameplate that led somewhere not long ago.</summary>
internal sealed record DeadNameplate(JoinRefusal Why, Guid Case, Guid Session, DateTimeOffset At);

/// <summary>
/// Why a nameplate leads nowhere any more, so that whoever types it late hears the reason and the session's log knows
/// of it. There are 10,000 nameplates, so it never holds more.
/// </summary>
internal sealed class DeadNameplates(TimeProvider clock)
{
    /// <summary>How long a dead nameplate is told from an unknown one. Three times a code's life: a slow customer still hears why.</summary>
    public static readonly TimeSpan Remembers = TimeSpan.FromMinutes(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DeadNameplate> dead = new(StringComparer.Ordinal);

    /// <summary>Keeps in mind why a nameplate is no longer good.</summary>
    /// <param name="nameplate">One that was allotted.</param>
    /// <param name="why">Expired, used, or tried too often.</param>
    /// <param name="facts">Of the session that it led to.</param>
    public void Bury(string nameplate, JoinRefusal why, SessionFacts facts)
    {
        lock (gate)
        {
            dead[nameplate] = new DeadNameplate(why, facts.CaseId, facts.Id, clock.GetUtcNow());
        }
    }

    /// <summary>What became of a nameplate; null where it never led anywhere, or that is forgotten.</summary>
    public DeadNameplate? Find(string nameplate)
    {
        lock (gate)
        {
            if (!dead.TryGetValue(nameplate, out var found))
            {
                return null;
            }

            if (clock.GetUtcNow() < found.At + Remembers)
            {
                return found;
            }

            dead.Remove(nameplate);
            return null;
        }
    }
}
