using System.Text;

namespace RemoteAssist.EndToEnd.Tests.Scripts;

/// <summary>Five hundred payloads, made of a few families; <c>§</c> stands for the call, <c>¤</c> for the number, <c>‰</c> for the call in base64.</summary>
internal static class ScriptPayloads
{
    /// <summary>How many there are.</summary>
    public const int Count = 500;

    private static readonly (string Text, Place Place)[] WaysOut =
    [
        ("", Place.Body), ("\">", Place.DoubleQuoted), ("'>", Place.SingleQuoted), ("</title>", Place.Title), ("</textarea>", Place.TextArea),
        ("</style>", Place.Style), ("</script>", Place.Json), ("-->", Place.Comment), ("</noscript>", Place.NoScript), ("</select>", Place.Select),
    ];

    private static readonly string[] Tags =
    [
        "<script>§</script>", "<ScRiPt>§</sCrIpT>", "<script\t>§</script>", "<script/x>§</script>", "<script>\\u0072(¤)</script>",
        "<script>window['r'](¤)</script>", "<script>setTimeout('§')</script>", "<script src=data:,§></script>", "<script src=x onerror=§></script>",
        "<script>eval(atob('‰'))</script>", "<img src=x onerror=§>", "<IMG SRC=x ONERROR=§>", "<img/src=\"x\"onerror=§>", "<img src=x onerror='§'>",
        "<img src=x\nonerror\n=\n§>", "<img src=x onerror=&#114;(¤)>", "<img src=x onerror=r&lpar;¤&rpar;>", "<img src=x onerror=r&#x28;¤&#x29;>",
        "<svg onload=§>", "<svg/onload=§>", "<svg><script>§</script>", "<svg><script>r&#40;¤)</script>", "<svg><script href=data:,§ />",
        "<svg><set onbegin=§ attributeName=x>", "<svg><animate onbegin=§ attributeName=x dur=1s>", "<body onload=§>", "<iframe onload=§>",
        "<iframe srcdoc=&lt;script&gt;parent.§&lt;/script&gt;>", "<iframe src=javascript:parent.§>", "<video src=x onerror=§>",
        "<video><source src=x onerror=§>", "<audio src=x onerror=§>", "<input autofocus onfocus=§>", "<textarea autofocus onfocus=§>",
        "<details open ontoggle=§>", "<link rel=stylesheet href=x onerror=§>", "<style onload=§></style>", "<marquee onstart=§>x</marquee>",
        "<math><mtext><img src=x onerror=§>", "<object data=x onerror=§>",
    ];

    private static readonly string[] Addresses =
    [
        "javascript:parent.§", "JaVaScRiPt:parent.§", "java\tscript:parent.§", "java\nscript:parent.§", " javascript:parent.§", "\u0001javascript:parent.§",
        "javascript://x%0Aparent.§", "javascript:/**/parent.§", "javascript:void(parent.§)", "javascript&colon;parent.§", "&#106;avascript:parent.§",
        "javascript:'<script>parent.§</script>'", "javascript:parent['r'](¤)", "data:text/html,<script>§</script>",
        "data:text/html,<svg onload=§>", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='§'/>",
    ];

    private static readonly (string Text, Place Place)[] Strings =
    [
        ("\";§;//", Place.ScriptDouble), ("\"+§+\"", Place.ScriptDouble), ("\"-§-\"", Place.ScriptDouble), ("\";\n§//", Place.ScriptDouble), ("\\\\\";§;//", Place.ScriptDouble),
        ("';§;//", Place.ScriptSingle), ("'+§+'", Place.ScriptSingle), ("'-§-'", Place.ScriptSingle), ("';\n§//", Place.ScriptSingle), ("\\\\';§;//", Place.ScriptSingle),
        ("${§}", Place.ScriptTemplate), ("`+§+`", Place.ScriptTemplate), ("`;§;`", Place.ScriptTemplate), ("\"}</script><script>§//", Place.Json),
    ];

    private static readonly string[] Mutations =
    [
        "<noscript><p title=\"</noscript><img src=x onerror=§>\">", "<svg></p><style><a id=\"</style><img src=x onerror=§>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=§&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=§>", "<img src=x onerror=§>", "<svg><foreignObject><img src=x onerror=§>",
        "<iframe srcdoc=\"<script>parent.§</script>\">", "<iframe src=javascript:parent.§>", "<math><mi><style><img src=x onerror=§></style>",
        "<svg><title><img src=x onerror=§></title>", "<table><td><img src=x onerror=§>", "<details open ontoggle=§>",
    ];

