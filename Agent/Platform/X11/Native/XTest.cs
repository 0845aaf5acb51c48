using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>XTEST, and what of Xlib belongs to pointer and keyboard, under their own names.</summary>
internal static unsafe partial class XTest
{
    public const string Library = "libXtst.so.6";

    public const nuint NoSymbol = 0;
    public const nuint NoWindow = 0;
    public const nuint PointerRoot = 1;
    public const uint ShiftMask = 1 << 0;
    public const uint LockMask = 1 << 1;
    public const uint ControlMask = 1 << 2;
    public const uint Mod1Mask = 1 << 3;
    public const uint Mod4Mask = 1 << 6;
    public const uint Mod5Mask = 1 << 7;
    public const int MappingNotify = 34;
    public const int InputOutput = 1;
    public const int ShapeInput = 2;

    [LibraryImport(Library)]
    public static partial int XTestQueryExtension(nint display, out int eventBase, out int errorBase, out int major, out int minor);

    [LibraryImport(Library)]
    public static partial int XTestFakeKeyEvent(nint display, uint keycode, int down, nuint delay);

    [LibraryImport(Library)]
    public static partial int XTestFakeButtonEvent(nint display, uint button, int down, nuint delay);

    [LibraryImport(Library)]
    public static partial int XTestFakeMotionEvent(nint display, int screen, int x, int y, nuint delay);

    [LibraryImport(Xlib.Library)]
    public static partial int XGetInputFocus(nint display, out nuint focus, out int revertTo);

    [LibraryImport(Xlib.Library)]
    public static partial int XTranslateCoordinates(
        nint display, nuint from, nuint to, int fromX, int fromY, out int x, out int y, out nuint child);

    [LibraryImport(Xlib.Library)]
    public static partial int XDisplayKeycodes(nint display, out int first, out int last);

    [LibraryImport(Xlib.Library)]
    public static partial nuint* XGetKeyboardMapping(nint display, byte first, int count, out int symbolsPerKey);

    [LibraryImport(Xlib.Library)]
    public static partial int XChangeKeyboardMapping(nint display, int first, int symbolsPerKey, nuint* symbols, int count);

    [LibraryImport(Xlib.Library)]
    public static partial nuint XkbKeycodeToKeysym(nint display, byte keycode, int group, int level);

    [LibraryImport(Xlib.Library)]
    public static partial int XkbGetState(nint display, uint device, KeyboardState* state);

    [LibraryImport(Xlib.Library)]
    public static partial int XkbLookupKeySym(nint display, byte keycode, uint state, out uint used, out nuint symbol);

    [LibraryImport(Xlib.Library)]
    public static partial int XQueryKeymap(nint display, byte* keys);

    [LibraryImport(Xlib.Library)]
    public static partial int XRefreshKeyboardMapping(Xlib.Event* mapping);

    [LibraryImport(Xlib.Library)]
    public static partial int XGetEventData(nint display, Xlib.Event* extension);

    [LibraryImport(Xlib.Library)]
    public static partial void XFreeEventData(nint display, Xlib.Event* extension);

    [LibraryImport(Xlib.ExtLibrary)]
    public static partial Xlib.Rectangle* XShapeGetRectangles(nint display, nuint window, int kind, out int count, out int ordering);

    /// <summary>XkbStateRec up to what is used of it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    public struct KeyboardState
    {
        public byte Group;
        public byte LockedGroup;
        public ushort BaseGroup;
        public ushort LatchedGroup;
        public byte Modifiers;
    }
}
