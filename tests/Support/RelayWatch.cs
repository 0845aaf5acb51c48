using System.Globalization;
using System.Text.RegularExpressions;

namespace RemoteAssist.Tests.Support;

/// <summary>What a Relay holds.</summary>
/// <param name="HeapBytes">After all garbage was collected.</param>
/// <param name="ResidentBytes">Memory of the process that is in use.</param>
/// <param name="Unseen">Exceptions of tasks that nobody has seen, since its start.</param>
public sealed record RelayMemory(long HeapBytes, long ResidentBytes, int Unseen);

/// <summary>Looks into a Relay that runs as it is, from outside: .NET's own start-up hook answers a signal.</summary>
public sealed partial class RelayWatch(RelayProcess relay)
{
    private int asked;

    /// <summary>What a Relay has to be started with.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(RelayWatch).Assembly.Location,
    };

    /// <summary>Asks it. Takes as long as a full collection does.</summary>
    public async Task<RelayMemory> Ask()
    {
        relay.Process.Signal(StartupHook.Signal);
        var answer = Answer().Match(await relay.Process.Line($"watch {++asked}:"));
        return new RelayMemory(
            long.Parse(answer.Groups["bytes"].Value, CultureInfo.InvariantCulture), Resident(),
            int.Parse(answer.Groups["unseen"].Value, CultureInfo.InvariantCulture));
    }

    private long Resident()
    {
        var line = File.ReadLines($"/proc/{relay.Process.Id}/status").First(one => one.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(?<bytes>[0-9]+) bytes, (?<unseen>[0-9]+) unseen", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answer();
}
