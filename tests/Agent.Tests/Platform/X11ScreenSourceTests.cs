using System.Diagnostics;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

public sealed class X11ScreenSourceTests : IDisposable
{
    private static readonly ScreenRect Whole = new(0, 0, XServer.Width, XServer.Height);

    private readonly XServer server = new();
    private readonly OwnWindows own = new();
    private readonly X11ScreenSource source;

    public X11ScreenSourceTests()
    {
        server.Run("xsetroot", "-solid", "#336699");
        source = new X11ScreenSource(own, server.Display);
    }

    [Fact]
    public async Task WhatIsFetchedIsWhatTheScreenShows()
    {
        server.Stay("xlogo", "-geometry", "200x150+100+80");
        await Eventually.Is(() => Shows(server.Photograph(), 120, 100, 0x336699) == false, "the logo is drawn");
        var change = source.Fetch();
        change.Damage.Should().Contain(Whole);
        change.PixelsFetched.Should().Be(XServer.Width * XServer.Height);
        await CatchesUp();

        source.Tidy();
        server.Stay("xlogo", "-geometry", "100x100+310+210");
        await Eventually.Is(() => Shows(server.Photograph(), 315, 215, 0x336699) == false, "another is drawn");
        await CatchesUp();
    }

    [Fact]
    public async Task OnlyTheAreaOfAWindowThatDrawsIsFetched()
    {
        source.Fetch();
        server.Stay("xlogo", "-geometry", "200x100+100+80");
        var pixels = 0;
        var damage = new List<ScreenRect>();
        await Eventually.Is(
            () =>
            {
                var change = source.Fetch();
                pixels = Math.Max(pixels, change.PixelsFetched);
                damage.AddRange(change.Damage);
                return damage.Count > 0 && change.Picture.ShowsTheSameAs(server.Photograph());
            },
            "the logo is fetched");
        var border = new ScreenRect(98, 78, 206, 106);
        damage.Should().OnlyContain(d => d.Intersect(border) == d);
        pixels.Should().BeInRange(200 * 100, 206 * 106);
    }

