using System.Globalization;
using System.Resources;

namespace RemoteAssist.Shared.Receipts;

/// <summary>What the page of a receipt says around it. The sentences are in ReceiptText.resx and ReceiptText.zh-Hans.resx.</summary>
internal sealed class ReceiptWords
{
    private static readonly ResourceManager English = new("RemoteAssist.Shared.Receipts.ReceiptText", typeof(ReceiptWords).Assembly);
    private static readonly ResourceManager Chinese = new("RemoteAssist.Shared.Receipts.ReceiptText-zh-Hans", typeof(ReceiptWords).Assembly);

    private readonly ResourceManager texts;

    private ReceiptWords(string language)
    {
        Language = language;
        texts = language == "en" ? English : Chinese;
    }

    /// <summary>Every language that pages are written in.</summary>
    public static IReadOnlyList<ReceiptWords> All { get; } = [new("en"), new("zh-Hans")];

    /// <summary>As pages name it.</summary>
    public string Language { get; }

    /// <summary>Those of a language; English where there are none.</summary>
    public static ReceiptWords In(string language) => All.FirstOrDefault(words => words.Language == language) ?? All[0];

    /// <summary>A sentence with its gaps filled.</summary>
    public string Say(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture,
        texts.GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException($"There is no text called {name}."),
        values);
}
