using System.Net;
using Microsoft.Playwright;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Bringing in a colleague, on the pages of both.</summary>
public sealed class ColleaguePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly Invitation Asked = new(
        Some.Id, Guid.Parse("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"), "20931", "Printer prints blank pages", "Mei Lin", "You know these <printers>", false);

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task AColleagueIsInvitedByTheKeyboardAndHowTheyStandIsShown(string locale)
    {
        await using var session = await LiveSession.Start(chromium, locale);
        var page = session.Page;
        (await page.IsVisibleAsync("#colleague-button")).Should().BeFalse("whose session it is has not been said");
        await People(session, new SessionPerson("mei", "Mei Lin", "Help Desk North", PersonState.Technician, [1], null));

        await page.WaitForSelectorAsync("#colleague-button");
        await page.FocusAsync("#colleague-button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#colleague-choice option", new() { State = WaitForSelectorState.Attached });
        await session.Inspect($"colleague-panel-{locale}");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("You know these printers");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#colleague-list [data-state=invited]");
        session.Host.Relay.Invited.Should().Equal(("ben", "You know these printers"));

        await People(
            session,
            new SessionPerson("mei", "Mei Lin", "Help Desk North", PersonState.Technician, [1], null),
            new SessionPerson("ben", "Ben Okoro", "Help Desk North", PersonState.In, [2], null));
        await page.WaitForSelectorAsync("#colleague-list [data-state=in]");
        (await page.TextContentAsync("#looking")).Should().Contain("Mei Lin").And.Contain("Ben Okoro");
        await session.Inspect($"colleague-in-{locale}");
        await page.ClickAsync("#colleague-list [data-act='handOver ben']");
        (await session.Agent.Take<ViewerCommand.HandOver>(1)).Viewer.Should().Be(2u);
        await page.ClickAsync("#colleague-list [data-act='sendAway ben']");
        (await session.Agent.Take<ViewerCommand.SendAway>(1)).Viewer.Should().Be(2u);
        await page.WaitForSelectorAsync("#colleague-list [data-state=sentAway]");
        await page.Keyboard.PressAsync("Escape");
        (await page.IsVisibleAsync("#colleague-panel")).Should().BeFalse();
        session.Found.Should().BeEmpty();
    }

    [Fact]
    public async Task AColleaguesPageOffersWhatIsTheirsAndSaysWhenItIsOver()
    {
        await using var session = await LiveSession.Start(chromium);
        var page = session.Page;
        var mei = new SessionPerson("mei", "Mei Lin", "Help Desk North", PersonState.Technician, [7], null);
        var ben = new SessionPerson("ben", "Ben Okoro", "Help Desk North", PersonState.In, [1], null);
        await People(session, mei, ben);
        await page.WaitForSelectorAsync("body[data-role=colleague]");
        (await page.TextContentAsync("#end")).Should().Be("Leave");
        foreach (var hidden in new[] { "#colleague-button", "#snapshot", "#files-button", "#clipboard-button" })
        {
            (await page.IsVisibleAsync(hidden)).Should().BeFalse(hidden);
        }

        await People(session, mei, ben with { State = PersonState.SentAway, Viewers = [] });
        await page.WaitForSelectorAsync("#ended[data-reason=colleagueSentAway]");
        (await page.IsVisibleAsync("#wrap-up")).Should().BeFalse();
        await session.Inspect("colleague-sent-away");
        session.Found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task WhoAsksWhichCaseAndWhyStandsThereWithoutLoadingThePageAgain(string locale)
    {
        await using var host = await ViewerHost.Start();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = locale,
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = ViewerSetup.TechnicianRole, ["X-Name"] = "Ben%20Okoro" },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/cases");
        host.Invitations.All.Add(Asked);
        var card = page.Locator("#invitations .invitation");
        await card.WaitForAsync(new() { Timeout = 60_000 });
        (await card.TextContentAsync()).Should().Contain("Mei Lin").And.Contain("20931").And.Contain("You know these <printers>");
        (await card.Locator("a.primary").GetAttributeAsync("href")).Should().Be($"/sessions/{Some.Id}");
        (await Axe.Look(page)).Should().BeEmpty();
        await Artifacts.Photograph(page, $"invitation-{locale}".ToLowerInvariant());

        await card.Locator("button").ClickAsync();
        await card.WaitForAsync(new() { State = WaitForSelectorState.Detached }); // of the page that the Relay answers with
        host.Invitations.Declined.Should().Equal(Some.Id);
    }

    [Fact]
    public async Task AnInvitationIsDeclinedWithTheProofOfThePageOnly()
    {
        await using var host = await ViewerHost.Start();
        host.Invitations.All.Add(Asked);
        using var technician = Visitor.Technician(host);
        (await technician.Post($"/invitations?handler=Decline&session={Some.Id}")).Status.Should().Be(HttpStatusCode.BadRequest);
        host.Invitations.Declined.Should().BeEmpty();
        (await technician.SubmitTo($"/invitations?handler=Decline&session={Some.Id}", "/cases")).Location.Should().Be("/cases");
        host.Invitations.Declined.Should().Equal(Some.Id);
    }

    private static Task People(LiveSession session, params SessionPerson[] people) =>
        session.Host.Relay.Show(status => status with { People = people });
}
