using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteAssist.Benchmarks.Browser;
using RemoteAssist.Benchmarks.Limits;
using RemoteAssist.Benchmarks.Lines;
using RemoteAssist.Benchmarks.Peers;
using RemoteAssist.Benchmarks.Relay;
using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Benchmarks.Sealing;

namespace RemoteAssist.Benchmarks.Reporting;

/// <summary>All that a run measured. What was not asked for is null.</summary>
internal sealed record Report
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required DateTimeOffset Date { get; init; }

    public required bool Quick { get; init; }

    public required string Machine { get; init; }

    /// <summary>The average load of the minute before.</summary>
    public required double LoadBefore { get; init; }

    /// <summary>Ours by the peers'; null where none ran.</summary>
    public Ratios? Ratios { get; init; }

    /// <summary>At rest, over all workloads; the Agent's own windows left out.</summary>
    public long WrongPixels => Ours.WrongPixels + (OursOnPeersDrawings?.WrongPixels ?? 0);

    public int TornFrames => Ours.TornFrames + (OursOnPeersDrawings?.TornFrames ?? 0);

    /// <summary>The Agent's, of one core, while a caret blinks.</summary>
    public double? IdleCpuPercent => Ours.Idle?.AgentCpuPercent;

    public double? IdleBytesPerMinute => Ours.Idle?.BytesPerMinute;

    /// <summary>From the click on Allow, over a screen full of text: the median of the sessions.</summary>
    public double FirstPictureMs => Ours.FirstPictureMedianMs;

    /// <summary>With our own drawings.</summary>
    public required OwnFigures Ours { get; init; }

    /// <summary>The same measurement with the drawings that the peers were measured with.</summary>
    public OwnFigures? OursOnPeersDrawings { get; init; }

    public IReadOnlyList<PeerFigures>? Peers { get; init; }

    /// <summary>Our page in Chromium: with the peers' drawings where peers ran, else with our own.</summary>
    public BrowserReport? Page { get; init; }

    public IReadOnlyList<LineFigures>? Lines { get; init; }

    public required MachineLimits Limits { get; init; }

    /// <summary>The Relay alone, against the least that could be done.</summary>
    public IReadOnlyList<RelayFigures>? Relay { get; init; }

    public SealingReport? Sealing { get; init; }

    public IReadOnlyList<SealTime>? SealTimes { get; init; }

    /// <summary>What kind of machine this is; neither its name nor its owner's.</summary>
    public static string ThisMachine()
    {
        var kind = File.ReadLines("/proc/cpuinfo").Any(l => l.StartsWith("flags", StringComparison.Ordinal) && l.Contains(" hypervisor", StringComparison.Ordinal))
            ? "virtual machine"
            : "machine";
        var system = OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription;
        return $"{kind} with {Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}, {system}, .NET {Environment.Version}";
    }

    /// <summary>Writes a report for programs.</summary>
    public static void Save(object report, string path) => File.WriteAllText(path, JsonSerializer.Serialize(report, Json) + "\n");
}
