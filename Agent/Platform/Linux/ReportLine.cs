using System.Globalization;
using System.Text;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Platform.Linux;

/// <summary>How facts are written: alike in every language.</summary>
internal static class ReportLine
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Bytes, with one decimal where that says something.</summary>
    public static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }

    /// <summary>Hours, minutes and seconds.</summary>
    public static string Duration(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    /// <summary>The fact without control characters, cut to what a report takes.</summary>
    public static ComputerFact Fit(ComputerFact fact) => fact with
    {
        Name = Fit(fact.Name, ComputerReport.MostNameBytes),
        Value = Fit(fact.Value, ComputerReport.MostValueBytes),
    };

    private static string Fit(string text, int mostBytes) =>
        PlainText.Fitting(string.Concat(text.EnumerateRunes().Where(rune => !Rune.IsControl(rune))), mostBytes);
}
