namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// Connections of nobody in particular: not signed in, and without a session yet, also while they try a code. They are
/// few per address and have little time; an Agent connects when its customer has typed the whole code.
/// </summary>
internal sealed class UnjoinedConnections(TimeProvider clock)
{
    /// <summary>How long a connection may stay without joining: enough for a few corrected digits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>From one address at one time: an office of customers behind one address.</summary>
    public const int PerAddress = 20;

    /// <summary>In all at one time.</summary>
    public const int InAll = 2_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Address, ITimer Timer, Allowance? Allowance)> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> perAddress = new(StringComparer.Ordinal);

    /// <summary>Whether one more from this address would be let in now.</summary>
    public bool HasRoom(string address)
    {
        lock (gate)
        {
            return perAddress.GetValueOrDefault(address) < PerAddress && waiting.Count < InAll;
        }
    }

    /// <summary>Lets a connection in and starts its time.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="address">Where it comes from, as <see cref="Hosting.AddressKey.Of"/> gives it.</param>
    /// <param name="abort">Cuts it when its time is over.</param>
    /// <param name="allowance">What it may send until it has joined; null where nobody counts.</param>
    /// <returns>False where there are too many already.</returns>
    public bool Enter(string connection, string address, Action abort, Allowance? allowance = null)
    {
        lock (gate)
        {
            var here = perAddress.GetValueOrDefault(address);
            if (here >= PerAddress || waiting.Count >= InAll)
            {
                return false;
            }

            perAddress[address] = here + 1;
            waiting[connection] = (
                address, clock.CreateTimer(_ => abort(), null, Patience, Timeout.InfiniteTimeSpan), allowance);
            return true;
        }
    }

    /// <summary>Gives a connection its time anew: it tries a code, which has a limit of its own.</summary>
    public void Renew(string connection)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(connection, out var there))
            {
                there.Timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The connection has joined a session, or is gone.</summary>
    public void Leave(string connection)
    {
        lock (gate)
        {
            if (!waiting.Remove(connection, out var left))
            {
                return;
            }

            left.Timer.Dispose();
            left.Allowance?.Lift();
            if (--perAddress[left.Address] == 0)
            {
                perAddress.Remove(left.Address);
            }
        }
    }
}
