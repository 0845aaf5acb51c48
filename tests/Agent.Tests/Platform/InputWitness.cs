using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// A stranger to the Agent that hears, by XInput 2 on a connection of its own, of every key, button and movement that
/// the X server takes from anybody.
/// </summary>
internal sealed unsafe class InputWitness : IDisposable
{
    private const int VirtualCorePointer = 2;

    private readonly nint display;
    private readonly int opcode;

    public InputWitness(string displayName)
    {
        display = Xlib.XOpenDisplay(displayName);
        var (major, minor) = (2, 2);
        if (display == 0 || Xlib.XQueryExtension(display, XInput.Extension, out opcode, out _, out _) == 0
            || XInput.XIQueryVersion(display, ref major, ref minor) != XInput.Success)
        {
            throw new InvalidOperationException($"The display {displayName} has no XInput 2.");
        }

        const int Bytes = 3;
        var bits = stackalloc byte[Bytes];
        for (var kind = XInput.RawKeyPress; kind <= XInput.RawMotion; kind++)
        {
            bits[kind >> 3] |= (byte)(1 << (kind & 7));
        }

        var mask = new XInput.EventMask { Device = XInput.AllMasterDevices, Length = Bytes, Bits = bits };
        _ = XInput.XISelectEvents(display, Xlib.XDefaultRootWindow(display), &mask, 1);
        _ = Xlib.XSync(display, 0);
    }

    /// <summary>What the server took since the last call: kind (13 key down, 14 up, 15 button down, 16 up, 17 movement) and which key or button.</summary>
    public IReadOnlyList<(int Kind, int Which)> Took() => [.. TookWhen().Select(e => (e.Kind, e.Which))];

    /// <summary>As <see cref="Took"/>, with the time by the server's clock: milliseconds of the computer's monotonic clock, modulo 2^32.</summary>
    public IReadOnlyList<(int Kind, int Which, uint Time)> TookWhen()
    {
        // Whatever the server has done for anybody by now is told before it answers this.
        _ = Xlib.XSync(display, 0);
        var took = new List<(int, int, uint)>();
        Xlib.Event next;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            _ = Xlib.XNextEvent(display, &next);
            if (next.Type == Xlib.GenericEvent && ((Xlib.ExtensionEvent*)&next)->Extension == opcode && XTest.XGetEventData(display, &next) != 0)
            {
                var raw = (XInput.RawEvent*)((XInput.Cookie*)&next)->Data;
                took.Add((((Xlib.ExtensionEvent*)&next)->Kind, raw->Detail, (uint)raw->Time));
                XTest.XFreeEventData(display, &next);
            }
        }

        return took;
    }

    /// <summary>Keys and buttons that the server holds for pressed.</summary>
    public int Pressed()
    {
        var keys = stackalloc byte[32];
        _ = XTest.XQueryKeymap(display, keys);
        var count = 0;
        for (var i = 0; i < 32; i++)
        {
            count += int.PopCount(keys[i]);
        }

        // The core protocol's mask has the first five only.
        _ = XIQueryPointer(
            display, VirtualCorePointer, Xlib.XDefaultRootWindow(display), out _, out _, out _, out _, out _, out _, out var buttons, out _, out _);
        for (var i = 0; i < buttons.Length; i++)
        {
            count += byte.PopCount(buttons.Bits[i]);
        }

        _ = Xlib.XFree((nint)buttons.Bits);
        return count;
    }

    /// <summary>Where the pointer is.</summary>
    public (int X, int Y) Pointer()
    {
        _ = Xlib.XQueryPointer(display, Xlib.XDefaultRootWindow(display), out _, out _, out var x, out var y, out _, out _, out _);
        return (x, y);
    }

    public void Dispose()
    {
        _ = Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
    }

    [DllImport(XInput.Library)]
    private static extern int XIQueryPointer(
        nint display, int device, nuint window, out nuint root, out nuint child, out double rootX, out double rootY, out double x, out double y,
        out ButtonState buttons, out Modifiers modifiers, out Modifiers group);

    /// <summary>XIButtonState.</summary>
    private struct ButtonState
    {
        public int Length;
        public byte* Bits;
    }

    /// <summary>XIModifierState and XIGroupState.</summary>
    private struct Modifiers
    {
        public int Base, Latched, Locked, Effective;
    }
}
