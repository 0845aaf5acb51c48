using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Why there can be no windows and no pictures here.</summary>
internal enum DesktopTrouble
{
    /// <summary>No X server is named, or it does not answer.</summary>
    NoDisplay,

    /// <summary>The desktop is a Wayland one: X would show a black picture.</summary>
    Wayland,

    /// <summary>A library is not installed.</summary>
    Library,

    /// <summary>The screen's pixels are not 24-bit colours in 32 bits.</summary>
    Screen,
}

/// <summary>Looks whether this desktop can be shared, and makes GTK ready.</summary>
internal static class X11Desktop
{
    private static readonly string[] Libraries =
    [
        Gtk.Library, Gtk.GdkLibrary, GLib.Library, GLib.ObjectLibrary, Atk.Library, Cairo.Library,
        Xlib.Library, Xlib.ExtLibrary, Xlib.DamageLibrary, Xlib.FixesLibrary, XInput.Library,
        XRandr.Library, XComposite.Library, Cairo.Library, Cairo.PangoLibrary, Cairo.PangoCairoLibrary,
    ];

    /// <summary>Makes ready, on the main thread, before any window.</summary>
    /// <returns>Null where all is well; else why not, with the library's name where one is missing.</returns>
    public static (DesktopTrouble Trouble, string Detail)? Open(Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(environment("WAYLAND_DISPLAY"))
            || string.Equals(environment("XDG_SESSION_TYPE"), "wayland", StringComparison.OrdinalIgnoreCase))
        {
            return (DesktopTrouble.Wayland, "");
        }

        if (string.IsNullOrEmpty(environment("DISPLAY")))
        {
            return (DesktopTrouble.NoDisplay, "");
        }

        foreach (var library in Libraries)
        {
            if (!NativeLibrary.TryLoad(library, typeof(X11Desktop).Assembly, DllImportSearchPath.SafeDirectories, out _))
            {
                return (DesktopTrouble.Library, library);
            }
        }

        SetEnvironment(environment);
        Xlib.XInitThreads();
        Gtk.gdk_set_allowed_backends("x11");
        if (Gtk.gtk_init_check(0, 0) == 0)
        {
            return (DesktopTrouble.NoDisplay, "");
        }

        XErrors.Install();
        return HasUsualPixels() ? null : (DesktopTrouble.Screen, "");
    }

    // GTK reads the C environment, which .NET's own copy does not change.
    private static void SetEnvironment(Func<string, string?> environment)
    {
        // A theme from the environment would win over our look.
        LibC.unsetenv("GTK_THEME");

        // Foreign code has no place in the window that asks for consent.
        LibC.unsetenv("GTK_MODULES");

        // GTK would load a whole graphics driver, 50 MB of it, for windows that it never draws with one.
        LibC.setenv("GDK_GL", "disable", 1);

        // Without a session bus the accessibility bridge would start one, and so would the question where to save: it would
        // stay behind when the Agent is gone.
        var bus = environment("DBUS_SESSION_BUS_ADDRESS");
        var runtime = environment("XDG_RUNTIME_DIR");
        if (string.IsNullOrEmpty(bus) && (string.IsNullOrEmpty(runtime) || !File.Exists(Path.Combine(runtime, "bus"))))
        {
            LibC.setenv("NO_AT_BRIDGE", "1", 1);
            LibC.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);
        }
    }

    private static unsafe bool HasUsualPixels()
    {
        var display = Xlib.XOpenDisplay(null);
        if (display == 0)
        {
            return false;
        }

        var screen = Xlib.XDefaultScreen(display);
        var visual = (Xlib.Visual*)Xlib.XDefaultVisual(display, screen);
        var usual = visual->Class == Xlib.TrueColor && Xlib.XDefaultDepth(display, screen) is 24 or 32
            && (visual->RedMask, visual->GreenMask, visual->BlueMask) == (0xff0000, 0xff00, 0xff);
        Xlib.XCloseDisplay(display);
        return usual;
    }
}
