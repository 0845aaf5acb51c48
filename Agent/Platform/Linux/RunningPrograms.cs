using System.Globalization;
using RemoteAssist.Shared.Diagnostics;

namespace RemoteAssist.Agent.Platform.Linux;

/// <summary>The programs that use most memory: what the kernel calls them, and nothing of what they were started with.</summary>
internal sealed class RunningPrograms(string root)
{
    private const int Most = 12;
    private const long TicksPerSecond = 100; // USER_HZ: 100 on every Linux that .NET runs on

    /// <summary>The greediest first; processes of one name count as one program.</summary>
    public IEnumerable<ComputerFact> Facts() => Directory.EnumerateDirectories(Path.Combine(root, "proc"))
        .Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit))
        .Select(Read).OfType<Running>()
        .GroupBy(one => one.Name, StringComparer.Ordinal)
        .Select(same => new Running(same.Key, same.Sum(one => one.Memory), same.Sum(one => one.Ticks)))
        .OrderByDescending(one => one.Memory).Take(Most)
        .Select(one => new ComputerFact(
            FactKind.Program, one.Name, $"{ReportLine.Size(one.Memory)}, {ReportLine.Duration(TimeSpan.FromSeconds(one.Ticks / TicksPerSecond))}"));

    // proc(5): pid (name) state …; the name may hold spaces and brackets. Fields 14 and 15 are its time, 24 its pages.
    private static Running? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var (from, to) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
            if (from < 0 || to < from || stat[(to + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 21 } fields)
            {
                return null;
            }

            var memory = Number(fields[21]) * Environment.SystemPageSize;
            return memory > 0 ? new Running(stat[(from + 1)..to], memory, Number(fields[11]) + Number(fields[12])) : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Running(string Name, long Memory, long Ticks);
}
