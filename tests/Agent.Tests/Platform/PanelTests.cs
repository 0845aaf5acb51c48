using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class PanelTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    [Fact]
    public async Task WhatIsTypedIntoTheChatIsSaid()
    {
        await OpenPanel();
        await ClickOn("Write to Lin Wei");
        await Eventually.Is(() => Active().Contains("details"), "the panel has the keyboard once it is clicked into");
        Type("the printer is new");
        Key("Return");
        await Hears("say the printer is new");
    }

    [Fact]
    public async Task ANewLineIsCountedOnTheBarUntilTheChatIsOpen()
    {
        await Show(Banner() with { Chat = Chat("hello") }, 1);
        (await Accessibles()).Select(a => a.Name).Should().Contain("Details (1 new)");
        Show(Banner() with { Chat = Chat("hello", "are you there?") });
        await GtkStage.Settled();
        await ClickOn("Details (2 new)");
        await Eventually.Is(() => Places().Count == 2, "the panel is there");
        await GtkStage.Settled();
        (await Accessibles()).Select(a => a.Name).Should().Contain("Details");
        Show(Banner() with { Chat = Chat("hello", "are you there?", "yes") });
        await GtkStage.Settled();
        (await Accessibles()).Select(a => a.Name).Should().Contain(["Details", "yes"], "what is in sight is read");
    }

    [Fact]
    public async Task WhoOpensThePanelBecauseOfANewLineSeesThatLine()
    {
        await OpenPanel();
        await ClickOn("Files");
        await ClosePanel();
        Show(Banner() with { Chat = Chat("hello") });
        await GtkStage.Settled();
        await ClickOn("Details (1 new)");
        await Eventually.Is(() => Places().Count == 2, "the panel is open again");
        await GtkStage.Settled();
        (await Accessibles()).Where(a => a.IsInSight).Select(a => a.Name).Should().Contain("hello").And.NotContain("No file is on its way.");
    }

    [Fact]
    public async Task ALinkIsOnlyText()
    {
        await OpenPanel(Banner() with { Chat = Chat("<a href=\"https://evil.example\">look</a> https://evil.example") });
        var said = (await Accessibles()).Where(a => a.Name.Contains("evil.example")).ToArray();
        said.Should().ContainSingle().Which.Role.Should().Be("label");
        said[0].Name.Should().StartWith("<a href", "markup is text too");
    }

    [Fact]
    public async Task ThePanelOpensAndClosesFromTheBarAndKeepsWhatWasTyped()
    {
        await OpenPanel();
        await ClickOn("Write to Lin Wei");
        Type("half a sen");
        await ClosePanel();
        await ClickOn("Details");
        await Eventually.Is(() => Places().Count == 2, "the panel is open again");
        await ClickOn("Write to Lin Wei");
        Key("End");
        Type("tence");
        Key("Return");
        await Hears("say half a sentence");
    }

    [Fact]
    public async Task NeitherTheBarNorThePanelKeepsTheKeyboardFromTheProgramThatHadIt()
    {
        var program = Server.Stay("xterm", "-title", "Letter", "-geometry", "40x10+20+500");
        try
        {
            await Eventually.Is(() => Said("xdotool search --name '^Letter$' || true").Length > 0, "a program is there");
            Server.Run("sh", "-c", "xdotool search --sync --onlyvisible --name '^Letter$' windowactivate --sync");
            await Show(Banner(), 1);
            Active().Should().Be("Letter", "the bar does not take the keyboard");
            await ClickOn("Details");
            await Eventually.Is(() => Places().Count == 2, "the panel is there");
            await ClickOn("Pause");
            await Hears("pause");
            await Eventually.Is(() => Active() == "Letter", "who typed there goes on typing there");
        }
        finally
        {
            program.Kill();
        }
    }

    [Fact]
    public async Task AScopeIsTakenBackByItsButtonAndThenSaysHowToGetItAgain()
    {
        await OpenPanel();
        await ClickOn("Allowed");
        await ClickOn("Take back: Move the pointer and type");
        await Hears("take back Control");
        Show(Banner() with { Scopes = [new(Scope.View, true), new(Scope.Control, false)] });
        await GtkStage.Settled();
        var names = (await Accessibles()).Select(a => a.Name).ToArray();
        names.Should().NotContain("Take back: Move the pointer and type");
        names.Should().Contain("Not allowed. If it is needed, ask your technician to ask you again.");
    }

    [Fact]
    public async Task WhatHappenedIsToldInSentencesWithTimes()
    {
        await OpenPanel(Banner() with
        {
            Feed = [new(Began, FeedKind.Allowed), new(Began.AddMinutes(1), FeedKind.Controlled, Times: 2)],
        });
        await ClickOn("What happened");
        Show(Banner() with
        {
            Feed = [new(Began, FeedKind.Allowed), new(Began.AddMinutes(1), FeedKind.Controlled, Times: 41)],
        });
        await GtkStage.Settled();
        (await Accessibles()).Where(a => a.IsInSight).Select(a => a.Name).Should()
            .Contain(["You allowed Lin Wei to see your screen.", "Lin Wei used your pointer and keyboard (41 actions).", Agent.Texts.Text.Clock(Began)])
            .And.NotContain("Lin Wei used your pointer and keyboard (2 actions).");
    }

    [Fact]
    public async Task WhatIsShownIsChosenInThePanelAndHoldsAtOnce()
    {
        await OpenPanel();
        await ClickOn("What is shown");
        await ClickOn("Inbox (Mail)");
        Shared.Choice.Should().BeEquivalentTo(ShareChoice.All with { Hidden = [72] });
        await ClickOn("Only the monitor DP-2 (1280 × 720)");
        Shared.Choice.Should().BeEquivalentTo(new ShareChoice(ShareKind.Monitor, "DP-2", [], [72]));
        await ClickOn("Only windows that I choose");
        await ClickOn("Printers (Settings)");
        Shared.Choice.Should().BeEquivalentTo(new ShareChoice(ShareKind.Windows, "", [71], [72]));
        await ClickOn("Inbox (Mail)");
        Shared.Choice.Should().BeEquivalentTo(new ShareChoice(ShareKind.Windows, "", [71, 72], []), "who shows a window does not hide it");
        await ClickOn("Everything on this desktop");
        Shared.Choice.Kind.Should().Be(ShareKind.Everything);
        Heard.Should().HaveCount(6).And.OnlyContain(heard => heard == "share");
    }

    [Fact]
    public async Task AChosenWindowThatIsGoneIsForgotten()
    {
        Shared.Choice = new ShareChoice(ShareKind.Windows, "", [71, 9999], []);
        await OpenPanel();
        await Hears("share");
        Shared.Choice.Shown.Should().Equal((nuint)71);
    }

    [Fact]
    public async Task WhatIsShownIsChosenFromTheQuestionToo()
    {
        await Show(Question(), 1);
        await ClickOn("Change what is shown");
        await Eventually.Is(() => Places().Count == 2, "the choice is there, and masked");
        await ClickOn("Only the main monitor HDMI-1 (1920 × 1080)");
        await ClickOn("Done");
        await Eventually.Is(() => Places().Count == 1, "the choice is gone");
        Shared.Choice.Monitor.Should().Be("HDMI-1");
        (await Accessibles()).Select(a => a.Name).Should().Contain("Only the monitor HDMI-1");
        await ClickOn("Allow");
        await Hears("share", "allow View");
    }

    private async Task ClosePanel()
    {
        await ClickOn("Details");

        // openbox overlooks a window that comes back before it has seen it go.
        await Eventually.Is(() => Places().Count == 1 && Said("xprop -root _NET_CLIENT_LIST | grep -o 0x | wc -l") == "1", "the panel is closed");
    }

    private async Task OpenPanel(CustomerScreen.Banner? shown = null)
    {
        await Show(shown ?? Banner(), 1);
        await ClickOn(shown is { Chat.Length: > 0 and var count } ? $"Details ({count} new)" : "Details");
        await Eventually.Is(() => Places().Count == 2, "the panel is there");
        await GtkStage.Settled();
    }
}
