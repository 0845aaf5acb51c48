using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

public sealed class LostEndTests
{
    [Fact]
    public async Task AKilledAgentIsSaidOnTheTechniciansPage()
    {
        await using var stage = await Stage.Set();
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
        await using var stage = await Stage.Set("--Sessions:ViewerGrace=00:00:03");
        var agent = await stage.GoLive();

        await stage.Technician.Page.CloseAsync();

        await stage.Screen.Window(WindowTitles.GoodBye);
        await stage.Screen.ClickColour(WindowTitles.GoodBye, AgentProcess.Primary);
        (await agent.Process.Exit()).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("technicianLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task AnAgentThatIsToldToLeaveSaysGoodByeFirst()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();

        agent.Process.Terminate();

        (await agent.Process.Exit(TimeSpan.FromSeconds(5))).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("agentClosed");
        await stage.Technician.Reaches("ended");
    }

    [Fact]
    public async Task ARelayThatIsShutDownEndsItsSessionsWithThatReason()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();

        stage.Relay.Process.Terminate();

        (await stage.Relay.Process.Exit()).Should().Be(0);
        await stage.Screen.Window(WindowTitles.GoodBye);
        (await stage.EndedLog()).EndReason.Should().Be("relayStopped");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task ARelayThatWasKilledFindsItsCutSessionAndTheLogStillVerifies()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();

        stage.Relay.Process.Kill();
        await stage.Screen.Window(WindowTitles.GoodBye);
        await stage.Screen.ClickColour(WindowTitles.GoodBye, AgentProcess.Primary);
        await agent.Process.Exit();
        await stage.Relay.Restart();

        (await stage.EndedLog()).EndReason.Should().Be("relayLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }
}
