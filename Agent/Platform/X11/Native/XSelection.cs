using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>Selections of X, under their own names; 64-bit Linux layouts.</summary>
internal static unsafe partial class XSelection
{
    public const int SelectionClear = 29;
    public const int SelectionRequest = 30;
    public const int SelectionNotify = 31;
    public const int PropertyNewValue = 0;
    public const int PropertyDelete = 1;
    public const int PropModeReplace = 0;
    public const nuint AtomAtom = 4;
    public const nuint FixesOwnerNotifyMask = 1;

    [LibraryImport(Xlib.Library)]
    public static partial nuint XCreateSimpleWindow(
        nint display, nuint parent, int x, int y, uint width, uint height, uint border, nuint borderColour, nuint background);

    [LibraryImport(Xlib.Library)]
    public static partial int XSetSelectionOwner(nint display, nuint selection, nuint owner, nuint time);

    [LibraryImport(Xlib.Library)]
    public static partial int XConvertSelection(nint display, nuint selection, nuint target, nuint property, nuint requestor, nuint time);

    [LibraryImport(Xlib.Library)]
    public static partial int XChangeProperty(
        nint display, nuint window, nuint property, nuint type, int format, int mode, void* data, int count);

    [LibraryImport(Xlib.Library)]
    public static partial int XDeleteProperty(nint display, nuint window, nuint property);

    [LibraryImport(Xlib.Library)]
    public static partial int XSendEvent(nint display, nuint window, int propagate, nint mask, void* what);

    /// <summary>XSelectionRequestEvent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Request
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Owner;
        public nuint Requestor;
        public nuint Selection;
        public nuint Target;
        public nuint Property;
        public nuint Time;
    }

    /// <summary>XSelectionEvent, as large as an XEvent: <see cref="XSendEvent"/> reads a whole one.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 192)]
    public struct Notify
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Requestor;
        public nuint Selection;
        public nuint Target;
        public nuint Property;
        public nuint Time;
    }

    /// <summary>XFixesSelectionNotifyEvent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct OwnerChange
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
        public int Subtype;
        public nuint Owner;
        public nuint Selection;
        public nuint Time;
        public nuint SelectionTime;
    }
}
