using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>An end that is gone: for good, or for a while.</summary>
public sealed class LostEndTests
{
    private const string ShortWait = "--Sessions:ComeBackWithin=00:00:04";

    [Fact]
    public async Task AKilledAgentIsWaitedForAndThenSaidOnTheTechniciansPage()
    {
        await using var stage = await Stage.Apart(ShortWait);
        var agent = await stage.GoLive();

        agent.Process.Kill();

        await stage.Technician.Reaches("ended");
        (await stage.Technician.Page.TextContentAsync("body")).Should().Contain("+46 8 555 010 22", "the technician calls back");
        (await stage.EndedLog()).EndReason.Should().Be("customerLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task AClosedTabStopsThePictureAndEndsTheSessionWhenNobodyComesBack()
    {
        await using var stage = await Stage.Apart(ShortWait);
        var agent = await stage.GoLive();

        await stage.Technician.Page.CloseAsync();

        (await agent.ReadGoodbye()).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("technicianLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task AnAgentThatIsToldToLeaveSaysGoodByeFirst()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();

        agent.Process.Terminate();

        (await agent.Process.Exit()).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("agentClosed");
        await stage.Technician.Reaches("ended");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASessionGoesOnByItselfWhenTheRelayHasBeenStartedAgain(bool killed)
    {
        await using var stage = await Stage.Apart();
        var agent = await stage.GoLive();

        if (killed)
        {
            stage.Relay.Process.Kill();
        }
        else
        {
            stage.Relay.Process.Terminate();
        }

        await stage.Relay.Process.Exit();
        await stage.Relay.Restart();

        await stage.GoesOn();
        await agent.StopSharing();
        var log = await stage.EndedLog();
        log.EndReason.Should().Be("stoppedByCustomer");
        log.Actions.Count(action => action == "session.allow").Should().Be(1, "the one consent still holds, and nobody asks twice");
        log.Actions.Should().Contain("session.restored");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task ARelayThatComesBackToNobodyEndsWhatItFinds()
    {
        await using var stage = await Stage.Apart();
        var agent = await stage.GoLive();

        stage.Relay.Process.Kill();
        agent.Process.Kill();
        await stage.Technician.Page.CloseAsync();
        await stage.Relay.Process.Exit();
        await stage.Relay.Restart(ShortWait);

        (await stage.EndedLog()).EndReason.Should().Be("relayLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task ARestartedAgentIsAskedForANewCode()
    {
        await using var stage = await Stage.Apart(ShortWait);
        var first = await stage.GoLive();

        first.Process.Kill();
        await first.Process.Exit();
        stage.StartAgent();

        await stage.Screen.Window(WindowTitles.Code);
        (await stage.Screen.FindWindow(WindowTitles.Banner)).Should().BeNull("nothing is shared by an Agent that was not asked");
        (await stage.EndedLog()).EndReason.Should().Be("customerLost");
    }
}
