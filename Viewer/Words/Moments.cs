using System.Globalization;

namespace RemoteAssist.Viewer.Words;

/// <summary>Says when something was: roughly, for people in a hurry, and exactly, for people who check.</summary>
public sealed class Moments(ScreenText text, TimeProvider clock)
{
    /// <summary>Such as "5 minutes ago"; never more precise than it can keep while the page stays open.</summary>
    public string Ago(DateTimeOffset moment)
    {
        var age = clock.GetUtcNow() - moment;
        return age switch
        {
            { TotalMinutes: < 1 } => text["Ago.JustNow"],
            { TotalHours: < 1 } => Count("Ago.Minute", age.TotalMinutes),
            { TotalDays: < 1 } => Count("Ago.Hour", age.TotalHours),
            _ => Count("Ago.Day", age.TotalDays),
        };
    }

    /// <summary>Such as "2026-11-21 14:03 UTC".</summary>
    public static string ToTheMinute(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm 'UTC'");

    /// <summary>Such as "2026-11-21 14:03:27 UTC".</summary>
    public static string ToTheSecond(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm:ss 'UTC'");

    /// <summary>Such as "2026-11-21T14:03:27.1234567Z", for <c>&lt;time datetime&gt;</c>.</summary>
    public static string ForMachines(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    private static string Format(DateTimeOffset moment, string format) =>
        moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private string Count(string key, double exactly)
    {
        var whole = (int)exactly;
        return whole == 1 ? text[$"{key}.One"] : text[$"{key}.Many", whole];
    }
}
