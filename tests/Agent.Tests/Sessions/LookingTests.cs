using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Sessions;

/// <summary>How a technician looks: quality, monitors, and pictures that are kept.</summary>
public sealed class LookingTests
{
    [Fact]
    public async Task APictureThatIsKeptIsToldToTheCustomerAndNotDuringAPause()
    {
        using var stage = new Stage();
        await stage.ToLive();
        stage.Say(new ViewerCommand.Snapshot());
        stage.Banner.Feed[^1].Kind.Should().Be(FeedKind.SnapshotKept);

        stage.Session.Pause();
        stage.Say(new ViewerCommand.Snapshot());
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.Paused]), "the second alone is refused");
        stage.Banner.Feed.Count(line => line.Kind == FeedKind.SnapshotKept).Should().Be(1);
    }

    [Fact]
    public async Task NothingIsKeptOrChosenBeforeTheCustomerAllowsIt()
    {
        using var stage = new Stage();
        await stage.ToQuestion();
        stage.Say(new ViewerCommand.Snapshot());
        stage.Say(new ViewerCommand.Quality(ViewQuality.Sharp));
        stage.Session.Allow([Scope.View]);
        await Eventually.Is(() => stage.Refused.SequenceEqual([CommandRefusal.NotGranted, CommandRefusal.NotGranted]), "both are refused");
    }

    [Fact]
    public async Task MonitorsAreToldWithTheStandingAndAtEachChange()
    {
        using var stage = new Stage();
        var left = new MonitorPlace(new ScreenRect(0, 0, 320, 480), IsPrimary: true, 100);
        var right = new MonitorPlace(new ScreenRect(320, 0, 320, 480), IsPrimary: false, 200);
        await stage.ToLive();
        stage.Technician.Heard.OfType<ControlMessage.Monitors>().Should().BeEmpty("nothing is known of them");
        stage.Shared.Monitors = [left, right];
        await stage.AdvanceUntil(TimeSpan.FromSeconds(5), () => stage.Technician.Heard.OfType<ControlMessage.Monitors>().Any());
        stage.Technician.Heard.OfType<ControlMessage.Monitors>().Last().All.Should().Equal(left, right);

        var before = stage.Technician.Heard.OfType<ControlMessage.Monitors>().Count();
        stage.Shared.Monitors = [left];
        await stage.AdvanceUntil(TimeSpan.FromSeconds(5), () => stage.Technician.Heard.OfType<ControlMessage.Monitors>().Count() > before);
        stage.Technician.Heard.OfType<ControlMessage.Monitors>().Last().All.Should().Equal(left);
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("Xft.dpi:\t192\n", 200)]
    [InlineData("Xft.antialias:\t1\nXft.dpi: 120\n", 125)]
    [InlineData("Xft.dpi:\tlarge\n", 100)]
    [InlineData("Xft.dpi:\t-5\n", 100)]
    [InlineData("Xft.dpi:\t9000\n", 800)]
    public void TheDesktopsScaleIsReadFromItsResources(string resources, int percent) =>
        DesktopScale.Read(resources).Should().Be(percent);
}
