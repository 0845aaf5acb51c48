using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>The customer's line is bad: slow, wobbly, stalling, cut.</summary>
public sealed class BadLineTests
{
    [Fact]
    public async Task OverAPoorLineThePictureIsRightAsSoonAsTheScreenRests()
    {
        await using var stage = await Stage.Set();
        await using var line = new ImpairedLine(stage.Relay.Address, LineQuality.Poor);
        var agent = await stage.GoLive(line);

        stage.Screen.Run("xterm", ["-T", "numbers", "-geometry", "70x20+80+200", "-e", "sh", "-c", "seq 1 2000; exec sleep 600"]);
        await stage.Screen.Window("numbers");

        await stage.PicturesAgree(within: TimeSpan.FromSeconds(30));
        await agent.StopSharing();
        (await stage.EndedLog()).EndReason.Should().Be("stoppedByCustomer");
    }

    [Fact]
    public async Task ALineThatStallsForSomeSecondsLosesNothing()
    {
        await using var stage = await Stage.Set();
        await using var line = new ImpairedLine(stage.Relay.Address, new LineQuality());
        await stage.GoLive(line);

        // Longer than the five seconds between two signs of life, shorter than the silence that counts as lost.
        var stall = line.Stall(TimeSpan.FromSeconds(6));
        stage.Screen.Run("xterm", ["-T", "meanwhile", "-geometry", "60x15+100+250", "-e", "sh", "-c", "seq 1 500; exec sleep 600"]);
        await stage.Screen.Window("meanwhile");
        var before = (await stage.Technician.Painted()).Count;
        await stall;

        await Until.True("pictures come again", async () => (await stage.Technician.Painted()).Count > before);
        await stage.PicturesAgree();
        (await stage.Technician.State()).Should().Be("live");
    }

    [Fact]
    public async Task ALineThatIsCutEndsTheSessionAndBothSidesSaySo()
    {
        await using var stage = await Stage.Set();
        await using var line = new ImpairedLine(stage.Relay.Address, new LineQuality());
        await stage.GoLive(line);

        line.Cut();

        await stage.Screen.Window(WindowTitles.GoodBye);
        await stage.Technician.Reaches("ended");
        (await stage.EndedLog()).EndReason.Should().Be("customerLost");
        (await stage.Relay.Verify()).ExitCode.Should().Be(0);
    }
}
