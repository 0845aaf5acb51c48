using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

public sealed class WholeSessionTests
{
    [Fact]
    public async Task WhatIsOnTheScreenIsWhatTheTechnicianSeesUntilTheCustomerStops()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();

        var window = stage.Screen.Run("xterm", ["-T", "numbers", "-geometry", "70x20+80+200", "-e", "sh", "-c", "seq 1 400; exec sleep 600"]);
        await stage.Screen.Window("numbers");
        Comparison? comparison = null;
        await Until.True("the technician's picture is that of the screen", async () =>
        {
            var masks = await stage.Technician.Masks();
            comparison = (await stage.Screen.Look()).CompareWith(await stage.Technician.Canvas(), masks);
            return comparison.Differing == 0;
        });
        await stage.Screen.Hands("windowmove", (await stage.Screen.Window("numbers")).Id, "400", "260");
        await stage.PicturesAgree();

        comparison!.Compared.Should().BeGreaterThan(1280 * 800 * 9 / 10);
        comparison.Masked.Should().BePositive("the banner is on the screen and is never sent");
        await window.DisposeAsync();

        await agent.StopSharing();
        await stage.Technician.Reaches("ended");
        (await agent.ReadGoodbye()).Should().Be(0);
        var log = await stage.EndedLog();
        log.EndReason.Should().Be("stoppedByCustomer");
        log.Actions.Should().ContainInOrder(
            "session.requested", "session.viewerJoined", "session.join", "session.allow", "session.show", "session.end");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
        stage.Technician.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task TheTechnicianEndsTheSessionAndTheAgentSaysSoAndLeaves()
    {
        await using var stage = await Stage.Set();
        var agent = await stage.GoLive();

        await stage.Technician.EndSession();

        await stage.Technician.Reaches("ended");
        await stage.Screen.Window(WindowTitles.GoodBye);
        (await stage.Screen.FindWindow(WindowTitles.Banner)).Should().BeNull("nothing is shared any more");
        (await agent.ReadGoodbye()).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("stoppedByTechnician");
    }

    [Fact]
    public async Task StopWorksWhileTheRelayIsFrozen()
    {
        await using var stage = await Stage.Apart();
        var agent = await stage.GoLive();

        stage.Relay.Process.Freeze();
        await agent.StopSharing();
        await Until.True("the bar has no button to stop any more", async () =>
            await stage.Screen.FindWindow(WindowTitles.Banner) is not { } bar
            || (await stage.Screen.Look()).Find(AgentProcess.Danger, bar.Area) is null);

        // Until the Relay has heard of it the program stays.
        stage.Relay.Process.Thaw();
        (await agent.ReadGoodbye()).Should().Be(0);
        (await stage.EndedLog()).EndReason.Should().Be("stoppedByCustomer");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task ATechnicianWhoReloadsTheTabSeesThePictureAgain()
    {
        await using var stage = await Stage.Set();
        await stage.GoLive();

        await stage.Technician.Page.ReloadAsync();
        await stage.Technician.WatchMarker();

        await stage.Technician.Reaches("live");
        stage.Screen.Run("xterm", ["-T", "something new", "-geometry", "40x10+300+300"]);
        await stage.Screen.Window("something new");
        await stage.PicturesAgree();
    }
}
