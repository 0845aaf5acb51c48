using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>XRandR 1.5, under its own names; 64-bit Linux layouts.</summary>
internal static unsafe partial class XRandr
{
    public const string Library = "libXrandr.so.2";

    public const int ScreenChangeNotifyMask = 1;
    public const int CrtcChangeNotifyMask = 2;
    public const int OutputChangeNotifyMask = 4;

    [LibraryImport(Library)]
    public static partial int XRRQueryExtension(nint display, out int eventBase, out int errorBase);

    [LibraryImport(Library)]
    public static partial int XRRQueryVersion(nint display, out int major, out int minor);

    [LibraryImport(Library)]
    public static partial void XRRSelectInput(nint display, nuint window, int mask);

    [LibraryImport(Library)]
    public static partial MonitorInfo* XRRGetMonitors(nint display, nuint window, int onlyActive, out int count);

    [LibraryImport(Library)]
    public static partial void XRRFreeMonitors(MonitorInfo* monitors);

    /// <summary>XRRMonitorInfo.</summary>
    public struct MonitorInfo
    {
        public nuint Name;
        public int Primary;
        public int Automatic;
        public int OutputCount;
        public int X;
        public int Y;
        public int Width;
        public int Height;
        public int MillimetresWide;
        public int MillimetresHigh;
        public nint Outputs;
    }
}
