using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>Hears of every key and movement that an X server takes from anybody, with the server's own time (XInput 2).</summary>
internal sealed unsafe class Ear : IDisposable
{
    private readonly nint display;
    private readonly int opcode;

    public Ear(string name)
    {
        display = Xlib.XOpenDisplay(name);
        var (major, minor) = (2, 2);
        if (display == 0 || Xlib.XQueryExtension(display, XInput.Extension, out opcode, out _, out _) == 0
            || XInput.XIQueryVersion(display, ref major, ref minor) != XInput.Success)
        {
            throw new InvalidOperationException($"The display {name} has no XInput 2.");
        }

        const int Bytes = 3;
        var bits = stackalloc byte[Bytes];
        foreach (var kind in new[] { XInput.RawKeyPress, XInput.RawMotion })
        {
            bits[kind >> 3] |= (byte)(1 << (kind & 7));
        }

        var mask = new XInput.EventMask { Device = XInput.AllMasterDevices, Length = Bytes, Bits = bits };
        _ = XInput.XISelectEvents(display, Xlib.XDefaultRootWindow(display), &mask, 1);
        _ = Xlib.XSync(display, 0);
    }

    /// <summary>What the server took since the last call: whether a key or a movement, and when, in ms of the computer's monotonic clock modulo 2^32.</summary>
    public List<(bool IsKey, uint At)> Took()
    {
        _ = Xlib.XSync(display, 0);
        var took = new List<(bool, uint)>();
        Xlib.Event next;
        while (Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
        {
            _ = Xlib.XNextEvent(display, &next);
            if (next.Type == Xlib.GenericEvent && ((Xlib.ExtensionEvent*)&next)->Extension == opcode && XTest.XGetEventData(display, &next) != 0)
            {
                var raw = (XInput.RawEvent*)((XInput.Cookie*)&next)->Data;
                took.Add((((Xlib.ExtensionEvent*)&next)->Kind == XInput.RawKeyPress, (uint)raw->Time));
                XTest.XFreeEventData(display, &next);
            }
        }

        return took;
    }

    public void Dispose() => _ = Xlib.XCloseDisplay(display);
}
