using System.Net;
using System.Text.RegularExpressions;

namespace RemoteAssist.Tests.Support;

/// <summary>A form of a page.</summary>
/// <param name="To">Where it goes.</param>
/// <param name="Fields">The names of what can be written into it.</param>
/// <param name="Token">The proof that it came from the Relay.</param>
public sealed record PageForm(string To, IReadOnlyList<string> Fields, string Token);

/// <summary>The forms of a page, read from its HTML.</summary>
public static partial class PageForms
{
    /// <summary>Those that are posted and have a field to write into; others do something at once, such as signing out.</summary>
    /// <param name="page">The page's own address, where forms go that name no other.</param>
    /// <param name="html">The page.</param>
    public static IReadOnlyList<PageForm> Of(string page, string html) =>
    [
        .. Form().Matches(html).Select(form => new PageForm(
                Action().Match(form.Value) is { Success: true } action ? WebUtility.HtmlDecode(action.Groups["to"].Value) : page,
                [.. Field().Matches(form.Value).Select(field => field.Groups["name"].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Distinct()],
                Token().Match(form.Value).Groups["value"].Value))
            .Where(form => form.Fields.Count > 0 && form.Token.Length > 0 && !form.To.StartsWith("/sign-out", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("<form\\b[^>]*method=\"post\".*?</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("^<form\\b[^>]*action=\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("<(input|textarea|select)\\b[^>]*\\bname=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
