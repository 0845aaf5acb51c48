using System.Globalization;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class CustomerWindowsTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Fact]
    public async Task TheQuestionAboutAFurtherViewerStandsBesideTheBarAndIsMaskedToo()
    {
        var (bar, question) = await AskAbout(7, allowIn: 3);
        bar.Intersect(question).IsEmpty.Should().BeTrue();
        question.Bottom.Should().BeLessThanOrEqualTo(768);
    }

    [Fact]
    public async Task WhereTheBarWasDraggedDownTheQuestionStandsAboveIt()
    {
        Show(Banner(null));
        await Eventually.Is(() => Places().Count == 1, "the bar is there");
        Server.Run("xdotool", "windowmove", Own.Ids[0].ToString(CultureInfo.InvariantCulture), "30", "720");
        await Eventually.Is(() => Places()[0].Y == 720, "the bar is down there");
        await GtkStage.Settled();
        var (bar, question) = await AskAbout(7, allowIn: 3);
        question.Bottom.Should().BeLessThanOrEqualTo(bar.Y);
        question.Y.Should().BeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("Return")]
    [InlineData("space")]
    public async Task EveryKeyAtTheQuestionAboutAFurtherViewerDeclines(string key)
    {
        await AskAbout(7, allowIn: 0);
        await Eventually.Is(() => Active().Contains("further viewer"), "the question has the keyboard");
        Server.Run("xdotool", "key", key);
        await Eventually.Is(() => !Heard.IsEmpty, "the answer is heard");
        Heard.Should().Equal("decline 7");
    }

    [Fact]
    public async Task ClosingTheQuestionAboutAFurtherViewerDeclines()
    {
        var (_, question) = await AskAbout(7, allowIn: 0);

        // The last button of openbox's title bar.
        Click(question.Right - 10, question.Y + 10);
        await Eventually.Is(() => !Heard.IsEmpty, "the answer is heard");
        Heard.Should().Equal("decline 7");
    }

    [Fact]
    public async Task AFurtherViewerIsAllowedByTheButtonAndNotBeforeTheCountdownIsOver()
    {
        var (_, question) = await AskAbout(7, allowIn: 3);
        ClickAllow(question);
        await GtkStage.Settled();
        Show(Banner(new BesideQuestion.FurtherViewer(7, "Ada Okafor", "Northwind IT", 0, Answered: false)));
        await GtkStage.Settled();
        ClickAllow(question);
        await Eventually.Is(() => !Heard.IsEmpty, "the answer is heard");
        Heard.Should().Equal("allow 7");
    }

    [Fact]
    public async Task AnAnswerThatIsBeingWrittenDownIsNotTakenTwice()
    {
        var (bar, question) = await AskAbout(7, allowIn: 0);
        Show(Banner(new BesideQuestion.FurtherViewer(7, "Ada Okafor", "Northwind IT", 0, Answered: true)));
        await GtkStage.Settled();
        ClickAllow(question);
        Server.Run("xdotool", "key", "Escape");
        ClickStop(bar);
        await Eventually.Is(() => !Heard.IsEmpty, "Stop is heard, as the bar stays in reach");
        Heard.Should().Equal("stop");
    }

    [Fact]
    public async Task TheQuestionGoesWithItsViewer()
    {
        await AskAbout(7, allowIn: 0);
        var (bar, first) = (Own.Ids[0], Own.Ids[1]);
        Show(Banner(new BesideQuestion.FurtherViewer(8, "Bo Lind", "Northwind IT", 3, Answered: false)));
        await Eventually.Is(() => Own.Ids.Length == 2 && Own.Ids[1] != first, "the other one is asked about");
        Show(Banner(null));
        await Eventually.Is(() => Own.Ids.Length == 1, "nobody is asked about");
        Own.Ids.Should().Equal(bar);
        Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task TheQuestionAboutAFurtherViewerGoesWithTheSession()
    {
        await AskAbout(7, allowIn: 0);
        Show(new CustomerScreen.Goodbye(EndReason.TechnicianLost, "Lin Wei"));
        await Eventually.Is(() => Own.Ids.Length == 1 && Active().Contains("good-bye"), "only the good-bye is there");
    }

    [Fact]
    public async Task TheLongestQuestionFitsOnASmallScreen()
    {
        var offer = new CheckedOffer(
            Guid.Empty,
            Long(100),
            Long(100),
            Long(40),
            Long(200),
            Long(200),
            Enum.GetValues<Scope>(),
            TimeSpan.FromHours(1),
            TimeSpan.FromMinutes(2),
            new AuditorList([], [.. Enumerable.Range(0, 32).Select(i => new AuditorCertificate(Long(60), [(byte)i], default, default, []))]));
        Show(new CustomerScreen.Question(offer, Words, AllowIn: 0, Answered: false));
        await Eventually.Is(() => Places().Count == 1, "the question is there");
        var place = Places().Single();
        (place.Right <= 1024 && place.Bottom <= 768).Should().BeTrue($"it stands at {place}");

        // The button is where it is always.
        await GtkStage.Settled();
        ClickAllow(place, fromBottom: 110);
        await Eventually.Is(() => !Heard.IsEmpty, "the answer is heard");
        Heard.Should().Equal("allow View");
    }

    private static string Long(int length) => string.Concat(Enumerable.Repeat("printer ", 30))[..length];

    private async Task<(ScreenRect Bar, ScreenRect Question)> AskAbout(int viewer, int allowIn)
    {
        Show(Banner(null));
        await Eventually.Is(() => Places().Count == 1, "the bar is there");
        Show(Banner(new BesideQuestion.FurtherViewer(viewer, "Ada Okafor", "Northwind IT", allowIn, Answered: false)));
        await Eventually.Is(() => Places().Count == 2, "both are there");
        await GtkStage.Settled();
        return (Places()[0], Places()[1]);
    }

    // Right half, one margin and half a button above the lower edge.
    private void ClickAllow(ScreenRect question, int fromBottom = 45) => Click(question.Right - 120, question.Bottom - fromBottom);

    private void ClickStop(ScreenRect bar) => Click(bar.Right - 60, bar.Y + 18);
}
