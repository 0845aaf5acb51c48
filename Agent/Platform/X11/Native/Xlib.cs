using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>Xlib, XShm, XDamage and XFixes, under their own names; 64-bit Linux layouts.</summary>
internal static unsafe partial class Xlib
{
    public const string Library = "libX11.so.6";
    public const string ExtLibrary = "libXext.so.6";
    public const string DamageLibrary = "libXdamage.so.1";
    public const string FixesLibrary = "libXfixes.so.3";

    public const int ZPixmap = 2;
    public const int TrueColor = 4;
    public const int LsbFirst = 0;
    public const int IsViewable = 2;
    public const int KeyPress = 2;
    public const int InputOnly = 2;
    public const int DepthWithAlpha = 32;
    public const int KeymapNotify = 11;
    public const int CreateNotify = 16;
    public const int DestroyNotify = 17;
    public const int UnmapNotify = 18;
    public const int MapNotify = 19;
    public const int ReparentNotify = 21;
    public const int ConfigureNotify = 22;
    public const int GravityNotify = 24;
    public const int CirculateNotify = 26;
    public const int PropertyNotify = 28;
    public const int PlaceOnTop = 0;
    public const int GenericEvent = 35;
    public const nint StructureNotifyMask = 1 << 17;
    public const nint SubstructureNotifyMask = 1 << 19;
    public const nint PropertyChangeMask = 1 << 22;
    public const nuint WindowName = 39; // XA_WM_NAME
    public const nuint WindowClass = 67; // XA_WM_CLASS
    public const nuint TransientFor = 68; // XA_WM_TRANSIENT_FOR
    public const int DamageReportRawRectangles = 0;
    public const int DamageReportNonEmpty = 3;
    public const int FixesDisplayCursorNotifyMask = 1;
    public const nuint FixesSelectionChangesMask = 1 | 2 | 4; // another owner; the owner's window or connection gone
    public const int QueuedAlready = 0;
    public const int QueuedAfterReading = 1;
    public const int QueuedAfterFlush = 2;
    public static readonly nuint AllPlanes = nuint.MaxValue;

    [LibraryImport(Library)]
    public static partial int XInitThreads();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint XOpenDisplay(string? name);

    [LibraryImport(Library)]
    public static partial int XCloseDisplay(nint display);

    [LibraryImport(Library)]
    public static partial int XConnectionNumber(nint display);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XQueryExtension(nint display, string name, out int opcode, out int firstEvent, out int firstError);

    [LibraryImport(Library)]
    public static partial int XDefaultScreen(nint display);

    [LibraryImport(Library)]
    public static partial nuint XDefaultRootWindow(nint display);

    [LibraryImport(Library)]
    public static partial nint XDefaultVisual(nint display, int screen);

    [LibraryImport(Library)]
    public static partial int XDefaultDepth(nint display, int screen);

    [LibraryImport(Library)]
    public static partial nint XSetErrorHandler(delegate* unmanaged<nint, ErrorEvent*, int> handler);

    [LibraryImport(Library)]
    public static partial int XSync(nint display, int discard);

    [LibraryImport(Library)]
    public static partial int XEventsQueued(nint display, int mode);

    [LibraryImport(Library)]
    public static partial int XNextEvent(nint display, Event* next);

    [LibraryImport(Library)]
    public static partial int XFlush(nint display);

    [LibraryImport(Library)]
    public static partial int XFree(nint data);

    [LibraryImport(Library)]
    public static partial int XFreePixmap(nint display, nuint pixmap);

    [LibraryImport(Library)]
    public static partial int XSelectInput(nint display, nuint window, nint mask);

    [LibraryImport(Library)]
    public static partial int XQueryPointer(
        nint display, nuint window, out nuint root, out nuint child, out int rootX, out int rootY, out int x, out int y, out uint mask);

    [LibraryImport(Library)]
    public static partial int XGetWindowAttributes(nint display, nuint window, WindowAttributes* attributes);

