using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The two languages say the same things, each in its own words.</summary>
public sealed partial class TextTests
{
    /// <summary>Names that are the same in both languages.</summary>
    private static readonly string[] Names =
        ["RemoteAssist", "Agent", "Linux", "X11", "Windows", "macOS", "Wayland", "name@example.com", "SHA-256", "sha256sum", "MB", "UTC", "CSV", "JSON Lines", "https://", "http://"];

    private static readonly Dictionary<string, string> English = Read(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> Chinese = Read(Languages.Chinese);

    [Fact]
    public void BothLanguagesHaveTheSameTexts() => Chinese.Keys.Should().BeEquivalentTo(English.Keys).And.HaveCountGreaterThan(150);

    [Fact]
    public void BothLanguagesFillInTheSamePlaces()
    {
        foreach (var (key, text) in English)
        {
            Places(Chinese[key]).Should().BeEquivalentTo(Places(text), key);
        }
    }

    [Fact]
    public void NoEnglishIsLeftInTheChineseTexts() =>
        Chinese.Where(text => Latin().IsMatch(Names.Aggregate(text.Value, (left, name) => left.Replace(name, "", StringComparison.Ordinal))))
            .Should().BeEmpty();

    [Fact]
    public void NoChineseIsLeftInTheEnglishTexts() => English.Where(text => Han().IsMatch(text.Value)).Should().BeEmpty();

    [Fact]
    public void NobodyIsShoutedAtBlamedOrGivenJargon()
    {
        English.Where(text => Unwelcome().IsMatch(text.Value)).Should().BeEmpty();
        Chinese.Where(text => text.Value.Contains('！') || text.Value.Contains('!') || text.Value.Contains("无效", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void OneThingHasOneWord()
    {
        // RemoteAssist is what people start; Agent is only the name of its file, which they have to type once.
        var all = English.Concat(Chinese).Concat(Live(CultureInfo.InvariantCulture)).Concat(Live(Languages.Chinese)).ToList();
        all.Should().HaveCountGreaterThan(500);
        all.Where(text => OtherWord().IsMatch(text.Value) && text.Key != "Join.Start.Text").Should().BeEmpty();
    }

    [Fact]
    public void ATextThatDoesNotExistIsABug() =>
        new ScreenText().Invoking(text => text["No.Such.Text"]).Should().Throw<KeyNotFoundException>();

    private static Dictionary<string, string> Read(CultureInfo culture) =>
        ScreenText.Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!);

    private static Dictionary<string, string> Live(CultureInfo culture) =>
        LiveText.Keys(culture).ToDictionary(key => key, key => LiveText.Resources.GetString(key, culture)!);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Distinct();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();

    [GeneratedRegex(@"[\u3000-\u9fff\uff00-\uffef]")]
    private static partial Regex Han();

    [GeneratedRegex(
        "\\b(Relay|Agent)\\b|(?<!support )\\bserver\\b|(?<!支持)服务器|确认(问题|窗口)|创建(了)?工单|回电",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherWord();

    [GeneratedRegex("!|\\b(invalid|token|peer|PAKE|deny|denied|illegal|error)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Unwelcome();
}
