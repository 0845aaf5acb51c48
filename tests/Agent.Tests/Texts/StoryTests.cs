using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Texts;

public sealed class StoryTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void EveryKindOfLineHasItsSentence(string language)
    {
        var text = Text.For(language, _ => null);
        var lines = Enum.GetValues<FeedKind>().Select(k => new FeedLine(default, k, Scope.Control, "Ada"))
            .Concat(new[] { "", "0", "1", "2", "HDMI-1" }.Select(d => new FeedLine(default, FeedKind.ShareChanged, null, d)));
        lines.Select(line => text.Feed(line, "Lin Wei")).Should().OnlyContain(s => s.Length > 3 && !s.Contains('{')).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void EverythingThatIsDoneHasItsSentenceOnTheBar(string language)
    {
        var text = Text.For(language, _ => null);
        var said = Enum.GetValues<Doing>().Select(d => text.Banner(new CustomerScreen.Banner(
            "Lin Wei", BannerState.Watched, d, 1, new(0, 1), [], default, false, [], [], [])));
        said.Should().OnlyContain(s => s.Contains("Lin Wei")).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void TheSummaryHasFiveLinesAtMost()
    {
        var text = Text.For("en", _ => null);
        text.Summary(Some.Summary()).Should().HaveCount(5).And.ContainInOrder(
            "Lin Wei · Northwind IT, case 20931",
            "You allowed: seeing the screen, pointer and keyboard, drawing",
            "Of it was used: seeing the screen, pointer and keyboard",
            "What was done: 43 pointer and key actions, 2 messages, paused once");
        text.Summary(Some.Summary())[1].Should().EndWith("(29 minutes)");
    }

    [Fact]
    public void WhatWasNotDoneIsNotInTheSummary() =>
        Text.For("en", _ => null).Summary(Some.Summary() with { Feed = [], Chat = [], Used = [] })
            .Should().HaveCount(4).And.EndWith("Nothing of it was used.");

    [Theory]
    [InlineData("20931", "RemoteAssist-20931-2026-05-18.html")]
    [InlineData("../../etc/passwd", "RemoteAssist-etc-passwd-2026-05-18.html")]
    [InlineData("工单 7", "RemoteAssist-工单-7-2026-05-18.html")]
    [InlineData("", "RemoteAssist-2026-05-18.html")]
    public void TheFileIsNamedAfterTheCaseAndTheDay(string number, string name) =>
        SummaryPage.FileName(Some.Summary() with { CaseNumber = number, Began = new(2026, 5, 18, 12, 0, 0, TimeSpan.Zero) }).Should().Be(name);

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void ThePageHoldsEverythingAsTextAndNothingOfItAsMarkup(string language)
    {
        const string hostile = "<script>alert('1')</script><img src=x onerror=alert(1)>\"&amp;";
        var summary = Some.Summary();
        var page = SummaryPage.Of(
            summary with
            {
                Technician = hostile, Organisation = hostile, CaseNumber = hostile, Problem = hostile,
                Feed = [new(default, FeedKind.Watching, Detail: hostile)],
                Chat = [new(default, 1, hostile, hostile, true), new(default, 2, null, "中文", true)],
            },
            Text.For(language, _ => null));
        page.Should().NotContain("<script").And.NotContain("<img").And.Contain("&lt;script&gt;").And.Contain($"lang=\"{language}\"")
            .And.Contain("default-src 'none'").And.Contain("中文");
        SummaryPage.Of(summary, Text.For(language, _ => null)).Should().Contain("is it on?").And.Contain("yes").And.Contain(summary.Session.ToString());
    }

    [Fact]
    public void WhatIsShownIsSaidInAFewWords()
    {
        var text = Text.For("en", _ => null);
        text.Shares(ShareChoice.All).Should().Be("Everything on this desktop");
        text.Shares(new(ShareKind.Monitor, "DP-2", [], [7])).Should().Be("Only the monitor DP-2, one window hidden");
        text.Shares(new(ShareKind.Windows, "", [], [])).Should().Be("Nothing: no window is chosen yet");
        text.Shares(new(ShareKind.Windows, "", [1, 2], [3, 4])).Should().Be("Only 2 windows, 2 windows hidden");
        text.Monitor(new("DP-2", new ScreenRect(0, 0, 800, 600), false)).Should().Be("Only the monitor DP-2 (800 × 600)");
        text.Monitor(new("DP-2", default, false)).Should().Be("Only the monitor DP-2, which is not connected");
    }

    [Theory]
    [InlineData("Adwaita-dark", true)]
    [InlineData("Adwaita:dark", true)]
    [InlineData("Yaru-Blue-Dark", true)]
    [InlineData("Adwaita", false)]
    [InlineData("Darkness", false)]
    public void AThemeIsDarkByItsName(string name, bool dark) => Dress.IsDark(name).Should().Be(dark);
}
