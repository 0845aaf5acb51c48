namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>Other ways to write the way to a route; each was somebody's hole once.</summary>
internal static class PathTricks
{
    /// <summary>The names of doors that are open, to hide behind.</summary>
    private static readonly string[] Open = ["join", "sign-in", "healthz", "hub", "assets", "error/404", "language"];

    /// <summary>All of them for a target such as <c>/cases/new</c>.</summary>
    public static IEnumerable<(string Trick, string Target)> Of(string target) =>
        Slashes(target).Select(one => ("slash", one))
            .Concat(Encoded(target).Select(one => ("encoded", one)))
            .Concat(Case(target).Select(one => ("case", one)))
            .Concat(Dots(target).Select(one => ("dots", one)))
            .Concat(PathInfo(target).Select(one => ("path-info", one)));

    private static IEnumerable<string> Slashes(string target) =>
    [
        target + "/", target + "//", "/" + target, "//" + target, target.Replace("/", "//", StringComparison.Ordinal),
        "/" + target[1..].Replace('/', '\\'), "/\\" + target[1..], target + "\\",
    ];

    private static IEnumerable<string> Encoded(string target) =>
    [
        "/%2f" + target[1..], target + "%2f", target + "%5c", target + "%20", target + "%00", target + "%09", target + "%0a", target + "%0d%0a",
        target + "%3f", target + "%23", target + "%3b", target + "%2e", target + "%c0%af", target + "%e2%80%8b", target + "%ff", target + "%",
        "/" + string.Concat(target[1..].Select(Escape)),
        "/" + string.Concat(target[1..].Select(letter => Escape(letter).ToLowerInvariant())),
        "/" + string.Concat(target[1..].Select(letter => "%25" + Escape(letter)[1..])),
        target.Length > 1 ? "/" + Escape(target[1]) + target[2..] : "/%2f",
        "/" + target[1..].Replace("/", "%2f", StringComparison.Ordinal),
        "/" + target[1..].Replace("/", "%252f", StringComparison.Ordinal),
    ];

    private static IEnumerable<string> Case(string target) =>
    [
        target.ToUpperInvariant(),
        string.Concat(target.Select((letter, at) => at % 2 == 0 ? char.ToUpperInvariant(letter) : letter)),
        target.Replace("i", "%C4%B1", StringComparison.Ordinal), target.Replace("i", "%C4%B0", StringComparison.Ordinal), // ı and İ
        target.Replace("s", "%C5%BF", StringComparison.Ordinal), target.Replace("k", "%E2%84%AA", StringComparison.Ordinal), // ſ and the Kelvin sign
    ];

    private static IEnumerable<string> Dots(string target) =>
    [
        "/." + target, target + "/.", target + ".", target + "..", "/.." + target, "/../.." + target, "/%2e" + target, "/%2e%2e" + target, "/.%2e" + target,
        .. Open.SelectMany(open => new[]
        {
            $"/{open}/..{target}", $"/{open}/..%2f{target[1..]}", $"/{open}/%2e%2e{target}", $"/{open}/..;{target}", $"/{open}/..\\{target[1..]}",
        }),
    ];

    private static IEnumerable<string> PathInfo(string target) =>
    [
        target + "/x", target + "/x.css", target + "/index.html", target + ".css", target + ".json", target + ";x=1", target + "/;/", target + "?x=/join",
        target + "?returnUrl=/join", target + "#/join", target + "/join", target + "/healthz", target + "/..;/join", target + "/assets/look.css",
        .. Open.SelectMany(open => new[] { $"/{open}{target}", $"/{open};{target}", $"/{open}%00{target}" }),
    ];

    private static string Escape(char letter) => $"%{(int)letter:X2}";
}
