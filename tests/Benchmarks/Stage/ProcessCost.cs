using System.Globalization;
using System.Runtime.InteropServices;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>What a process costs, by the kernel's own account.</summary>
internal static partial class ProcessCost
{
    // The clock of all CPU time of a process (CPUCLOCK_SCHED), as clock_getcpuclockid(3) makes it.
    private const int ProcessClock = 2;

    /// <summary>CPU time of all its threads, user and system, in ms.</summary>
    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    public static double CpuMs(int process) => clock_gettime((~process << 3) | ProcessClock, out var time) == 0
        ? (time.Seconds * 1000.0) + (time.Nanoseconds / 1e6)
        : throw new InvalidOperationException($"Process {process} has no clock: it has ended.");

    /// <summary>Memory that it has in use, shared pages included, in MB of 10^6 bytes.</summary>
    public static double ResidentMb(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:") * 1024 / 1e6;

    /// <summary>The same with each shared page counted by its share.</summary>
    public static double ProportionalMb(int process) => Kilobytes($"/proc/{process}/smaps_rollup", "Pss:") * 1024 / 1e6;

    private static double Kilobytes(string file, string name)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
