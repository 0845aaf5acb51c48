using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>A colleague is asked, comes, is allowed by the customer in the real question and sees the same pixels.</summary>
public sealed class ColleagueTests
{
    [Fact]
    public async Task AColleagueIsBroughtInSeesEveryPixelAndTakesTheSessionOver()
    {
        await using var stage = await Stage.Apart();
        await stage.GoLive();
        await using var colleague = await stage.Colleague("Ben Okoro", "ben.okoro@harbour.example");
        var (first, second) = (stage.Technician.Page, colleague.Page);

        // 1 asked, by the keyboard alone; the colleague's start page shows it without being loaded again
        await first.WaitForSelectorAsync("#colleague-button");
        await first.FocusAsync("#colleague-button");
        await first.Keyboard.PressAsync("Enter");
        await first.WaitForSelectorAsync("#colleague-choice option", new() { State = WaitForSelectorState.Attached });
        await first.FillAsync("#colleague-reason", "You know these printers");
        await first.Keyboard.PressAsync("Enter");
        var card = second.Locator("#invitations .invitation");
        await card.WaitForAsync();
        (await card.TextContentAsync()).Should().Contain("Mei Lin").And.Contain("20931").And.Contain("You know these printers");

        // 2 here, and blind before the first vouches and the customer allows
        await card.Locator("a.primary").ClickAsync();
        await second.WaitForSelectorAsync("#outside-words:not([hidden])");
        await first.WaitForSelectorAsync("#guest[data-state=asks]");
        (await second.TextContentAsync("#outside-words")).Should().Be(await first.TextContentAsync("#guest-words"));
        await first.WaitForSelectorAsync("#colleague-list [data-state=waiting]");
        await first.ClickAsync("#introduce");
        await stage.Screen.ClickColour(WindowTitles.Further, AgentProcess.Primary);
        await second.WaitForSelectorAsync("body[data-view=picture]");
        await colleague.WatchMarker();

        // 3 the same pixels
        await stage.GoesOn();
        await stage.PicturesAgree(colleague);
        await Until.True("the first page names who looks", async () =>
            (await first.TextContentAsync("#looking"))?.Contains("Ben Okoro", StringComparison.Ordinal) == true);

        // 4 handed over: it is theirs, control is asked for in their name, and it goes on when the first has left
        await first.ClickAsync("#colleague-list [data-act^=handOver]");
        await second.WaitForSelectorAsync("body[data-role=technician]");
        await first.WaitForSelectorAsync("body[data-role=colleague]");
        await colleague.TakeControl(stage.Screen);
        await first.ClickAsync("#end");
        await first.WaitForSelectorAsync("#ended:not([hidden])");
        await stage.PicturesAgree(colleague);
        (await colleague.State()).Should().Be("live");

        var log = await Until.NotNull("that the first has left is in the log", async () =>
            await SessionLog.Read(stage.Relay, stage.Technician.SessionId) is var read && read.Actions.Contains("colleague.left") ? read : null);
        log.Actions.Should().ContainInOrder(
            "colleague.invited", "session.viewerJoined", "viewer.admitted", "session.handedOver", "colleague.left");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
        stage.Technician.Complaints.Should().BeEmpty();
        colleague.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task AColleagueWhomTheCustomerDeclinesSeesNothingAndBothAreTold()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();
        await using var colleague = await stage.Colleague("Ben Okoro", "ben.okoro@harbour.example");
        var (first, second) = (stage.Technician.Page, colleague.Page);
        await first.ClickAsync("#colleague-button");
        await first.WaitForSelectorAsync("#colleague-choice option", new() { State = WaitForSelectorState.Attached });
        await first.FillAsync("#colleague-reason", "You know these printers");
        await first.ClickAsync("#colleague-invite");
        await second.Locator("#invitations a.primary").ClickAsync();
        await first.ClickAsync("#introduce");
        var question = await stage.Screen.Window(WindowTitles.Further);
        await stage.Screen.Hands("windowactivate", "--sync", question.Id, "key", "Escape");

        await second.WaitForSelectorAsync("#ended[data-reason=colleagueRefused]");
        await first.WaitForSelectorAsync("#colleague-list [data-state=refused]");
        await stage.GoesOn();
        (await SessionLog.Read(stage.Relay, stage.Technician.SessionId)).Actions.Should().ContainInOrder("colleague.invited", "viewer.refusedByCustomer");
    }
}
