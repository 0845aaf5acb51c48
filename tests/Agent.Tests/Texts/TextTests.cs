using System.Xml.Linq;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Texts;

public sealed class TextTests
{
    [Theory]
    [InlineData("zh-Hans", "en_US.UTF-8", "允许")]
    [InlineData("en", "zh_CN.UTF-8", "Allow")]
    [InlineData(null, "zh_CN.UTF-8", "允许")]
    [InlineData(null, "de_DE.UTF-8", "Allow")]
    [InlineData(null, null, "Allow")]
    public void TheLanguageIsTheOneAskedForOrTheDesktops(string? asked, string? lang, string allow) =>
        Text.For(asked, name => name == "LANG" ? lang : null)["Allow"].Should().Be(allow);

    [Fact]
    public void LcAllWinsOverLang() =>
        Text.For(null, name => name == "LC_ALL" ? "zh_CN" : "en_US")["Allow"].Should().Be("允许");

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void EveryTroubleScopeStateAndEndHasItsSentence(string language)
    {
        var text = Text.For(language, _ => null);
        var said = Enum.GetValues<CodeTrouble>().Select(t => text.Trouble(t, "relay.example"))
            .Concat(Enum.GetValues<Scope>().Select(text.Scope))
            .Concat(Enum.GetValues<BannerState>().Select(s => text.Banner(new CustomerScreen.Banner(
                "Lin Wei", s, Doing.Looking, 1, new ComparisonWords(0, 1), [], DateTimeOffset.UnixEpoch, false, [], [], []))))
            .Concat(Enum.GetValues<EndReason>().Select(r => text.Goodbye(new CustomerScreen.Goodbye(r, "Lin Wei")).Happened))
            .Concat(Enum.GetValues<RecordStanding>().Select(r => text["Record" + r]))
            .Concat(Enum.GetValues<DesktopTrouble>().Select(t => text.Say("Cannot" + t, "libgtk-3.so.0")));
        said.Should().OnlyContain(s => s.Length > 1 && !s.Contains('{'));
    }

    [Theory]
    [InlineData("en", "maple lantern", "枫树 灯笼")]
    [InlineData("zh-Hans", "枫树 灯笼", "maple lantern")]
    public void TheComparisonWordsStandInTheCustomersLanguageAndInTheOther(string language, string own, string other) =>
        Text.For(language, _ => null).Words(new ComparisonWords(0, 1)).Should().Be((own, other));

    [Fact]
    public void BothLanguagesHaveTheSameTextsWithTheSameGaps()
    {
        var english = Read("en");
        var chinese = Read("zh-Hans");
        chinese.Keys.Should().BeEquivalentTo(english.Keys);
        foreach (var (name, sentence) in english)
        {
            Gaps(chinese[name]).Should().BeSubsetOf(AllGaps);
            if (!name.StartsWith("Trouble", StringComparison.Ordinal))
            {
                Gaps(chinese[name]).Should().BeEquivalentTo(Gaps(sentence), name);
            }
        }
    }

    private static readonly string[] AllGaps = ["{0}", "{1}"];

    private static List<string> Gaps(string sentence) => [.. AllGaps.Where(sentence.Contains)];

    private static Dictionary<string, string> Read(string language)
    {
        var text = Text.For(language, _ => null);
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RemoteAssist.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var file = language == "en" ? "Text.resx" : "Text.zh-Hans.resx";
        var names = XDocument.Load(Path.Combine(folder, "Agent", "Texts", file)).Root!.Elements("data");
        return names.ToDictionary(d => d.Attribute("name")!.Value, d => text[d.Attribute("name")!.Value]);
    }
}
