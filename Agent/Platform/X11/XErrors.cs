using System.Collections.Concurrent;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// X reports errors through one handler for the whole process, whose default ends it. This one counts them per
/// connection instead: a window that was destroyed a moment ago is no reason to end a session.
/// </summary>
internal static unsafe class XErrors
{
    private static readonly ConcurrentDictionary<nint, int> Counts = new();

    /// <summary>Takes the handler over; after GTK has been initialised, which sets its own.</summary>
    public static void Install() => Xlib.XSetErrorHandler(&Count);

    /// <summary>How many errors this connection has had. Sync first: errors arrive late.</summary>
    public static int Of(nint display) => Counts.GetValueOrDefault(display);

    /// <summary>Forgets a closed connection.</summary>
    public static void Forget(nint display) => Counts.TryRemove(display, out _);

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static int Count(nint display, Xlib.ErrorEvent* what)
    {
        Counts.AddOrUpdate(display, 1, static (_, n) => n + 1);
        return 0;
    }
}
