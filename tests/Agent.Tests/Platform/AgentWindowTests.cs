using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

[Collection(GtkTests.Name)]
public sealed class AgentWindowTests(GtkStage stage)
{
    [Fact]
    public async Task AWindowStopsBeingMaskedOnlyOnceItIsGoneFromTheScreen() => await stage.Do(() =>
    {
        var watcher = Xlib.XOpenDisplay(stage.Server.Display);
        var own = new OwnWindows();
        var around = new Surroundings(
            Text.For("en", _ => null),
            "relay.example",
            new CustomerWindowsStage.Customer(),
            own,
            new SharedScreen(),
            new CustomerWindowsStage.SomeDesktop(),
            () => { },
            () => null);
        var masks = new MaskFinder(watcher, Xlib.XDefaultRootWindow(watcher), own);
        var screen = new ScreenRect(0, 0, 1024, 768);

        for (var i = 0; i < 5; i++)
        {
            var window = new SomeWindow(around);
            window.Open();
            var id = own.Ids.Single();
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            SpinWait.SpinUntil(() => masks.Find(screen).Count == 1, TimeSpan.FromSeconds(60)).Should().BeTrue("the window can be seen");

            window.Dispose();
            own.Ids.Should().BeEmpty();
            own.Add(id);
            masks.Find(screen).Should().BeEmpty("what is not masked any more is not on the screen either");
            own.Remove(id);
        }

        _ = Xlib.XCloseDisplay(watcher);
    });

    private sealed class SomeWindow(Surroundings around) : AgentWindow("WindowCode", around);
}
