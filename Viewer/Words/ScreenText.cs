using System.Globalization;
using System.Resources;

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

    /// <summary>Whether there is such a text.</summary>
    public static bool Has(string key) => Resources.GetString(key, CultureInfo.InvariantCulture) is not null;
}
