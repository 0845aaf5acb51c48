using System.Globalization;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>How busy the machine is with what is not ours.</summary>
internal sealed class MachineTime
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly TimeProvider clock;
    private readonly int[] ours;
    private readonly long started;
    private readonly long busy;
    private readonly long own;

    /// <param name="ours">The processes of the measurement; this one is added.</param>
    /// <param name="clock">The clock.</param>
    public MachineTime(IEnumerable<int> ours, TimeProvider clock)
    {
        this.clock = clock;
        this.ours = [.. ours, Environment.ProcessId];
        started = clock.GetTimestamp();
        busy = Busy();
        own = Own();
    }

    /// <summary>The average load of the last minute.</summary>
    public static double Load => Number(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    /// <summary>Time that others have used since this was made, in per cent of one core.</summary>
    public double ForeignPercent() => Math.Max(
        0, 100 * (Busy() - busy - (Own() - own)) / TicksPerSecond / clock.GetElapsedTime(started).TotalSeconds);

    // cpu user nice system idle iowait irq softirq steal …
    private static long Busy()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7, 8 }.Sum(i => (long)Number(fields[i]));
    }

    // Behind the name in brackets, utime and stime are the 12th and 13th field (proc(5)).
    private long Own() => ours.Sum(id =>
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long)(Number(fields[11]) + Number(fields[12]));
    });

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
