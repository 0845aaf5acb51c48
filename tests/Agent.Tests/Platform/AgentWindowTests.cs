using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

public sealed partial class AgentWindowTests
{
    [Fact]
    public void AWindowStopsBeingMaskedOnlyOnceItIsGoneFromTheScreen()
    {
        // GTK belongs to one thread, and this one does nothing else.
        Exception? broken = null;
        var gtk = new Thread(() =>
        {
            try
            {
                OpenAndClose();
            }
            catch (Exception problem)
            {
                broken = problem;
            }
        });
        gtk.Start();
        gtk.Join();
        broken.Should().BeNull();
    }

    private static void OpenAndClose()
    {
        using var server = new XServer();
        LibC.setenv("DISPLAY", server.Display, 1);
        X11Desktop.Open(name => name == "DISPLAY" ? server.Display : null).Should().BeNull();
        var watcher = Xlib.XOpenDisplay(server.Display);
        var own = new OwnWindows();
        var masks = new MaskFinder(watcher, Xlib.XDefaultRootWindow(watcher), own);
        var screen = new ScreenRect(0, 0, XServer.Width, XServer.Height);

        for (var i = 0; i < 5; i++)
        {
            var window = new SomeWindow(own);
            window.Open();
            var id = own.Ids.Single();
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            masks.Find(screen).Should().ContainSingle("the window can be seen");

            window.Dispose();
            own.Ids.Should().BeEmpty();
            own.Add(id);
            masks.Find(screen).Should().BeEmpty("what is not masked any more is not on the screen either");
            own.Remove(id);
        }

        _ = Xlib.XCloseDisplay(watcher);
        gdk_display_close(Gtk.gdk_display_get_default());
    }

    [LibraryImport(Gtk.GdkLibrary)]
    private static partial void gdk_display_close(nint display);

    private sealed class SomeWindow(OwnWindows own) : AgentWindow("Some window", own);
}
