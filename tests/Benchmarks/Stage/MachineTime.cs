using System.Globalization;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>How busy the machine is with what is not ours: neither this process nor any that it started.</summary>
internal sealed class MachineTime
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly TimeProvider clock;
    private readonly long started;
    private readonly long busy;
    private readonly long own;

    public MachineTime(TimeProvider clock)
    {
        this.clock = clock;
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

    // Behind the name in brackets (proc(5)): the parent is the 2nd field, utime, stime and those of children that have ended the 12th to 15th.
    private static long Own()
    {
        var all = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Stat(folder) is { } fields)
            {
                all[id] = ((int)Number(fields[1]), fields[11..15].Sum(f => (long)Number(f)));
            }
        }

        return all.Where(process => IsOurs(process.Key, all)).Sum(process => process.Value.Ticks);
    }

    private static bool IsOurs(int id, Dictionary<int, (int Parent, long Ticks)> all)
    {
        while (id != Environment.ProcessId && all.TryGetValue(id, out var process))
        {
            id = process.Parent;
        }

        return id == Environment.ProcessId;
    }

    private static string[]? Stat(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has just ended
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
