using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Keys, clicks and pointer moves that another program wrote itself (XSendEvent) instead of the X server: no window of
/// the Agent hears them. What the server says of real devices carries no such mark, and newer kinds of input events
/// cannot be written by programs at all.
/// </summary>
internal static unsafe class SyntheticEvents
{
    /// <summary>From now on, for every window of this process. Nothing is lost: window managers write events of other kinds.</summary>
    public static void Refuse()
    {
        // Installed once, however often it is asked for.
        Accept();
        Gdk.gdk_window_add_filter(0, &Filter, 0);
    }

    /// <summary>Takes <see cref="Refuse"/> back.</summary>
    public static void Accept() => Gdk.gdk_window_remove_filter(0, &Filter, 0);

    [UnmanagedCallersOnly]
    private static int Filter(Xlib.AnyEvent* what, nint made, nint data) =>
        what->SendEvent != 0 && what->Type is >= Xlib.KeyPress and <= Xlib.KeymapNotify ? Gdk.FilterRemove : Gdk.FilterContinue;
}
