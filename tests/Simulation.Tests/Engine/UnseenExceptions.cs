using System.Collections.Concurrent;
using RemoteAssist.Agent.Uplink;

namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>Exceptions of tasks that nobody waited for.</summary>
internal sealed class UnseenExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> seen = new();

    public UnseenExceptions() => TaskScheduler.UnobservedTaskException += Take;

    /// <summary>Those so far. A call that its caller gave up, and that failed with its connection later, is none.</summary>
    public IEnumerable<Exception> Found
    {
        get
        {
            // A task says so when it is thrown away.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return seen.Where(e => e is not RelayUnreachableException);
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Take;

    private void Take(object? sender, UnobservedTaskExceptionEventArgs failed) => seen.Enqueue(failed.Exception.GetBaseException());
}
