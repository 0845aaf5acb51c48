using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace RemoteAssist.Viewer.Words;

/// <summary>
/// The texts of the pages in the language of the request, from <c>Resources/Text.resx</c> and its translations.
/// A key without a text is a bug and throws: a key on a screen would help nobody.
/// </summary>
public sealed class ScreenText
{
    internal static ResourceManager Resources { get; } = new("RemoteAssist.Viewer.Resources.Text", typeof(ScreenText).Assembly);

    /// <summary>The text as it stands.</summary>
    public string this[string key] =>
        Resources.GetString(key, CultureInfo.CurrentUICulture)
        ?? throw new KeyNotFoundException($"No text is called {key}.");

    /// <summary>The text with its places filled in.</summary>
    public string this[string key, params object[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>All texts whose keys begin so, by their keys, as JSON that may stand inside a script element.</summary>
    public string ForScript(string prefix) => JsonSerializer.Serialize(
        Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ToDictionary(key => key, key => this[key], StringComparer.Ordinal));

    /// <summary>Whether there is such a text.</summary>
    public static bool Has(string key) => Resources.GetString(key, CultureInfo.InvariantCulture) is not null;
}
