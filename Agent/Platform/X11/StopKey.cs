using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Ctrl+Alt+End stops, whatever has the keyboard: XInput 2 tells of raw keys also while another program has grabbed it.
/// On a connection and a thread of its own, so that it needs neither GTK nor anybody's lock to be heard.
/// </summary>
internal sealed unsafe class StopKey : IDisposable
{
    private const nuint End = 0xff57, KeypadEnd = 0xff9c;
    private const nuint LeftControl = 0xffe3, RightControl = 0xffe4, LeftAlt = 0xffe9, RightAlt = 0xffea;

    private readonly nint display;
    private readonly int opcode;
    private readonly Action pressed;
    private readonly WakeFile wake = new();
    private readonly Thread thread;
    private readonly HashSet<int> down = [];
    private volatile bool closed;

    private StopKey(nint display, int opcode, Action pressed)
    {
        this.display = display;
        this.opcode = opcode;
        this.pressed = pressed;
        thread = new Thread(Listen) { IsBackground = true, Name = "stop key" };
        thread.Start();
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="pressed">Called on a thread of its own.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <returns>Null where this X server does not tell of raw keys.</returns>
    public static StopKey? Open(Action pressed, string? displayName = null)
    {
        var display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            return null;
        }

        // From 2.1 on raw events come also while somebody else has grabbed the keyboard.
        var (major, minor) = (2, 2);
        if (Xlib.XQueryExtension(display, XInput.Extension, out var opcode, out _, out _) == 0
            || XInput.XIQueryVersion(display, ref major, ref minor) != XInput.Success || (major, minor) is (2, 0))
        {
            Xlib.XCloseDisplay(display);
            return null;
        }

        const int Bytes = 3;
        var bits = stackalloc byte[Bytes];
        bits[XInput.RawKeyPress >> 3] |= 1 << (XInput.RawKeyPress & 7);
        bits[XInput.RawKeyRelease >> 3] |= 1 << (XInput.RawKeyRelease & 7);
        var mask = new XInput.EventMask { Device = XInput.AllMasterDevices, Length = Bytes, Bits = bits };
        XInput.XISelectEvents(display, Xlib.XDefaultRootWindow(display), &mask, 1);
        Xlib.XSync(display, 0);
        return new StopKey(display, opcode, pressed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        wake.Set();
        thread.Join();
        Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
        wake.Dispose();
    }

    private void Listen()
    {
        while (!closed)
        {
            Xlib.Event next;
            while (!closed && Xlib.XEventsQueued(display, Xlib.QueuedAfterReading) > 0)
            {
                Xlib.XNextEvent(display, &next);
                Hear(&next);
            }

            if (!closed)
            {
                wake.Wait(Xlib.XConnectionNumber(display), null);
            }
        }
    }

    private void Hear(Xlib.Event* what)
    {
        if (what->Type == XTest.MappingNotify)
        {
            XTest.XRefreshKeyboardMapping(what);
        }
        else if (what->Type == Xlib.GenericEvent && ((Xlib.ExtensionEvent*)what)->Extension == opcode
            && XTest.XGetEventData(display, what) != 0)
        {
            var kind = ((Xlib.ExtensionEvent*)what)->Kind;
            var key = ((XInput.RawEvent*)((XInput.Cookie*)what)->Data)->Detail;
            XTest.XFreeEventData(display, what);
            Hear(kind, key);
        }
    }

    private void Hear(int kind, int key)
    {
        if (kind == XInput.RawKeyRelease)
        {
            down.Remove(key);
            return;
        }

        down.Add(key);
        if (kind == XInput.RawKeyPress && Symbol(key) is End or KeypadEnd
            && down.Any(k => Symbol(k) is LeftControl or RightControl) && down.Any(k => Symbol(k) is LeftAlt or RightAlt))
        {
            pressed();
        }
    }

    private nuint Symbol(int key) => XTest.XkbKeycodeToKeysym(display, (byte)key, 0, 0);
}
