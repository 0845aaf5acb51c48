using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>What the customer shows and hides, on a display without a window manager: places and pile are exactly as told.</summary>
public sealed class SharedScreenTests : IDisposable
{
    private const uint Desk = 0x336699;
    private const uint Secret = 0xfe01c7;
    private const uint Neighbour = 0x20c040;
    private const uint Flat = 0x24504f;

    private static readonly ScreenRect Whole = new(0, 0, XServer.Width, XServer.Height);

    private readonly XServer server = new();
    private readonly SharedScreen sharing = new();
    private readonly X11ScreenSource source;
    private readonly CanaryProgram secret;
    private readonly CanaryProgram neighbour;

    public SharedScreenTests()
    {
        server.Run("xsetroot", "-solid", "#336699");
        source = new X11ScreenSource(new OwnWindows(), server.Display, sharing);
        secret = new CanaryProgram(server.Display, Secret);
        neighbour = new CanaryProgram(server.Display, Neighbour);
    }

    [Fact]
    public void AHiddenWindowIsFlatWhereItLiesOnTopAndWhatLiesOnItIsShown()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 150));
        neighbour.Open(new ScreenRect(50, 50, 100, 100));
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Secret, Neighbour]);

        Hide(hidden);

        var change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Desk, Flat, Neighbour]);
        At(change, 120, 120).Should().Be(Neighbour);
        At(change, 149, 149).Should().Be(Neighbour);
        At(change, 150, 150).Should().Be(Flat);
        At(change, 299, 249).Should().Be(Flat);
        At(change, 300, 250).Should().Be(Desk);
        ScreenRegion.Of(change.Masks).Should().Be(
            ScreenRegion.Of(new ScreenRect(100, 100, 200, 150)).Without(ScreenRegion.Of(new ScreenRect(50, 50, 100, 100))));
        ScreenRegion.Of(change.Damage).Should().Be(ScreenRegion.Of(change.Masks));
        change.Shared.Should().Be(Whole);
    }

    [Fact]
    public void WhereAHiddenWindowGoesIsDamageAndWhereItComesFromToo()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 150));
        Hide(hidden);
        source.Fetch();

        secret.Move(hidden, 500, 380);
        secret.Sync();

        var change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Desk, Flat]);
        change.Masks.Should().Equal(new ScreenRect(500, 380, 140, 100));
        ScreenRegion.Of(new ScreenRect(100, 100, 200, 150)).Union(ScreenRegion.Of(change.Masks))
            .Without(ScreenRegion.Of(change.Damage)).IsEmpty.Should().BeTrue();

        secret.Unmap(hidden);
        secret.Sync();
        Colours(source.Fetch()).Should().Equal(Desk);
    }

    [Fact]
    public void WhatHappensInAHiddenWindowIsNeitherFetchedNorDamage()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 150));
        Hide(hidden);
        source.Fetch();
        for (var i = 0; i < 5; i++)
        {
            secret.Paint(hidden, 10 * i, 10, 50, 50);
            secret.Sync();
            var change = source.Fetch();
            change.PixelsFetched.Should().Be(0);
            change.Damage.Should().BeEmpty();
        }
    }

    [Fact]
    public void WhoHidesAWindowHidesTheMenusAndDialogsOfItsProgram()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 150));
        Hide(hidden);
        source.Fetch();

        var menu = secret.Open(new ScreenRect(20, 20, 50, 50), free: true);
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Flat]);
        secret.Open(new ScreenRect(400, 300, 100, 100), of: hidden);
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Flat]);
        secret.Unmap(menu);
        using var helper = new CanaryProgram(server.Display, Secret);
        var dialog = helper.Open(new ScreenRect(300, 10, 100, 100), of: hidden);
        helper.Open(new ScreenRect(450, 10, 100, 100), of: dialog);

        var change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Desk, Flat]);
        At(change, 350, 50).Should().Be(Flat);
        At(change, 500, 50).Should().Be(Flat);
    }

    [Fact]
    public void WhatAHiddenWindowLeftInAWindowThatDoesNotPaintIsNotShown()
    {
        var hung = neighbour.Open(new ScreenRect(50, 50, 300, 300), background: false);
        var hidden = secret.Open(new ScreenRect(100, 100, 100, 100));
        Hide(hidden);
        source.Fetch();

        secret.Move(hidden, 220, 220);
        secret.Paint(hidden, 0, 0, 100, 100);
        secret.Sync();
        At(source.Fetch(), 120, 120).Should().Be(Flat, "it is still to be seen there");
        secret.Unmap(hidden);
        secret.Sync();
        var change = source.Fetch();
        At(change, 120, 120).Should().Be(Flat);
        At(change, 300, 300).Should().Be(Flat);
        Shows(Secret).Should().BeTrue("the hung window does not paint");

        neighbour.Move(hung, 150, 40);
        neighbour.Sync();
        Colours(source.Fetch()).Should().NotContain(Secret);
        source.Fetch().Picture.Should().Match<Frame>(p => !HasColour(p, Secret));

        neighbour.Paint(hung, 0, 0, 300, 300);
        neighbour.Sync();
        change = source.Fetch();
        At(change, 220, 100).Should().Be(Neighbour, "now it has painted");
        At(change, 400, 300).Should().Be(Neighbour);
    }

    [Fact]
    public void AWindowThatIsMappedOverAHiddenOneShowsNothingOfItBeforeItPaints()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 200));
        Hide(hidden);
        source.Fetch();

        var hung = neighbour.Open(new ScreenRect(120, 120, 100, 100), background: false, free: true);
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Flat]);
        neighbour.Paint(hung, 0, 0, 50, 100);
        neighbour.Sync();
        var change = source.Fetch();
        At(change, 130, 130).Should().Be(Neighbour);
        At(change, 190, 130).Should().Be(Flat);
    }

    [Fact]
    public void AShapedWindowCoversOnlyWhatItsShapeCovers()
    {
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 200));
        var ring = neighbour.Open(new ScreenRect(120, 120, 100, 100), free: true);
        Hide(hidden);
        source.Fetch();

        neighbour.Shape(ring, new ScreenRect(0, 0, 100, 20), new ScreenRect(0, 80, 100, 20));
        neighbour.Paint(ring, 0, 0, 100, 100);
        neighbour.Sync();

        var change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Desk, Flat, Neighbour]);
        At(change, 130, 130).Should().Be(Neighbour);
        At(change, 130, 160).Should().Be(Flat, "the hidden window can be seen through the hole");
    }

    [Fact]
    public void OnlyChosenWindowsAreShownWithTheirOwnMenus()
    {
        var chosen = neighbour.Open(new ScreenRect(100, 100, 200, 150));
        secret.Open(new ScreenRect(250, 200, 100, 100));
        source.Fetch();
        sharing.Choice = new ShareChoice(ShareKind.Windows, "", [chosen], []);

        var change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Flat, Neighbour]);
        At(change, 260, 210).Should().Be(Flat, "another window lies on it");
        change.Shared.Should().Be(new ScreenRect(100, 100, 200, 150));

        var menu = neighbour.Open(new ScreenRect(400, 20, 60, 60), free: true);
        At(source.Fetch(), 420, 40).Should().Be(Neighbour);
        neighbour.Unmap(menu);
        neighbour.Open(new ScreenRect(400, 300, 60, 60));
        At(source.Fetch(), 420, 320).Should().Be(Flat, "another window of the program was not chosen");

        neighbour.Move(chosen, 20, 20);
        neighbour.Sync();
        change = source.Fetch();
        At(change, 30, 30).Should().Be(Neighbour);
        At(change, 260, 150).Should().Be(Flat);
        change.Shared.Should().Be(new ScreenRect(20, 20, 200, 150));
    }

    [Fact]
    public void OfOneMonitorOnlyThatIsFetchedAndOneThatIsGoneShowsNothing()
    {
        server.Run("xrandr", "--setmonitor", "Left", "320/100x480/100+0+0", "screen");
        server.Run("xrandr", "--setmonitor", "Right", "320/100x480/100+320+0", "none");
        secret.Open(new ScreenRect(400, 100, 100, 100));
        neighbour.Open(new ScreenRect(270, 100, 100, 100));
        source.Fetch();
        sharing.Monitors.Select(m => m.Place).Should().Equal(new ScreenRect(0, 0, 320, 480), new ScreenRect(320, 0, 320, 480));

        sharing.Choice = new ShareChoice(ShareKind.Monitor, "Left", [], []);
        var change = source.Fetch();
        sharing.Monitors.Should().Equal(new MonitorPlace(new ScreenRect(0, 0, 320, 480), IsPrimary: false, 100));
        Colours(change).Should().BeEquivalentTo([Desk, Neighbour, Flat]);
        change.Shared.Should().Be(new ScreenRect(0, 0, 320, 480));
        change.Masks.Should().Equal(new ScreenRect(320, 0, 320, 480));
        At(change, 319, 150).Should().Be(Neighbour);
        At(change, 320, 150).Should().Be(Flat);

        sharing.Choice = new ShareChoice(ShareKind.Monitor, "Right", [], []);
        change = source.Fetch();
        Colours(change).Should().BeEquivalentTo([Desk, Neighbour, Secret, Flat]);
        At(change, 319, 150).Should().Be(Flat);

        server.Run("xrandr", "--delmonitor", "Right");
        change = source.Fetch();
        Colours(change).Should().Equal(Flat);
        change.Shared.IsEmpty.Should().BeTrue();
        sharing.Monitors.Should().BeEmpty("nothing is shown of any");

        sharing.Choice = ShareChoice.All;
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Neighbour, Secret]);
    }

    [Fact]
    public void HiddenWindowsStayHiddenOnAMonitorAndEachChoiceHoldsFromTheNextFetchOn()
    {
        server.Run("xrandr", "--setmonitor", "Left", "320/100x480/100+0+0", "screen");
        server.Run("xrandr", "--setmonitor", "Right", "320/100x480/100+320+0", "none");
        var hidden = secret.Open(new ScreenRect(270, 100, 100, 100));
        var other = neighbour.Open(new ScreenRect(20, 20, 100, 100));

        sharing.Choice = new ShareChoice(ShareKind.Monitor, "Left", [], [hidden]);
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Neighbour, Flat]);
        sharing.Choice = new ShareChoice(ShareKind.Monitor, "Right", [], [hidden]);
        Colours(source.Fetch()).Should().BeEquivalentTo([Desk, Flat]);
        sharing.Choice = new ShareChoice(ShareKind.Windows, "", [hidden, other], [hidden]);
        Colours(source.Fetch()).Should().BeEquivalentTo([Neighbour, Flat]);
        sharing.Choice = new ShareChoice(ShareKind.Windows, "", [hidden], []);
        Colours(source.Fetch()).Should().BeEquivalentTo([Secret, Flat]);
        sharing.Choice = ShareChoice.All;
        var change = source.Fetch();
        change.Masks.Should().BeEmpty();
        change.Picture.ShowsTheSameAs(server.Photograph()).Should().BeTrue();
    }

    [Fact]
    public async Task AnotherChoiceEndsTheSleep()
    {
        await Eventually.Is(() => source.Fetch() is { PixelsFetched: 0 } && source.Fetch() is { PixelsFetched: 0 }, "nothing is left to fetch");
        var sleep = Task.Run(() => source.Sleep(TimeSpan.FromSeconds(20), untilChange: true));
        sharing.Choice = new ShareChoice(ShareKind.Windows, "", [], []);
        await sleep.WaitAsync(TimeSpan.FromSeconds(60));
        Colours(source.Fetch()).Should().Equal(Flat);
    }

    [Fact]
    public async Task WhileNobodyLooksAHiddenWindowIsStillFollowed()
    {
        var hung = neighbour.Open(new ScreenRect(50, 50, 300, 300), background: false);
        var hidden = secret.Open(new ScreenRect(100, 100, 100, 100));
        Hide(hidden);
        source.Fetch();
        var sleep = Task.Run(() => source.Sleep(null, untilChange: false));
        for (var i = 0; i < 200; i++)
        {
            secret.Move(hidden, 60 + i, 60 + (i / 2));
        }

        neighbour.Raise(hung);
        neighbour.Sync();
        source.Wake();
        await sleep.WaitAsync(TimeSpan.FromSeconds(60));
        Colours(source.Fetch()).Should().NotContain(Secret);
        Shows(Secret).Should().BeTrue("the hung window does not paint");
    }

    [Fact]
    public async Task WhereACompositorDrawsTheScreenAHiddenWindowsPixelsAreNotEvenAskedFor()
    {
        using var compositor = new SmallCompositor(server.Display);
        var hidden = secret.Open(new ScreenRect(100, 100, 200, 150));
        neighbour.Open(new ScreenRect(50, 50, 100, 100));
        await Eventually.Is(() => At(source.Fetch(), 250, 200) == Secret && At(source.Fetch(), 60, 60) == Neighbour, "the compositor has drawn them");

        Hide(hidden);
        var change = source.Fetch();
        At(change, 120, 120).Should().Be(Neighbour);
        At(change, 150, 150).Should().Be(Flat);
        Colours(change).Should().NotContain(Secret);

        // The compositor still shows it where it was when it is elsewhere already.
        for (var i = 0; i < 50; i++)
        {
            secret.Move(hidden, i * 8, 100 + i);
            secret.Sync();
            Colours(source.Fetch()).Should().NotContain(Secret);
        }

        secret.Unmap(hidden);
        neighbour.Open(new ScreenRect(300, 300, 50, 50));
        await Eventually.Is(() => source.Fetch() is var c && At(c, 320, 320) == Neighbour && c.Masks.Count == 0, "the rest is shown");
        sharing.Choice = ShareChoice.All;
        await Eventually.Is(() => source.Fetch().Picture.ShowsTheSameAs(server.Photograph()), "the picture is the screen");
    }

    [Fact]
    public void NobodyElseIsHeldUpLongerThanAFetchTakes()
    {
        Hide(secret.Open(new ScreenRect(100, 100, 200, 150)));
        source.Fetch();
        neighbour.Open(new ScreenRect(10, 10, 50, 50));
        neighbour.Sync();
        source.Fetch();
        neighbour.Sync();
        At(source.Fetch(), 20, 20).Should().Be(Neighbour, "others are served between fetches");
    }

    public void Dispose()
    {
        source.Dispose();
        secret.Dispose();
        neighbour.Dispose();
        server.Dispose();
    }

    private void Hide(nuint window) => sharing.Choice = ShareChoice.All with { Hidden = [window] };

    private bool Shows(uint colour) => HasColour(server.Photograph(), colour);

    private static bool HasColour(Frame picture, uint colour) => Colours(picture).Contains(colour);

    private static HashSet<uint> Colours(ScreenChange change) => Colours(change.Picture);

    private static HashSet<uint> Colours(Frame picture) =>
        [.. Enumerable.Range(0, picture.Width * picture.Height).Select(i => BitConverter.ToUInt32(picture.Pixels, i * 4) & 0xffffff)];

    private static uint At(ScreenChange change, int x, int y) => BitConverter.ToUInt32(change.Picture.Row(x, y, 1)) & 0xffffff;
}
