using System.Diagnostics;

namespace RemoteAssist.Fuzz;

/// <summary>Looks on from another thread: an input whose reading does not end is written down.</summary>
internal sealed class Watch : IDisposable
{
    private readonly Target target;
    private readonly TimeSpan hang;
    private readonly string folder;
    private readonly ManualResetEventSlim over = new();
    private readonly Thread thread;
    private readonly Func<long, byte[]> make;
    private readonly Action<long, string> onHang;
    private long number = -1;

    /// <param name="target">What is read.</param>
    /// <param name="make">Makes the input of a number again, on any thread.</param>
    /// <param name="hang">How long an input may be read.</param>
    /// <param name="folder">Where findings go.</param>
    /// <param name="onHang">Hears the number of an input that hangs, and where it is.</param>
    public Watch(Target target, Func<long, byte[]> make, TimeSpan hang, string folder, Action<long, string> onHang)
    {
        (this.target, this.make, this.hang, this.folder, this.onHang) = (target, make, hang, folder, onHang);
        thread = new Thread(Look) { IsBackground = true, Name = "watch" };
        thread.Start();
    }

    /// <summary>The input of this number is read now.</summary>
    public void Reads(long next) => Volatile.Write(ref number, next);

    public void Dispose()
    {
        over.Set();
        thread.Join();
        over.Dispose();
    }

    private void Look()
    {
        var (seen, since) = (-1L, Stopwatch.GetTimestamp());
        while (!over.Wait(hang / 10))
        {
            var now = Volatile.Read(ref number);
            if (now != seen)
            {
                (seen, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (now >= 0 && Stopwatch.GetElapsedTime(since) > hang)
            {
                onHang(now, Found.Keep(folder, target.Name, make(now)));
                return;
            }
        }
    }
}
