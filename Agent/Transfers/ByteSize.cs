using System.Globalization;

namespace RemoteAssist.Agent.Transfers;

/// <summary>How many bytes, for people; the same in every language.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Such as "12 kB" or "1.4 GB".</summary>
    public static string Say(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 999.5 && unit < Units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
