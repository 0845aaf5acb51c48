using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

public sealed class ConsentTests
{
    [Theory]
    [InlineData("declined")]
    [InlineData("questionClosed")]
    [InlineData("noAnswer")]
    public async Task WithoutAYesTheSessionEndsForThatReasonAndNoPixelIsAskedForOrSent(string reason)
    {
        // Only who does not answer has little time for it.
        await using var stage = await Stage.Apart(reason == "noAnswer" ? ["--Sessions:AnswerWithin=00:00:10"] : []);
        using var requests = new PictureRequests();
        var agent = await stage.Ask(requests.Wrapper(stage.Screen));
        if (reason != "noAnswer")
        {
            // Decline has the focus from the start, so that a hasty Enter declines.
            var question = await stage.Screen.Window(WindowTitles.Question);
            await stage.Screen.Hands("windowactivate", "--sync", question.Id, "key", reason == "declined" ? "Return" : "alt+F4");
        }

        await stage.Technician.Reaches("ended");
        if (reason == "noAnswer")
        {
            await stage.Screen.ClickColour(WindowTitles.GoodBye, AgentProcess.Primary);
        }

        await agent.Process.Exit();
        var log = await stage.EndedLog();
        log.EndReason.Should().Be(reason);
        log.FrameParts.Should().Be(0, "no frame may leave before a yes");
        log.Actions.Should().NotContain("session.allow");
        (await requests.All()).Should().BeGreaterThan(100, "the trace must have seen the Agent's windows being drawn");
        (await requests.ForPixels()).Should().Be(0, "the screen may not be looked at before a yes");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task TheSameTraceSeesThePixelsBeingFetchedOnceTheCustomerAllowed()
    {
        await using var stage = await Stage.Set();
        using var requests = new PictureRequests();
        await stage.GoLive(requests.Wrapper(stage.Screen));

        await Until.True("the trace holds requests for pixels", async () => await requests.ForPixels() > 0);
    }

    [Fact]
    public async Task EnterOnTheQuestionDeclines()
    {
        await using var stage = await Stage.Set();
        await stage.Ask();
        var question = await stage.Screen.Window(WindowTitles.Question);

        await stage.Screen.Hands("windowactivate", "--sync", question.Id);
        await stage.Screen.Hands("key", "Return");

        (await stage.EndedLog()).EndReason.Should().Be("declined");
    }

    [Fact]
    public async Task AllowCannotBePressedBeforeTheTextHasBeenOnTheScreenForAMoment()
    {
        await using var stage = await Stage.Set();
        var isLive = true;

        // On a machine that stands still for so long the moment is over before it is looked at: another question is as good.
        for (var left = 4; isLive && left > 0; left--)
        {
            await using var agent = await stage.Ask();
            var question = await stage.Screen.Window(WindowTitles.Question);
            isLive = (await stage.Screen.Look()).Find(AgentProcess.Primary, question.Area) is not null;
            if (!isLive)
            {
                await agent.Allow();
                await stage.Technician.Reaches("live");
            }
            else
            {
                await stage.Screen.Hands("windowactivate", "--sync", question.Id, "key", "Return");
                await stage.Technician.Reaches("ended");
                await stage.Technician.Page.GotoAsync(stage.CasePage.ToString());
            }
        }

        isLive.Should().BeFalse("Allow is not the colour of a live button yet");
    }
}
