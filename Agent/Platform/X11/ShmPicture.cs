using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// A picture of the whole root window in memory shared with the X server. The segment is marked for removal as soon
/// as both sides hold it, so that nothing can leave it behind.
/// </summary>
internal sealed unsafe class ShmPicture : IDisposable
{
    private readonly nint display;
    private readonly nuint root;
    private readonly Xlib.Image* image;
    private readonly Xlib.ShmSegment* segment;

    /// <exception cref="ScreenLostException">There is no shared memory to be had, or pixels are laid out in another way.</exception>
    public ShmPicture(nint display, int width, int height)
    {
        this.display = display;
        Width = width;
        Height = height;
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
            LibC.IpcPrivate, (nuint)image->BytesPerLine * (nuint)height, LibC.IpcCreate | LibC.OwnerOnly);
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

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Fetches whole rows, straight to their place: no copy is made on this side.</summary>
    /// <returns>False where the X server refused, such as after the screen became smaller.</returns>
    public bool Fetch(int top, int bottom)
    {
        // The image that Xlib is given begins at the first row wanted, inside the same segment.
        image->Height = bottom - top;
        image->Data = segment->Address + ((nint)top * image->BytesPerLine);
        return Xlib.XShmGetImage(display, root, image, 0, top, Xlib.AllPlanes) != 0;
    }

    /// <summary>The bytes of a row from <paramref name="x"/> on.</summary>
    public ReadOnlySpan<byte> Row(int x, int y, int width) =>
        new(segment->Address + ((nint)y * Width * Frame.BytesPerPixel) + (x * Frame.BytesPerPixel), width * Frame.BytesPerPixel);

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
