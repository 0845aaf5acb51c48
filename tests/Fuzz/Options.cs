using System.Globalization;

namespace RemoteAssist.Fuzz;

/// <summary>What the caller asked for.</summary>
internal sealed record Options
{
    /// <summary>For how long, all targets together; null where the number of inputs is told.</summary>
    public double? Minutes { get; init; }

    /// <summary>How many inputs over all targets.</summary>
    public long? Inputs { get; init; }

    /// <summary>Only these; none means all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Another one gives other inputs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first input's number, to see one again.</summary>
    public long From { get; init; }

    /// <summary>Where findings go.</summary>
    public string Found { get; init; } = Fuzz.Found.Folder;

    /// <summary>Where the report for programs goes; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Says only which targets there are.</summary>
    public bool List { get; init; }

    /// <summary>Reads the command line; null where a word is unknown or lacks its value.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--list")
            {
                options = options with { List = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[++i] : null;
            if (value is null || options.With(args[i - 1], value) is not { } more)
            {
                return null;
            }

            options = more;
        }

        return options.List || (options.Minutes is null) != (options.Inputs is null) ? options : null;
    }

    private Options? With(string word, string value) => word switch
    {
        "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 => this with { Minutes = minutes },
        "--inputs" when long.TryParse(value, CultureInfo.InvariantCulture, out var inputs) && inputs > 0 => this with { Inputs = inputs },
        "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed) => this with { Seed = seed },
        "--from" when long.TryParse(value, CultureInfo.InvariantCulture, out var from) && from >= 0 => this with { From = from },
        "--target" => this with { Targets = [.. Targets, value] },
        "--found" => this with { Found = value },
        "--json" => this with { Json = value },
        _ => null,
    };
}
