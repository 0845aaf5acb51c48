using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

public sealed class DesktopThingsTests : IDisposable
{
    private readonly XServer server = new();
    private readonly OwnWindows own = new();

    [Fact]
    public void TheMonitorsHaveTheirNamesAndPlacesFromLeftToRight()
    {
        server.Run("xrandr", "--setmonitor", "*Right", "320/100x480/100+320+0", "screen");
        server.Run("xrandr", "--setmonitor", "Left", "320/100x480/100+0+0", "none");
        new X11DesktopThings(own, server.Display).Monitors().Should().Equal(
            new MonitorThing("Left", new ScreenRect(0, 0, 320, 480), false),
            new MonitorThing("Right", new ScreenRect(320, 0, 320, 480), true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheWindowsHaveTheirTitlesAndOursAreNotAmongThem(bool managed)
    {
        if (managed)
        {
            await server.Manage();
        }

        using var program = new CanaryProgram(server.Display, 1);
        using var agent = new CanaryProgram(server.Display, 2);
        var ours = agent.Open(new ScreenRect(300, 300, 50, 50), name: "our bar");
        own.Add(ours);
        var letters = program.Open(new ScreenRect(10, 10, 100, 100), name: "Letters\n\u202e of 王芳");
        program.Open(new ScreenRect(50, 50, 20, 20), free: true, name: "a menu");
        server.Stay("xlogo", "-title", "Upper", "-geometry", "100x100+200+200");

        var things = new X11DesktopThings(own, server.Display);
        await Eventually.Is(() => things.Windows() is [{ Title: "Upper", Program: "XLogo" }, var lower] && lower.Id == letters, "both are there, the upper one first");
        things.Windows()[1].Title.Should().StartWith("Letters").And.EndWith("of 王芳").And.NotContainAny("\n", "\u202e");
    }

    [Fact]
    public void WhereNothingAnswersThereIsNothingToChooseFrom()
    {
        var nowhere = new X11DesktopThings(own, ":4093");
        nowhere.Monitors().Should().BeEmpty();
        nowhere.Windows().Should().BeEmpty();
    }

    public void Dispose() => server.Dispose();
}
