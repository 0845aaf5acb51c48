using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>XInput 2, under its own names; 64-bit Linux layouts.</summary>
internal static unsafe partial class XInput
{
    public const string Library = "libXi.so.6";

    public const string Extension = "XInputExtension";
    public const int Success = 0;
    public const int AllMasterDevices = 1;
    public const int Motion = 6;
    public const int RawKeyPress = 13;
    public const int RawKeyRelease = 14;
    public const int RawMotion = 17;

    [LibraryImport(Library)]
    public static partial int XIQueryVersion(nint display, ref int major, ref int minor);

    [LibraryImport(Library)]
    public static partial int XISelectEvents(nint display, nuint window, EventMask* masks, int count);

    /// <summary>XIEventMask: bit n of the bytes stands for the event of number n.</summary>
    public struct EventMask
    {
        public int Device;
        public int Length;
        public byte* Bits;
    }

    /// <summary>XGenericEventCookie: <see cref="Xlib.ExtensionEvent"/> with what was asked for.</summary>
    public struct Cookie
    {
        public Xlib.ExtensionEvent Event;
        public uint Number;
        public void* Data;
    }

    /// <summary>XIRawEvent up to what is used of it.</summary>
    public struct RawEvent
    {
        public int Type;
        public nuint Serial;
        public int SendEvent;
        public nint Display;
        public int Extension;
        public int Kind;
        public nuint Time;
        public int Device;
        public int Source;
        public int Detail;
    }
}
