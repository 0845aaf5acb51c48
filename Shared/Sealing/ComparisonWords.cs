using System.Reflection;
using System.Text.Json;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// Two words that both screens show, in each language, for those who want to check by voice that nobody sits between
/// them. 256 words: two of them are equal by chance once in 65,536 exchanges.
/// </summary>
/// <param name="First">Index of the first word, 0 to 255.</param>
/// <param name="Second">Index of the second word, 0 to 255.</param>
public sealed record ComparisonWords(byte First, byte Second)
{
    /// <summary>Words shown, and bytes that they are made from.</summary>
    public const int Count = 2;

    /// <summary>All words by index. The browser reads the same file.</summary>
    public static IReadOnlyList<Word> All { get; } = Load();

    /// <summary>Such as <c>maple lantern</c>.</summary>
    public string English => $"{All[First].En} {All[Second].En}";

    /// <summary>Such as <c>枫树 灯笼</c>.</summary>
    public string Chinese => $"{All[First].Zh} {All[Second].Zh}";

    /// <summary>One word in both languages.</summary>
    public sealed record Word(string En, string Zh);

    internal static ComparisonWords From(byte[] bytes) => new(bytes[0], bytes[1]);

    private static Word[] Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("RemoteAssist.Shared.ComparisonWords.json")!;
        using var document = JsonDocument.Parse(file);
        return [.. document.RootElement.EnumerateArray().Select(word =>
            new Word(word.GetProperty("en").GetString()!, word.GetProperty("zh").GetString()!))];
    }
}