    [Fact]
    public async Task AStillScreenCostsNoPixel()
    {
        source.Fetch();
        await CatchesUp();
        for (var i = 0; i < 10; i++)
        {
            var change = source.Fetch();
            change.PixelsFetched.Should().Be(0);
            change.Damage.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task OwnWindowsAreFlatAndWhatHappensInThemIsNoDamage()
    {
        server.Stay("xlogo", "-geometry", "150x100+200+100", "-name", "mask");
        nuint id = 0;
        await Eventually.Is(() => (id = Find("mask")) != 0, "the window is there");
        own.Add(id);
        var change = source.Fetch();
        await Eventually.Is(() => (change = source.Fetch()).Masks.Count == 1, "the window can be seen");
        var mask = change.Masks.Single();
        mask.Intersect(new ScreenRect(200, 100, 150, 100)).Should().Be(new ScreenRect(200, 100, 150, 100));
        AllOf(change.Picture, mask, 0x24504f).Should().BeTrue();

        // It draws all it can inside: nothing of it is looked at.
        var encoder = new FrameEncoder();
        encoder.Next(change, 1, SendPlan.Free(keyFrame: true));
        for (var i = 0; i < 5; i++)
        {
            server.Run("xrefresh", "-geometry", "100x50+220+120");
            var later = source.Fetch();
            AllOf(later.Picture, mask, 0x24504f).Should().BeTrue();
            (encoder.Next(later, 2, SendPlan.Free())?.Sections.Count ?? 0).Should().Be(0);
        }
    }

    [Fact]
    public async Task WhereAnOwnWindowWasTheScreenShowsAgain()
    {
        var program = server.Stay("xlogo", "-geometry", "150x100+200+100", "-name", "mask");
        nuint id = 0;
        await Eventually.Is(() => (id = Find("mask")) != 0, "the window is there");
        own.Add(id);
        await Eventually.Is(() => source.Fetch().Masks.Count == 1, "the window can be seen");
        program.Kill();
        await Eventually.Is(() => source.Fetch() is { Masks.Count: 0 } c && AllOf(c.Picture, Whole, 0x336699), "it is gone");
    }

    [Fact]
    public void ThePointerIsWhereItWasPutAndHasAShape()
    {
        server.Run("xdotool", "mousemove", "123", "45");
        var change = source.Fetch();
        change.Pointer.Should().Be(new PointerPosition(123, 45, true));
        change.Shape.Should().NotBeNull();
        change.Shape!.Rgba.Should().HaveCount(change.Shape.Width * change.Shape.Height * 4);
        change.Shape.Rgba.Where((_, i) => i % 4 == 3).Should().Contain(255);
    }

    [Fact]
    public async Task WhileNothingChangesTheSleepGoesOnAndThePointersMovementEndsIt()
    {
        await AtRest();
        var asleep = Stopwatch.StartNew();
        source.Sleep(TimeSpan.FromMilliseconds(200), untilChange: true);
        asleep.ElapsedMilliseconds.Should().BeGreaterThanOrEqualTo(199);

        foreach (var (x, y) in new[] { (10, 20), (11, 20), (300, 400) })
        {
            var sleep = Task.Run(() => source.Sleep(TimeSpan.FromSeconds(20), untilChange: true));
            asleep.Restart();
            server.Run("xdotool", "mousemove", $"{x}", $"{y}");
            await sleep;
            asleep.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
            source.Fetch().Pointer.Should().Be(new PointerPosition((short)x, (short)y, true));
            await AtRest();
        }
    }

    [Fact]
    public async Task WhatIsDrawnEndsTheSleep()
    {
        await AtRest();
        var sleep = Task.Run(() => source.Sleep(TimeSpan.FromSeconds(20), untilChange: true));
        server.Run("xsetroot", "-solid", "#123456");
        await sleep;
        AllOf(source.Fetch().Picture, Whole, 0x123456).Should().BeTrue();
    }

    [Fact]
    public async Task AnOwnWindowIsOnNoPictureHoweverItMovesComesAndGoes()
    {
        const uint Secret = 0xff00ff;
        server.Stay("xlogo", "-geometry", "150x100+200+100", "-name", "mask", "-bg", "#ff00ff", "-fg", "#ff00ff");
        nuint id = 0;
        await Eventually.Is(() => (id = Find("mask")) != 0, "the window is there");
        await Eventually.Is(() => source.Fetch().Picture is var p && Shows(p, 250, 150, Secret), "it would be seen");
        own.Add(id);
        await Eventually.Is(() => source.Fetch().Masks.Count > 0, "it is masked");

        var draw = new Lcg(3);
        var moves = Enumerable.Range(0, 400).SelectMany(i => i % 20 == 19
            ? new[] { "windowunmap", $"{id}", "windowmap", $"{id}" }
            : ["windowmove", $"{id}", $"{draw.Next(600)}", $"{draw.Next(450)}"]).ToArray();
        var seen = new HashSet<ScreenRect>();
        var moving = Task.CompletedTask;
        await Eventually.Is(
            () =>
            {
                moving = moving.IsCompleted && seen.Count <= 30 ? Task.Run(() => server.Run("xdotool", moves)) : moving;
                var change = source.Fetch();
                seen.UnionWith(change.Masks);
                HasNo(change.Picture, Secret).Should().BeTrue();
                return moving.IsCompleted;
            },
            "it was seen on its way often enough");
        await moving;
        await Eventually.Is(() => source.Fetch().Masks.Count == 1, "it stands again, masked");
        await Eventually.Is(() => source.Fetch() is var c && c.Picture.ShowsTheSameAs(Masked(server.Photograph(), c.Masks)), "the rest is the screen");
    }

    [Fact]
    public async Task NoSegmentOfSharedMemoryCanBeLeftBehind()
    {
        source.Fetch();

        // Tests beside this one make theirs: each is so once the X server has it too. Mode bit 01000 says that it goes with its last user.
        await Eventually.Is(
            () => Mine() is { Length: > 0 } mine && mine.All(f => (Convert.ToInt32(f[2], 8) & 0x200) != 0), "each goes with its last user");

        static string[][] Mine() => [.. File.ReadAllLines("/proc/sysvipc/shm").Skip(1)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f[4] == Environment.ProcessId.ToString())];
    }

    public void Dispose()
    {
        source.Dispose();
        server.Dispose();
    }

    private async Task CatchesUp() =>
        await Eventually.Is(() => source.Fetch().Picture.ShowsTheSameAs(server.Photograph()), "the picture is the screen");

    private async Task AtRest() => await Eventually.Is(
        () => source.Fetch() is { PixelsFetched: 0 } && source.Fetch() is { PixelsFetched: 0 }, "nothing is left to fetch");

    private static bool HasNo(Frame frame, uint colour) =>
        !MemoryMarshal.Cast<byte, uint>(frame.Pixels.AsSpan()).Contains(colour);

    private static Frame Masked(Frame frame, IReadOnlyList<ScreenRect> masks)
    {
        foreach (var mask in masks)
        {
            frame.Fill(mask, 0x24, 0x50, 0x4f);
        }

        return frame;
    }

    private nuint Find(string name)
    {
        var search = server.Stay("xdotool", "search", "--onlyvisible", "--classname", $"^{name}$");
        var line = search.StandardOutput.ReadLine();
        search.WaitForExit();
        return nuint.TryParse(line, out var id) ? id : 0;
    }

    private static bool Shows(Frame frame, int x, int y, uint colour) =>
        (BitConverter.ToUInt32(frame.Row(x, y, 1)) & 0xffffff) == colour;

    private static bool AllOf(Frame frame, ScreenRect area, uint colour)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            for (var x = area.X; x < area.Right; x++)
            {
                if (!Shows(frame, x, y, colour))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
