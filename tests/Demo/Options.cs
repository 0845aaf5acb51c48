using System.Globalization;

namespace RemoteAssist.Demo;

/// <summary>What the caller asked for.</summary>
internal sealed record Options(
    string? Json, string Artifacts, string Language, bool Keep, double InstallSeconds, double BuildSeconds)
{
    /// <summary>Reads the command line; null where a word is unknown or lacks its value.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options(null, "artifacts", "en", Keep: false, 0, 0);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--keep":
                    options = options with { Keep = true };
                    continue;
                case "--json" when value is not null:
                    options = options with { Json = value };
                    break;
                case "--artifacts" when value is not null:
                    options = options with { Artifacts = value };
                    break;
                case "--language" when value is "en" or "zh-Hans":
                    options = options with { Language = value };
                    break;
                case "--install-seconds" when Number(value) is { } seconds:
                    options = options with { InstallSeconds = seconds };
                    break;
                case "--build-seconds" when Number(value) is { } seconds:
                    options = options with { BuildSeconds = seconds };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
