using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>Functions of GDK 3 about events and about the windows of other programs.</summary>
internal static unsafe partial class Gdk
{
    public const int FilterContinue = 0;
    public const int FilterRemove = 2;
    public const int ButtonRelease = 7;

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial void gdk_window_add_filter(nint window, delegate* unmanaged<Xlib.AnyEvent*, nint, nint, int> filter, nint data);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial void gdk_window_remove_filter(nint window, delegate* unmanaged<Xlib.AnyEvent*, nint, nint, int> filter, nint data);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial nint gdk_screen_get_active_window(nint screen);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial void gdk_window_focus(nint window, uint time);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial int gdk_event_get_event_type(nint @event);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial void gdk_event_free(nint @event);

    [LibraryImport(Gtk.GdkLibrary)]
    public static partial uint gdk_keyval_to_unicode(uint symbol);
}
