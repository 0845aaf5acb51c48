using System.Diagnostics;

namespace RemoteAssist.Tests.Support;

/// <summary>Knows how long the machine itself stood still: a thread that only wants to wake up now and then is late by as much.</summary>
public sealed class Metronome : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    // A timer of a machine that has nothing to do is late by as much.
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(1);

    private readonly Thread thread;
    private long longest;
    private long all;
    private volatile bool over;

    /// <summary>Begins to listen.</summary>
    public Metronome()
    {
        thread = new Thread(Run) { IsBackground = true };
        thread.Start();
    }

    /// <summary>By how much it was late at most, so far.</summary>
    public TimeSpan Latest => TimeSpan.FromTicks(Interlocked.Read(ref longest));

    /// <summary>By how much it was late all in all, so far: what a time that was measured meanwhile is too long by.</summary>
    public TimeSpan StoodStill => TimeSpan.FromTicks(Interlocked.Read(ref all));

    /// <inheritdoc/>
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
            var late = Stopwatch.GetElapsedTime(before) - Beat;
            Interlocked.Exchange(ref longest, Math.Max(longest, late.Ticks));
            Interlocked.Add(ref all, Math.Max(0, (late - Usual).Ticks));
        }
    }
}