    [LibraryImport(Library)]
    public static partial int XQueryTree(
        nint display, nuint window, out nuint root, out nuint parent, out nint children, out uint count);

    [LibraryImport(Library)]
    public static partial nint XGetAtomName(nint display, nuint atom);

    [LibraryImport(Library)]
    public static partial int XGetWindowProperty(
        nint display, nuint window, nuint property, nint offset, nint length, int delete, nuint type, out nuint actualType, out int format, out nuint count, out nuint left, out nint data);

    [LibraryImport(Library)]
    public static partial int XGetTransientForHint(nint display, nuint window, out nuint owner);

    [LibraryImport(Library)]
    public static partial int XGrabServer(nint display);

    [LibraryImport(Library)]
    public static partial int XUngrabServer(nint display);

    [LibraryImport(ExtLibrary)]
    public static partial int XShmQueryExtension(nint display);

    [LibraryImport(ExtLibrary)]
    public static partial Image* XShmCreateImage(
        nint display, nint visual, uint depth, int format, nint data, ShmSegment* segment, uint width, uint height);

    [LibraryImport(ExtLibrary)]
    public static partial int XShmAttach(nint display, ShmSegment* segment);

    [LibraryImport(ExtLibrary)]
    public static partial int XShmDetach(nint display, ShmSegment* segment);

    [LibraryImport(ExtLibrary)]
    public static partial int XShmGetImage(nint display, nuint drawable, Image* image, int x, int y, nuint planes);

    [LibraryImport(DamageLibrary)]
    public static partial int XDamageQueryExtension(nint display, out int eventBase, out int errorBase);

    [LibraryImport(DamageLibrary)]
    public static partial nuint XDamageCreate(nint display, nuint drawable, int level);

    [LibraryImport(DamageLibrary)]
    public static partial void XDamageDestroy(nint display, nuint damage);

    [LibraryImport(DamageLibrary)]
    public static partial void XDamageSubtract(nint display, nuint damage, nuint repair, nuint parts);

    [LibraryImport(FixesLibrary)]
    public static partial int XFixesQueryExtension(nint display, out int eventBase, out int errorBase);

    [LibraryImport(FixesLibrary)]
    public static partial int XFixesQueryVersion(nint display, out int major, out int minor);

    [LibraryImport(FixesLibrary)]
    public static partial nuint XFixesCreateRegion(nint display, nint rectangles, int count);

    [LibraryImport(FixesLibrary)]
    public static partial void XFixesDestroyRegion(nint display, nuint region);

    [LibraryImport(FixesLibrary)]
    public static partial Rectangle* XFixesFetchRegion(nint display, nuint region, out int count);

    [LibraryImport(FixesLibrary)]
    public static partial void XFixesSelectCursorInput(nint display, nuint window, nuint mask);

    [LibraryImport(FixesLibrary)]
    public static partial CursorImage* XFixesGetCursorImage(nint display);

    /// <summary>Which bits of an id are the maker's to choose, on this server: a field of what Xlib.h calls XPrivDisplay.</summary>
    public static nuint ResourceMask(nint display) => ((PublicDisplay*)display)->ResourceMask;

    /// <summary>XEvent: 24 longs; the type comes first.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 192)]
    public struct Event
    {
        public int Type;
    }

    /// <summary>The head of Display, which macros of Xlib.h have compiled into every program.</summary>
    public struct PublicDisplay
    {
        public nint Extensions;
        public nint Private1;
        public int File;
        public int Private2;
        public int Major;
        public int Minor;
        public nint Vendor;
        public nuint ResourceBase;
        public nuint ResourceMask;
    }