    private static readonly (string Text, Place Place)[] Styles =
    [
        ("<style>@keyframes a{}</style><b style=animation:a onanimationstart=§>", Place.Body),
        ("<b style=background:url(//ran.invalid/¤)>x", Place.Body), ("<link rel=stylesheet href=//ran.invalid/¤>", Place.Body),
        ("red} </style><script>§</script>", Place.Style), ("url(//ran.invalid/¤)} *{background:url(//ran.invalid/¤)", Place.Style),
        ("<style>*{background:url(//ran.invalid/¤)}</style>", Place.Body), ("\" style=\"background:url(//ran.invalid/¤)", Place.DoubleQuoted),
        ("' style='background:url(//ran.invalid/¤)", Place.SingleQuoted), ("<style>*{x:expression(§)}</style>", Place.Body),
        ("<img src=//ran.invalid/¤>", Place.Body),
    ];

    private static readonly string[] Templates =
        ["{{constructor.constructor('§')()}}", "#{§}", "<%= § %>", "@(§)", "[[${§}]]", "<div><template shadowrootmode=open><img src=x onerror=§></template></div>"];

    // Those that fit many places at once; the second is 0xSobky's.
    private static readonly string[] Polyglots =
    [
        "'\"></title></textarea></style></script>--><svg/onload=§>",
        "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */§ )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=§//>\\x3e",
        "\"'--></style></script><img src=x onerror=§>", "'\"><img src=x onerror=§>",
    ];

    private static readonly Place[] PlacesOfPolyglots = [Place.Body, Place.DoubleQuoted, Place.SingleQuoted, Place.Json, Place.Comment, Place.Style];

    /// <summary>All of them, each with its number.</summary>
    public static IReadOnlyList<ScriptPayload> All { get; } =
    [
        .. Attributes().Select(one => ("attributes", one.Place, one.Text))
            .Concat(Addresses.Select(text => ("addresses", Place.Address, text)))
            .Concat(Strings.Select(one => ("strings of scripts", one.Place, one.Text)))
            .Concat(Mutations.Select(text => ("mutations", Place.Mutated, text)))
            .Concat(Styles.Select(one => ("styles", one.Place, one.Text)))
            .Concat(Templates.Select(text => ("templates", Place.Body, text)))
            .Concat(Polyglots.SelectMany(text => PlacesOfPolyglots.Select(place => ("polyglots", place, text))))
            .Concat(Tags.SelectMany(tag => WaysOut.Select(way => ("tags", way.Place, way.Text + tag))))
            .Take(Count)
            .Select((one, at) => new ScriptPayload(at + 1, one.Item1, one.Item2, Numbered(one.Item3, at + 1))),
    ];

    /// <summary>As many as this, spread over all families.</summary>
    public static IReadOnlyList<ScriptPayload> Spread(int count) => [.. Enumerable.Range(0, count).Select(at => All[at * All.Count / count])];

    private static IEnumerable<(string Text, Place Place)> Attributes() =>
        from way in new[] { ("\"", Place.DoubleQuoted, Place.ImageDouble), ("'", Place.SingleQuoted, Place.ImageSingle), ("x", Place.Unquoted, Place.ImageUnquoted) }
        let end = way.Item1 == "x" ? "" : $" x={way.Item1}"
        from one in new[]
        {
            (" onfocus=§ autofocus", way.Item2), (" ONFOCUS=§ AUTOFOCUS", way.Item2), ("\tonfocus=§\nautofocus", way.Item2), (" onfocus=r&#40;¤) autofocus", way.Item2),
            ("/onfocus=§/autofocus", way.Item2), (" onerror=§", way.Item3), (" OnErRoR=§", way.Item3), (" onerror=r&lpar;¤&rpar;", way.Item3),
        }
        select (way.Item1 + one.Item1 + end, one.Item2);

    private static string Numbered(string text, int id) => text
        .Replace("‰", Convert.ToBase64String(Encoding.ASCII.GetBytes($"r({id})")), StringComparison.Ordinal)
        .Replace("§", $"r({id})", StringComparison.Ordinal)
        .Replace("¤", $"{id}", StringComparison.Ordinal);
}
