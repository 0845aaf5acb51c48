using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The pointer. X tells when its shape changes; that it moved is told by XInput 2, once, and only then its place is asked for.
/// </summary>
internal sealed unsafe class XPointer
{
    /// <summary>How often its place is asked for where the X server lacks XInput 2. 30 a second.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1) / 30;

    // A program that puts the pointer elsewhere by itself is told by no event: its place is asked for along with some fetches.
    private const int FetchesUnasked = 8;

    private const int CursorNotify = 1; // from the first event of XFIXES

    private readonly nint display;
    private readonly nuint root;
    private readonly int notify;
    private readonly int? opcode;
    private PointerPosition place;
    private PointerShape? shape;
    private int unasked;
    private bool moved = true;
    private bool stale = true;

    public XPointer(nint display, nuint root, int firstEvent)
    {
        this.display = display;
        this.root = root;
        notify = firstEvent + CursorNotify;
        Xlib.XFixesSelectCursorInput(display, root, Xlib.FixesDisplayCursorNotifyMask);
        var (major, minor) = (2, 2);
        if (Xlib.XQueryExtension(display, XInput.Extension, out var code, out _, out _) != 0
            && XInput.XIQueryVersion(display, ref major, ref minor) == XInput.Success)
        {
            opcode = code;
        }
    }

    /// <summary>Whether X tells that it moved.</summary>
    public bool IsTold => opcode is not null;

    /// <summary>Whether its place or shape may be another than was said last, by the events heard.</summary>
    public bool MayHaveChanged => moved || stale;

    /// <summary>An event that may be about the pointer.</summary>
    public void Hear(Xlib.Event* what)
    {
        if (what->Type == notify)
        {
            stale = true;
            moved = true;
        }
        else if (what->Type == Xlib.GenericEvent && ((Xlib.ExtensionEvent*)what)->Extension == opcode && !moved)
        {
            // A mouse may move a thousand times a second; once is enough until somebody asks.
            moved = true;
            Listen(false);
        }
    }

    /// <summary>Where the hot spot is; not seen where it is on another X screen.</summary>
    /// <param name="pixels">Whether it is asked for along with pixels.</param>
    public PointerPosition Position(bool pixels)
    {
        unasked += pixels ? 1 : 0;
        if (IsTold && !moved && unasked < FetchesUnasked)
        {
            return place;
        }

        if (moved)
        {
            // Before the answer: what moves after it is told.
            Listen(true);
        }

        (moved, unasked) = (false, 0);
        var here = Xlib.XQueryPointer(display, root, out _, out _, out var x, out var y, out _, out _, out _) != 0;
        return place = new PointerPosition(Narrow(x), Narrow(y), here);
    }

    /// <summary>How it looks; the same object until it changes. Null where X does not say, or it is larger than may be sent.</summary>
    public PointerShape? Shape()
    {
        if (!stale)
        {
            return shape;
        }

        stale = false;
        var image = Xlib.XFixesGetCursorImage(display);
        if (image is null)
        {
            return shape;
        }

        if (image->Width is >= 1 and <= PointerShape.MaxSide && image->Height is >= 1 and <= PointerShape.MaxSide)
        {
            shape = new PointerShape(image->Width, image->Height, image->HotX, image->HotY, Straight(image));
        }

        Xlib.XFree((nint)image);
        return shape;
    }

    // Raw movement is told whichever window the pointer is over; the other kind also where a program moved it over the bare desktop.
    private void Listen(bool listen)
    {
        if (!IsTold)
        {
            return;
        }

        const int Bytes = 3;
        var bits = stackalloc byte[Bytes];
        if (listen)
        {
            bits[XInput.Motion >> 3] |= 1 << (XInput.Motion & 7);
            bits[XInput.RawMotion >> 3] |= 1 << (XInput.RawMotion & 7);
        }

        var mask = new XInput.EventMask { Device = XInput.AllMasterDevices, Length = Bytes, Bits = bits };
        XInput.XISelectEvents(display, root, &mask, 1);
    }

    // X gives premultiplied ARGB; browsers take straight RGBA.
    private static byte[] Straight(Xlib.CursorImage* image)
    {
        var count = image->Width * image->Height;
        var rgba = new byte[count * 4];
        for (var i = 0; i < count; i++)
        {
            var pixel = (uint)image->Pixels[i];
            var alpha = pixel >> 24;
            if (alpha == 0)
            {
                continue;
            }

            rgba[i * 4] = Divide(pixel >> 16, alpha);
            rgba[(i * 4) + 1] = Divide(pixel >> 8, alpha);
            rgba[(i * 4) + 2] = Divide(pixel, alpha);
            rgba[(i * 4) + 3] = (byte)alpha;
        }

        return rgba;
    }

    private static byte Divide(uint channel, uint alpha) =>
        (byte)Math.Min(255, (((channel & 0xff) * 255) + (alpha / 2)) / alpha);

    private static short Narrow(int place) => (short)Math.Clamp(place, short.MinValue, short.MaxValue);
}
