namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// How many bytes a connection may send before anybody knows whose it is. Whoever has a seat, or is signed in, is paced by
/// the hub and by the network instead.
/// </summary>
internal sealed class Allowance
{
    /// <summary>
    /// A code has five tries of three messages under 1 KiB each; a rating has 500 characters; a ping has two bytes every
    /// five seconds. All of it fits ten times over.
    /// </summary>
    public const int BeforeJoining = 64 * 1024;

    private int left = BeforeJoining;
    private volatile bool lifted;

    /// <summary>From now on there is no bound.</summary>
    public void Lift() => lifted = true;

    /// <summary>Takes what has come.</summary>
    /// <returns>False where it is too much.</returns>
    public bool Take(int bytes)
    {
        if (lifted)
        {
            return true;
        }

        // Read by one loop only; what is over stays over.
        left = left >= bytes ? left - bytes : -1;
        return left >= 0;
    }
}
