using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace RemoteAssist.Viewer.Words;

/// <summary>
/// The texts of the live page in the language of the request, from <c>Resources/LiveText.resx</c> and its translations:
/// for the page itself, and all together for its script.
/// </summary>
public static class LiveText
{
    internal static ResourceManager Resources { get; } =
        new("RemoteAssist.Viewer.Resources.LiveText", typeof(LiveText).Assembly);

    /// <summary>A text with its places filled in.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text: a key on a screen would help nobody.</exception>
    public static string Say(string key, params object[] values) =>
        Resources.GetString(key, CultureInfo.CurrentUICulture) is { } text
            ? string.Format(CultureInfo.CurrentCulture, text, values)
            : throw new KeyNotFoundException($"No text of the live page is called {key}.");

    /// <summary>A text without places, in a language of one's own choice.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public static string SayIn(CultureInfo language, string key) =>
        Resources.GetString(key, language) ?? throw new KeyNotFoundException($"No text of the live page is called {key}.");

    /// <summary>All texts by their keys, as JSON that may stand inside a script element.</summary>
    public static string ForScript() => JsonSerializer.Serialize(
        Keys().ToDictionary(key => key, key => Resources.GetString(key, CultureInfo.CurrentUICulture), StringComparer.Ordinal));

    /// <summary>The keys of the English texts, or of one translation by itself.</summary>
    internal static IEnumerable<string> Keys(CultureInfo? language = null) =>
        Resources.GetResourceSet(language ?? CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false) is { } set
            ? set.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)
            : [];
}
