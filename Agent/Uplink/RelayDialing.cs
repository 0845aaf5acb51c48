namespace RemoteAssist.Agent.Uplink;

/// <summary>Dialling for no longer than somebody waits for it.</summary>
internal static class RelayDialing
{
    /// <summary>Connects. A connection that comes after nobody waits for it any more is closed.</summary>
    /// <exception cref="RelayUnreachableException">There is no connection to be had.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static async Task<IRelayLink> DialInTime(this IRelayDialer dialer, IRelayEvents events, CancellationToken cancel)
    {
        var dialling = dialer.Dial(events, cancel);
        try
        {
            return await dialling.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            _ = Discard(dialling);
            throw;
        }
    }

    private static async Task Discard(Task<IRelayLink> dialling)
    {
        try
        {
            var late = await dialling;
            late.Cut();
            await late.DisposeAsync();
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            // It never came.
        }
    }
}
