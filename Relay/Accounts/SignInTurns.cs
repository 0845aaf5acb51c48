using System.Collections.Immutable;

namespace RemoteAssist.Relay.Accounts;

/// <summary>
/// Lets tries for one e-mail address go one after the other. Otherwise many at once would all read the same count of
/// wrong tries, and get more than five.
/// </summary>
public sealed class SignInTurns : IDisposable
{
    // A fixed number, so that made-up addresses cannot make it grow; two addresses may share one and wait a little.
    private readonly ImmutableArray<SemaphoreSlim> turns = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of an address; disposing the result gives it back.</summary>
    public async Task<IDisposable> Take(string normalizedEmail, CancellationToken cancel)
    {
        var turn = turns[(int)((uint)string.GetHashCode(normalizedEmail, StringComparison.Ordinal) % turns.Length)];
        await turn.WaitAsync(cancel);
        return new Turn(turn);
    }

    public void Dispose()
    {
        foreach (var turn in turns)
        {
            turn.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
