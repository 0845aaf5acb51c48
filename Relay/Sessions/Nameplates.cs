using System.Diagnostics.CodeAnalysis;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// Which nameplate leads to which session. They are drawn at random and kept sparse, so that neither a guessed nor a
/// misheard nameplate is likely to lead anywhere.
/// </summary>
internal sealed class Nameplates
{
    /// <summary>Half of all 10,000: beyond that every second misheard nameplate would meet somebody else's session.</summary>
    public const int MostInUse = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, ActiveSession> inUse = new(StringComparer.Ordinal);

    /// <summary>Draws a free nameplate for a session.</summary>
    /// <returns>Null where too many are in use just now.</returns>
    public string? Allot(ActiveSession session)
    {
        lock (gate)
        {
            if (inUse.Count >= MostInUse)
            {
                return null;
            }

            // At most half are taken, so this takes two draws on average at the very worst.
            string nameplate;
            do
            {
                nameplate = SessionCode.DrawNameplate();
            }
            while (!inUse.TryAdd(nameplate, session));
            return nameplate;
        }
    }

    public bool TryFind(string nameplate, [NotNullWhen(true)] out ActiveSession? session)
    {
        lock (gate)
        {
            return inUse.TryGetValue(nameplate, out session);
        }
    }

    public void Free(string nameplate)
    {
        lock (gate)
        {
            inUse.Remove(nameplate);
        }
    }
}