    /// <summary>XAnyEvent: what every event of the core protocol begins with.</summary>
    public struct AnyEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
    }

    /// <summary>XGenericEvent: what newer extensions send.</summary>
    public struct ExtensionEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public int Extension;
        public int Kind;
    }

    /// <summary>XConfigureEvent; the other events about a window's place begin alike, up to <see cref="About"/>.</summary>
    public struct ConfigureEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint About;
        public nuint Window;
        public int X;
        public int Y;
        public int Width;
        public int Height;
        public int BorderWidth;
        public nuint Above;
    }

    /// <summary>XMapEvent.</summary>
    public struct MapEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint About;
        public nuint Window;
        public int OverrideRedirect;
    }

    /// <summary>XCirculateEvent.</summary>
    public struct CirculateEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint About;
        public nuint Window;
        public int Place;
    }

    /// <summary>XDestroyWindowEvent, XUnmapEvent, XMapEvent and others: how every event about a window begins.</summary>
    public struct WindowEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint About;
        public nuint Window;
    }

    /// <summary>XCreateWindowEvent.</summary>
    public struct CreateEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Parent;
        public nuint Window;
        public int X;
        public int Y;
        public int Width;
        public int Height;
        public int BorderWidth;
        public int OverrideRedirect;
    }

    /// <summary>XReparentEvent.</summary>
    public struct ReparentEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint About;
        public nuint Window;
        public nuint Parent;
        public int X;
        public int Y;
    }

    /// <summary>XPropertyEvent.</summary>
    public struct PropertyEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Window;
        public nuint Atom;
        public nuint Time;
        public int State;
    }

    /// <summary>XDamageNotifyEvent.</summary>
    public struct DamageEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public nuint Drawable;
        public nuint Damage;
        public int Level;
        public int More;
        public nuint Time;
        public Rectangle Area;
    }

    /// <summary>XErrorEvent.</summary>
    public struct ErrorEvent
    {
        public int Type;
        public nint Display;
        public nuint Resource;
        public nuint Serial;
        public byte Code;
        public byte Request;
        public byte Minor;
    }

    /// <summary>XRectangle.</summary>
    public struct Rectangle
    {
        public short X;
        public short Y;
        public ushort Width;
        public ushort Height;
    }

    /// <summary>XImage up to what is used of it; the functions behind are Xlib's own.</summary>
    public struct Image
    {
        public int Width;
        public int Height;
        public int XOffset;
        public int Format;
        public byte* Data;
        public int ByteOrder;
        public int BitmapUnit;
        public int BitmapBitOrder;
        public int BitmapPad;
        public int Depth;
        public int BytesPerLine;
        public int BitsPerPixel;
        public nuint RedMask;
        public nuint GreenMask;
        public nuint BlueMask;
    }

    /// <summary>XShmSegmentInfo.</summary>
    public struct ShmSegment
    {
        public nuint Segment;
        public int Id;
        public byte* Address;
        public int ReadOnly;
    }

    /// <summary>XFixesCursorImage; a pixel lies in the low 32 bits of a long: premultiplied ARGB.</summary>
    public struct CursorImage
    {
        public short X;
        public short Y;
        public ushort Width;
        public ushort Height;
        public ushort HotX;
        public ushort HotY;
        public nuint Serial;
        public nuint* Pixels;
    }

    /// <summary>XWindowAttributes.</summary>
    public struct WindowAttributes
    {
        public int X;
        public int Y;
        public int Width;
        public int Height;
        public int BorderWidth;
        public int Depth;
        public nint Visual;
        public nuint Root;
        public int Class;
        public int BitGravity;
        public int WinGravity;
        public int BackingStore;
        public nuint BackingPlanes;
        public nuint BackingPixel;
        public int SaveUnder;
        public nuint Colormap;
        public int MapInstalled;
        public int MapState;
        public nint AllEventMasks;
        public nint YourEventMask;
        public nint DoNotPropagateMask;
        public int OverrideRedirect;
        public nint Screen;
    }

    /// <summary>Visual.</summary>
    public struct Visual
    {
        public nint ExtData;
        public nuint Id;
        public int Class;
        public nuint RedMask;
        public nuint GreenMask;
        public nuint BlueMask;
    }
}
