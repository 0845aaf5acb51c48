using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Ties GTK's signals to C#. A handler lives as long as the widget; an exception in one ends the process, as a bug should.</summary>
internal static unsafe class Signals
{
    /// <summary>A signal that only says that something happened: clicked, changed, toggled, activate.</summary>
    public static void On(nint widget, string signal, Action act) =>
        Connect(widget, signal, (nint)(delegate* unmanaged<nint, nint, void>)&Plain, act);

    /// <summary>A signal with an event, or with what to draw on; true says that it has been dealt with.</summary>
    public static void OnEvent(nint widget, string signal, Func<nint, bool> act) =>
        Connect(widget, signal, (nint)(delegate* unmanaged<nint, nint, nint, int>)&Event, act);

    /// <summary>A notebook turns to another page, whose number is told.</summary>
    public static void OnPage(nint notebook, Action<int> act) =>
        Connect(notebook, "switch-page", (nint)(delegate* unmanaged<nint, nint, uint, nint, void>)&Page, act);

    /// <summary>A dialog is answered.</summary>
    public static void OnResponse(nint dialog, Action<int> act) =>
        Connect(dialog, "response", (nint)(delegate* unmanaged<nint, int, nint, void>)&Response, act);

    /// <summary>Does something on GTK's thread, soon. From any thread.</summary>
    public static void Post(Action act) =>
        GLib.g_idle_add_full(GLib.PriorityDefault, &Idle, GCHandle.ToIntPtr(GCHandle.Alloc(act)), 0);

    private static void Connect(nint widget, string signal, nint handler, Delegate act) =>
        GLib.g_signal_connect_data(widget, signal, handler, GCHandle.ToIntPtr(GCHandle.Alloc(act)), &Forget, 0);

    [UnmanagedCallersOnly]
    private static void Plain(nint widget, nint data) => ((Action)GCHandle.FromIntPtr(data).Target!)();

    [UnmanagedCallersOnly]
    private static int Event(nint widget, nint what, nint data) =>
        ((Func<nint, bool>)GCHandle.FromIntPtr(data).Target!)(what) ? 1 : 0;

    [UnmanagedCallersOnly]
    private static void Page(nint notebook, nint page, uint number, nint data) =>
        ((Action<int>)GCHandle.FromIntPtr(data).Target!)((int)number);

    [UnmanagedCallersOnly]
    private static void Response(nint dialog, int response, nint data) =>
        ((Action<int>)GCHandle.FromIntPtr(data).Target!)(response);

    [UnmanagedCallersOnly]
    private static int Idle(nint data)
    {
        var handle = GCHandle.FromIntPtr(data);
        var act = (Action)handle.Target!;
        handle.Free();
        act();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Forget(nint data, nint closure) => GCHandle.FromIntPtr(data).Free();
}
