using System.Globalization;
using RemoteAssist.Benchmarks.Workloads;

namespace RemoteAssist.Benchmarks;

/// <summary>What the caller asked for.</summary>
internal sealed record Options
{
    /// <summary>Our own figures and the limits only, and shorter.</summary>
    public bool Quick { get; init; }

    /// <summary>Where the report for programs goes; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>The peers' harness, built; null for none.</summary>
    public string? Peers { get; init; }

    /// <summary>A display where somebody else draws the marker; null for displays of our own.</summary>
    public string? Display { get; init; }

    /// <summary>Also over impaired lines.</summary>
    public bool Lines { get; init; }

    /// <summary>How long a workload, or the look at <see cref="Display"/>, takes.</summary>
    public double? Length { get; init; }

    /// <summary>Which workloads.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = Workload.Names;

    public double Seconds => Length ?? (Quick ? 4 : 12);

    /// <summary>Sessions that are opened for the first picture.</summary>
    public int Sessions => Quick ? 1 : 5;

    /// <summary>Reads the command line; null where a word is unknown or lacks its value.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    continue;
                case "--lines":
                    options = options with { Lines = true };
                    continue;
                case "--json" when value is not null:
                    options = options with { Json = value };
                    break;
                case "--peers" when value is not null:
                    options = options with { Peers = value };
                    break;
                case "--display" when value is [':', ..]:
                    options = options with { Display = value };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Length = seconds };
                    break;
                case "--workloads" when value?.Split(',') is { } names && names.All(Workload.Names.Contains):
                    options = options with { Workloads = names };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }
}
