using System.Diagnostics;

namespace RemoteAssist.Simulation.Tests.Engine;

/// <summary>
/// One thread on which all that awaits goes on, one piece after the other in its order. What the platform sends by way of
/// the thread pool (a task that runs its continuations elsewhere, a cancellation that is not waited for) is waited for
/// after each piece, so that its order is always the same too.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    // Of real time; a machine that does much else lets a thread wait for a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Threads of the pool that are busy all the time with what is none of the session's. The simulation has a thread of its own.
    private static volatile int others;

    private readonly Lock gate = new();
    private readonly Queue<(SendOrPostCallback Act, object? State)> ready = new();
    private readonly Queue<(SendOrPostCallback Act, object? State)> fromPool = new();

    /// <summary>Waits for threads that the product started itself.</summary>
    public Action AwaitThreads { get; set; } = () => { };

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (gate)
        {
            (Thread.CurrentThread.IsThreadPoolThread ? fromPool : ready).Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing in a session waits for another thread.");

    /// <summary>Goes on until nothing is left to be done at this moment.</summary>
    public void Drain()
    {
        Settle();
        while (Next() is { } piece)
        {
            piece.Act(piece.State);
            Settle();
        }
    }

    private (SendOrPostCallback Act, object? State)? Next()
    {
        lock (gate)
        {
            return ready.TryDequeue(out var own) ? own : fromPool.TryDequeue(out var other) ? other : null;
        }
    }

    private void Settle()
    {
        AwaitThreads();
        var began = 0L;
        var spin = default(SpinWait);
        while (Busy() > others || ThreadPool.PendingWorkItemCount > 0)
        {
            began = began == 0 ? Stopwatch.GetTimestamp() : began;
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                // Nothing that a session asks for takes so long: somebody else sits there, as the test's host does.
                others = Busy();
                return;
            }

            spin.SpinOnce(sleep1Threshold: 1000);
        }

        others = Math.Min(others, Busy());
    }

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free;
    }
}
