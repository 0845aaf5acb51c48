namespace RemoteAssist.Viewer.Words;

/// <summary>Says which browser it was, as far as it said so itself: enough for people to know their own again.</summary>
public static class BrowserWords
{
    // The first that is found counts: most browsers also name those that they resemble.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as "Firefox, Linux"; that it is unknown where it says neither.</summary>
    public static string Of(ScreenText text, string userAgent)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(userAgent);
        var known = new[] { Named(Browsers, userAgent), Named(Systems, userAgent) }.OfType<string>().ToList();
        return known.Count == 0 ? text["Account.SignIns.Unknown"] : string.Join(text["Log.BetweenScopes"], known);
    }

    private static string? Named((string Mark, string Name)[] all, string userAgent) =>
        Array.Find(all, one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
