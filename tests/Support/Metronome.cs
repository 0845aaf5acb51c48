using System.Diagnostics;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>Knows how long the machine itself stood still: a thread that only wants to wake up now and then is late by as much.</summary>
internal sealed class Metronome : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    private readonly Thread thread;
    private long longest;
    private volatile bool over;

    public Metronome()
    {
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>By how much it was late at most, so far.</summary>
    public TimeSpan Latest => TimeSpan.FromTicks(Interlocked.Read(ref longest));

    public void Dispose()
    {
        over = true;
        thread.Join();
    }

    private void Run()
    {
        while (!over)
        {
            var before = Stopwatch.GetTimestamp();
            Thread.Sleep(Beat);
            var late = (Stopwatch.GetElapsedTime(before) - Beat).Ticks;
            Interlocked.Exchange(ref longest, Math.Max(longest, late));
        }
    }
}
