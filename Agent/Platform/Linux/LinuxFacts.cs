using System.Globalization;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Diagnose;
using RemoteAssist.Shared.Diagnostics;

namespace RemoteAssist.Agent.Platform.Linux;

/// <summary>Facts as the Linux kernel and the standard files tell them.</summary>
/// <param name="monitors">The monitors, from left to right.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <param name="clock">The clock.</param>
/// <param name="root">Where the file system begins.</param>
internal sealed class LinuxFacts(
    Func<IReadOnlyList<MonitorThing>> monitors, Func<string, string?> environment, TimeProvider clock, string root = "/") : IComputerFacts
{
    private const int MostDisks = 20, MostInterfaces = 20, AddressDigits = 12;

    // What stands on a disk of this computer. A file system of the network may not answer, and others hold no files.
    private static readonly HashSet<string> OnDisks = new(StringComparer.Ordinal)
    {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "jfs", "reiserfs", "bcachefs", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "overlay",
    };

    /// <inheritdoc/>
    public IReadOnlyList<ComputerFact> Read() =>
    [
        .. Section(System), .. Section(Desktop), .. Section(Processor), .. Section(Memory), .. Section(Disks), .. Section(Displays),
        .. Section(Network), .. Section(() => new RunningPrograms(root).Facts()), .. Section(Uptime),
    ];

    // What one part cannot read leaves the others as they are.
    private static ComputerFact[] Section(Func<IEnumerable<ComputerFact>> read)
    {
        try
        {
            return [.. read().Select(ReportLine.Fit)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NetworkInformationException
            or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }

    private IEnumerable<ComputerFact> System()
    {
        var name = Lines("etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) is { } pretty
            ? pretty["PRETTY_NAME=".Length..].Trim('"')
            : "Linux";
        var kernel = Lines("proc/sys/kernel/osrelease").FirstOrDefault() ?? "";
        yield return new(FactKind.System, name, $"Linux {kernel} {RuntimeInformation.OSArchitecture}");
    }

    private IEnumerable<ComputerFact> Desktop()
    {
        var name = environment("XDG_CURRENT_DESKTOP") is { Length: > 0 } desktop ? desktop : environment("DESKTOP_SESSION") ?? "";
        yield return new(FactKind.Desktop, name.Length > 0 ? name : "X11", environment("LC_ALL") ?? environment("LANG") ?? "");
    }

    private IEnumerable<ComputerFact> Processor()
    {
        var model = Lines("proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.OSArchitecture.ToString();
        var load = Lines("proc/loadavg").FirstOrDefault()?.Split(' ').FirstOrDefault();
        yield return new(FactKind.Processor, model, load is null ? $"× {Environment.ProcessorCount}" : $"× {Environment.ProcessorCount}, {load}");
    }

    private IEnumerable<ComputerFact> Memory()
    {
        var all = Lines("proc/meminfo").Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length >= 2)
            .DistinctBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture) * 1024, StringComparer.Ordinal);
        if (all.GetValueOrDefault("MemTotal") is > 0 and var ram)
        {
            yield return Of(FactKind.Memory, "RAM", ram - all.GetValueOrDefault("MemAvailable"), ram);
        }

        if (all.GetValueOrDefault("SwapTotal") is > 0 and var swap)
        {
            yield return Of(FactKind.Memory, "Swap", swap - all.GetValueOrDefault("SwapFree"), swap);
        }
    }

    private IEnumerable<ComputerFact> Disks()
    {
        // One disk may be found in several places; the shortest is what people know it by.
        var mounted = Lines("proc/self/mounts").Select(line => line.Split(' '))
            .Where(parts => parts.Length > 2 && OnDisks.Contains(parts[2]))
            .GroupBy(parts => parts[0], StringComparer.Ordinal)
            .Select(same => same.Select(parts => parts[1].Replace("\\040", " ", StringComparison.Ordinal)).MinBy(place => place.Length)!)
            .Order(StringComparer.Ordinal).Take(MostDisks);
        foreach (var place in mounted)
        {
            var disk = new DriveInfo(place);
            if (disk.TotalSize > 0)
            {
                yield return Of(FactKind.Disk, place, disk.TotalSize - disk.AvailableFreeSpace, disk.TotalSize);
            }
        }
    }

    private IEnumerable<ComputerFact> Displays() => monitors().Select(monitor => new ComputerFact(
        FactKind.Display, monitor.Name, string.Create(
            CultureInfo.InvariantCulture, $"{monitor.Place.Width}×{monitor.Place.Height}, {monitor.Place.X},{monitor.Place.Y}")));

    private static IEnumerable<ComputerFact> Network() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .OrderBy(one => one.Name, StringComparer.Ordinal).Take(MostInterfaces)
        .Select(one => new ComputerFact(FactKind.Network, WithoutAddress(one.Name), one.OperationalStatus == OperationalStatus.Up ? "↑ " + SpeedOf(one) : "–"));

    private IEnumerable<ComputerFact> Uptime()
    {
        var seconds = double.Parse(Lines("proc/uptime").First().Split(' ')[0], CultureInfo.InvariantCulture);
        var since = clock.GetUtcNow() - TimeSpan.FromSeconds(seconds);
        yield return new(FactKind.Uptime, ReportLine.Duration(TimeSpan.FromSeconds(seconds)), since.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
    }

    // Where nothing better is known of an interface, its name is "enx" or "wlx" and its address: twelve hexadecimal digits.
    internal static string WithoutAddress(string name) =>
        name.Length >= AddressDigits && name[^AddressDigits..].All(char.IsAsciiHexDigit) ? name[..^AddressDigits] + "…" : name;

    private static string SpeedOf(NetworkInterface one)
    {
        try
        {
            return one.Speed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{one.Speed / 1_000_000} Mbit/s") : "";
        }
        catch (NetworkInformationException)
        {
            return "";
        }
    }

    private static ComputerFact Of(FactKind kind, string name, long used, long all) => new(kind, name, $"{ReportLine.Size(used)} / {ReportLine.Size(all)}");

    private IEnumerable<string> Lines(string file) => Path.Combine(root, file) is var path && File.Exists(path) ? File.ReadLines(path) : [];
}
