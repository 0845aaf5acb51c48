using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The pointer: X tells when its shape changes, its place must be asked for.</summary>
internal sealed unsafe class XPointer
{
    private const int CursorNotify = 1; // from the first event of XFIXES

    private readonly nint display;
    private readonly nuint root;
    private readonly int notify;
    private PointerShape? shape;
    private bool stale = true;

    public XPointer(nint display, nuint root, int firstEvent)
    {
        this.display = display;
        this.root = root;
        notify = firstEvent + CursorNotify;
        Xlib.XFixesSelectCursorInput(display, root, Xlib.FixesDisplayCursorNotifyMask);
    }

    /// <summary>An event that may be about the shape.</summary>
    public void Hear(int type) => stale |= type == notify;

    /// <summary>Where the hot spot is; not seen where it is on another X screen.</summary>
    public PointerPosition Position()
    {
        var here = Xlib.XQueryPointer(display, root, out _, out _, out var x, out var y, out _, out _, out _) != 0;
        return new PointerPosition(Narrow(x), Narrow(y), here);
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
