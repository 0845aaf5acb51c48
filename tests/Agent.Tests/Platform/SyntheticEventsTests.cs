using System.Runtime.InteropServices;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>Clicks and keys that a program wrote itself (XSendEvent), against clicks that come from a device (XTEST).</summary>
[Collection(GtkTests.Name)]
public sealed partial class SyntheticEventsTests(GtkStage stage) : CustomerWindowsStage(stage)
{
    private const int KeyPress = 2;
    private const int ButtonPress = 4;
    private const uint CodeOfSpace = 65;

    [Fact]
    [Trait("Promise", "5")]
    public async Task ClicksAndKeysThatAProgramWroteItselfDoNothingInAnyOfTheAgentsWindows()
    {
        using var tried = new Tried(5, "synthetic clicks and keys at the Agent's own windows");
        foreach (var (screen, windows, control) in Targets)
        {
            await Show(screen, windows);
            var (x, y) = await Hover(control);
            for (var i = 0; i < Tried.Count(1000 / Targets.Length); i++)
            {
                Send(Own.Ids[^1], ButtonPress, 1, x, y);
                Send(Own.Ids[^1], KeyPress, CodeOfSpace, x, y);
                await GtkStage.Settled();
                tried.Try(Heard.IsEmpty, $"{control}: {string.Join(", ", Heard)}");
                Heard.Clear();
            }
        }

        tried.MustHold();
    }

    [Fact]
    public async Task TheSameClickFromADeviceIsHeard()
    {
        await Show(Banner(), 1);
        await Hover("Stop sharing");
        Server.Run("xdotool", "click", "1");
        await Hears("stop");
    }

    [Theory]
    [InlineData(ButtonPress, 1)]
    [InlineData(KeyPress, CodeOfSpace)]
    public async Task WithoutTheRefusalASyntheticEventWouldStopTheSession(int type, uint detail)
    {
        // Otherwise the first test would hold whatever the windows did.
        await Show(Banner(), 1);
        var (x, y) = await Hover("Stop sharing");
        Send(Own.Ids[0], type, detail, x, y);
        await GtkStage.Settled();
        Heard.Should().BeEmpty();
        await OnGtk(SyntheticEvents.Accept);
        try
        {
            Send(Own.Ids[0], type, detail, x, y);
            await Hears("stop");
        }
        finally
        {
            await OnGtk(SyntheticEvents.Refuse);
        }
    }

    private static (CustomerScreen Screen, int Windows, string Control)[] Targets =>
    [
        (Question(), 1, "Allow"),
        (Banner(), 1, "Stop sharing"),
        (Banner(), 1, "Pause"),
        (Banner(new BesideQuestion.MoreScope(7, Scope.Files, 0, false)), 2, "Allow"),
    ];

    // GTK only believes in clicks where it believes the pointer to be.
    private async Task<(int X, int Y)> Hover(string name)
    {
        var (x, y) = await MiddleOf(name);
        await OnGtk(() => Accessible.Called(name).Focus());
        Server.Run("xdotool", "mousemove", $"{x}", $"{y}");
        await GtkStage.Settled();
        return (x, y);
    }

    // Down and up.
    private void Send(nuint window, int type, uint detail, int x, int y)
    {
        var display = Xlib.XOpenDisplay(Server.Display);
        _ = XTranslateCoordinates(display, Xlib.XDefaultRootWindow(display), window, x, y, out var inX, out var inY, out _);
        for (var up = 0; up < 2; up++)
        {
            var what = new DeviceEvent
            {
                Type = type + up, Display = display, Window = window, Root = Xlib.XDefaultRootWindow(display),
                X = inX, Y = inY, RootX = x, RootY = y, State = up == 0 || type == KeyPress ? 0u : 1u << 8, Detail = detail, SameScreen = 1,
            };

            // Without a mask it goes to the program that made the window, whatever that listens to.
            XSendEvent(display, window, 0, 0, ref what).Should().NotBe(0);
        }

        _ = Xlib.XSync(display, 0);
        _ = Xlib.XCloseDisplay(display);
    }

    [LibraryImport(Xlib.Library)]
    private static partial int XSendEvent(nint display, nuint window, int propagate, nint mask, ref DeviceEvent what);

    [LibraryImport(Xlib.Library)]
    private static partial int XTranslateCoordinates(
        nint display, nuint from, nuint to, int x, int y, out int toX, out int toY, out nuint child);

    // XKeyEvent and XButtonEvent.
    [StructLayout(LayoutKind.Sequential, Size = 192)]
    private struct DeviceEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
        public nuint Root;
        public nuint Subwindow;
        public nuint Time;
        public int X;
        public int Y;
        public int RootX;
        public int RootY;
        public uint State;
        public uint Detail;
        public int SameScreen;
    }
}
