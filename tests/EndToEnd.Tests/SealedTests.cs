using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>What only the two ends can see, judge and open.</summary>
public sealed class SealedTests
{
    [Fact]
    public async Task AWrongCodeIsSeenByTheTechnicianAndTheRightOneStillOpensTheSession()
    {
        await using var stage = await Stage.Apart();
        var code = await stage.Technician.StartSession();
        var agent = stage.StartAgent();

        await agent.TypeCode(code[..4] + (code[4] == '9' ? '0' : '9') + code[5..]);
        await Until.True(
            "the try is in the log",
            async () => (await SessionLog.Read(stage.Relay)).Detail("session.codeRefused", "reason") == "wrongCode",
            seen: agent.Said);
        (await SessionLog.Read(stage.Relay, stage.Technician.SessionId)).Detail("session.codeRefused", "triesLeft").Should().Be("4");
        await Until.True("the page says so", async () => (await stage.Technician.Page.InnerTextAsync("#code-tries")).Contains('4'));
        await Until.True("and what was wrong", async () => (await stage.Technician.Page.InnerTextAsync("#code-note")).Length > 0);

        await agent.TypeCodeAgain(code);
        await stage.Screen.Window(WindowTitles.Question);
        await stage.Technician.Reaches("joined");
        await Until.True("both screens show two words", async () => (await stage.Technician.Page.InnerTextAsync("#words")).Length > 0);
    }

    [Fact]
    public async Task FiveWrongCodesDestroyItAndTheTechnicianGetsANewOneWithOneClick()
    {
        await using var stage = await Stage.Apart();
        var code = await stage.Technician.StartSession();
        var agent = stage.StartAgent();
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            var guess = code[..4] + string.Concat(code[4..].Select(digit => (char)('0' + ((digit - '0' + wrong) % 10))));
            await (wrong == 1 ? agent.TypeCode(guess) : agent.TypeCodeAgain(guess));
            await Until.True($"try {wrong} is in the log", async () =>
                (await SessionLog.Read(stage.Relay)).Actions.Count(action => action == "session.codeRefused") == wrong);
        }

        await Until.True("the page shows no code any more", async () =>
            !(await stage.Technician.Page.TextContentAsync("#code") ?? "").Any(char.IsAsciiDigit));
        await agent.TypeCodeAgain(code);
        await Until.True("the right code is refused now", async () =>
            (await SessionLog.Read(stage.Relay)).Actions.Count(action => action == "session.codeRefused") == 6);

        await stage.Technician.NewCode();
        await agent.TypeCodeAgain(await stage.Technician.Code());
        await stage.Screen.Window(WindowTitles.Question);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFurtherWindowSeesThePictureOnlyWhenItWasIntroducedAndTheCustomerAllowed(bool allowed)
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();
        var further = await stage.Technician.Page.Context.NewPageAsync();
        await further.GotoAsync(stage.Technician.Page.Url);

        await further.ClickAsync("#ask-in");
        await Until.True("both pages show the same two words", async () =>
            await Words(stage.Technician.Page, "#guest-words") is { Length: > 0 } shown && shown == await Words(further, "#outside-words"));
        await stage.Technician.Page.ClickAsync("#introduce");
        await stage.Screen.Window(WindowTitles.Further);
        (await Width(further)).Should().Be(1, "nobody has allowed anything yet");
        await (allowed
            ? stage.Screen.ClickColour(WindowTitles.Further, AgentProcess.Primary)
            : stage.Screen.Hands("windowactivate", "--sync", (await stage.Screen.Window(WindowTitles.Further)).Id, "key", "Escape"));

        await Until.True("the answer is on the first page", async () =>
            await stage.Technician.Page.GetAttributeAsync("#guest", "data-state") == (allowed ? "allowed" : "declined"));
        if (allowed)
        {
            await Until.True("the further window has the picture", async () => await Width(further) == 1280);
        }
        else
        {
            await Until.True("the further window is told", async () =>
                await further.GetAttributeAsync("#outside", "data-state") == "declined");
            (await Width(further)).Should().Be(1);
        }

        await stage.GoesOn();
        (await Width(further)).Should().Be(allowed ? 1280 : 1);
        (await SessionLog.Read(stage.Relay, stage.Technician.SessionId)).Actions
            .Should().Contain(allowed ? "viewer.admitted" : "viewer.refusedByCustomer");
    }

    private static async Task<string> Words(IPage page, string where) =>
        await page.IsVisibleAsync(where) ? await page.InnerTextAsync(where) : "";

    private static Task<int> Width(IPage page) => page.EvaluateAsync<int>("() => document.querySelector('#screen').width");
}
