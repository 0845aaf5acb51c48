using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class WindowPileTests
{
    private static readonly ScreenRect Screen = new(0, 0, 60, 40);

    [Fact]
    public void AtEachPixelTheUppermostWindowDecides()
    {
        var draw = new Lcg(7);
        for (var run = 0; run < Tried.Count(300, smoke: 100); run++)
        {
            var windows = Enumerable.Range(0, draw.Next(7)).Select(_ => Some(draw)).ToArray();
            var onlyChosen = draw.Next(2) == 0;
            var masked = WindowPile.Masked(Screen, Screen, onlyChosen, windows);
            for (var i = 0; i < Screen.Width * Screen.Height; i++)
            {
                var pixel = ScreenRegion.Of(new ScreenRect(i % Screen.Width, i / Screen.Width, 1, 1));
                var top = windows.FirstOrDefault(w => !pixel.Intersect(Covers(w)).IsEmpty);
                var shown = onlyChosen ? top?.Status == WindowStatus.Chosen : top?.Status != WindowStatus.Hidden;
                masked.Intersect(pixel).IsEmpty.Should().Be(shown, "pixel {0} of run {1}", i, run);
            }
        }
    }

    [Fact]
    public void OutsideTheMonitorNothingIsShown()
    {
        var monitor = new ScreenRect(20, 0, 30, 40);
        WindowPile.Masked(Screen, monitor, onlyChosen: false, [])
            .Should().Be(ScreenRegion.Of(Screen).Without(ScreenRegion.Of(monitor)));
        WindowPile.Masked(Screen, default, onlyChosen: false, []).Should().Be(ScreenRegion.Of(Screen), "a monitor that is gone shows nothing");
    }

    // A hidden window is hidden with its whole place.
    private static ScreenRegion Covers(PiledWindow window) =>
        window.Status == WindowStatus.Hidden ? ScreenRegion.Of(window.Place) : window.Shape ?? ScreenRegion.Of(window.Place);

    private static PiledWindow Some(Lcg draw)
    {
        var place = new ScreenRect(draw.Next(50) - 10, draw.Next(40) - 10, 1 + draw.Next(30), 1 + draw.Next(30));
        var hole = new ScreenRect(place.X + (place.Width / 3), place.Y, place.Width / 3, place.Height);
        return new PiledWindow(
            place,
            draw.Next(3) == 0 ? ScreenRegion.Of(place).Without(ScreenRegion.Of(hole)) : null,
            (WindowStatus)draw.Next(3));
    }
}
