using System.Runtime;

namespace RemoteAssist.Fuzz;

/// <summary>How much memory the program holds when nothing is under way.</summary>
internal static class Memory
{
    /// <summary>
    /// Resident bytes that are the program's own, after all garbage was collected and given back to the system:
    /// <c>RssAnon</c> of /proc/self/status, so what the program text itself takes does not count. Elsewhere what the
    /// collector says of the heap.
    /// </summary>
    public static long AtRest()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        const string status = "/proc/self/status";
        var line = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
            : null;
        return line is null
            ? GC.GetTotalMemory(forceFullCollection: false)
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
