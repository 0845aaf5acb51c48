using System.Collections.Concurrent;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>What the hub saw, for those who wait for it.</summary>
public sealed class ProofLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _cancelled = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Exception?>> _gone = new();

    public void Cancelled(string connection) => Signal(_cancelled, connection).TrySetResult();

    public Task WhenCancelled(string connection) => Signal(_cancelled, connection).Task;

    public void Gone(string connection, Exception? why) => Signal(_gone, connection).TrySetResult(why);

    /// <summary>With what the hub was told when this connection went; null for a good-bye.</summary>
    public Task<Exception?> WhenGone(string connection) => Signal(_gone, connection).Task;

    private static T Signal<T>(ConcurrentDictionary<string, T> signals, string connection)
        where T : new() => signals.GetOrAdd(connection, _ => new T());
}
