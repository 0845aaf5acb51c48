using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Memory shared with the X server, into which it writes parts of the root window, each without gaps. The segment is
/// marked for removal as soon as both sides hold it, so that nothing can leave it behind.
/// </summary>
internal sealed unsafe class ShmPicture : IDisposable
{
    // A 4K monitor at once, so that no picture of one is torn; two of them are fetched in two parts rather than held twice.
    private const int MostPixels = 3840 * 2160;

    private readonly nint display;
    private readonly nuint root;
    private readonly int pixels;
    private readonly Xlib.Image* image;
    private readonly Xlib.ShmSegment* segment;

    /// <exception cref="ScreenLostException">There is no shared memory to be had, or pixels are laid out in another way.</exception>
    public ShmPicture(nint display, int width, int height)
    {
        this.display = display;
        pixels = Math.Max(width, Math.Min(width * height, MostPixels));
        root = Xlib.XDefaultRootWindow(display);
        var screen = Xlib.XDefaultScreen(display);
        segment = (Xlib.ShmSegment*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(Xlib.ShmSegment));
        image = Xlib.XShmCreateImage(
            display,
            Xlib.XDefaultVisual(display, screen),
            (uint)Xlib.XDefaultDepth(display, screen),
            Xlib.ZPixmap,
            0,
            segment,
            (uint)width,
            (uint)height);
        if (image is null || image->BitsPerPixel != 32 || image->ByteOrder != Xlib.LsbFirst || image->RedMask != 0xff0000
            || image->BytesPerLine != width * Frame.BytesPerPixel)
        {
            Release();
            throw new ScreenLostException("The screen's pixels are not 32-bit BGRX.");
        }

        segment->Id = LibC.shmget(
            LibC.IpcPrivate, (nuint)pixels * Frame.BytesPerPixel, LibC.IpcCreate | LibC.OwnerOnly);
        if (segment->Id < 0)
        {
            Release();
            throw new ScreenLostException("The system gave no shared memory for the picture.");
        }

        var errors = XErrors.Of(display);
        segment->Address = (byte*)LibC.shmat(segment->Id, 0, 0);
        var held = (nint)segment->Address != -1;
        if (held)
        {
            Xlib.XShmAttach(display, segment);
            Xlib.XSync(display, 0);
        }

        LibC.shmctl(segment->Id, LibC.IpcRemove, 0);
        if (!held || XErrors.Of(display) != errors)
        {
            if (held)
            {
                LibC.shmdt((nint)segment->Address);
            }

            Release();
            throw new ScreenLostException("The X server is not on this computer, or shares no memory.");
        }
    }

    /// <summary>How many rows of this width can be fetched at once; at least one.</summary>
    public int RowsAtOnce(int width) => pixels / width;

    /// <summary>Fetches a part of the screen; it takes the place of the one before.</summary>
    /// <param name="area">Inside the screen, with no more than <see cref="RowsAtOnce"/>.</param>
    /// <returns>False where the X server refused, such as after the screen became smaller.</returns>
    public bool Fetch(ScreenRect area) => Fetch(root, area);

    /// <summary>As <see cref="Fetch(ScreenRect)"/>, of a window's or pixmap's own pixels.</summary>
    /// <param name="drawable">With 24 or 32 bits of depth.</param>
    /// <param name="area">Inside of it.</param>
    public bool Fetch(nuint drawable, ScreenRect area)
    {
        image->Width = area.Width;
        image->Height = area.Height;
        image->BytesPerLine = area.Width * Frame.BytesPerPixel;
        image->Data = segment->Address;
        return Xlib.XShmGetImage(display, drawable, image, area.X, area.Y, Xlib.AllPlanes) != 0;
    }

    /// <summary>The bytes of a row of what was fetched, from the pixel <paramref name="x"/> of that on.</summary>
    public ReadOnlySpan<byte> Row(int x, int y, int width) =>
        new(segment->Address + ((nint)y * image->BytesPerLine) + ((nint)x * Frame.BytesPerPixel), width * Frame.BytesPerPixel);

    /// <summary>
    /// Gives the segment's memory back to the system until the next fetch; what was fetched is gone. A system that does not
    /// do that keeps it.
    /// </summary>
    public void Empty() => LibC.madvise((nint)segment->Address, (nuint)pixels * Frame.BytesPerPixel, LibC.AdviceRemove);

    /// <inheritdoc/>
    public void Dispose()
    {
        Xlib.XShmDetach(display, segment);
        Xlib.XSync(display, 0);
        LibC.shmdt((nint)segment->Address);
        Release();
    }

    private void Release()
    {
        // Xlib allocated the image by malloc; its data is the segment's and not Xlib's to free.
        if (image is not null)
        {
            Xlib.XFree((nint)image);
        }

        System.Runtime.InteropServices.NativeMemory.Free(segment);
    }
}
