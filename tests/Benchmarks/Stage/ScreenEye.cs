using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Stage;

/// <summary>Looks at a part of a display through shared memory, as often as wanted.</summary>
internal sealed unsafe class ScreenEye : IDisposable
{
    private readonly nint display;
    private readonly nuint root;
    private readonly Xlib.Image* image;
    private readonly Xlib.ShmSegment* segment;

    /// <param name="name">The display, such as ":7".</param>
    /// <param name="width">Of what is looked at.</param>
    /// <param name="height">Of what is looked at.</param>
    public ScreenEye(string name, int width, int height)
    {
        display = Xlib.XOpenDisplay(name);
        if (display == 0)
        {
            throw new InvalidOperationException($"The display {name} cannot be reached.");
        }

        root = Xlib.XDefaultRootWindow(display);
        Picture = new Frame(width, height);
        var screen = Xlib.XDefaultScreen(display);
        segment = (Xlib.ShmSegment*)NativeMemory.AllocZeroed((nuint)sizeof(Xlib.ShmSegment));
        image = Xlib.XShmCreateImage(
            display, Xlib.XDefaultVisual(display, screen), (uint)Xlib.XDefaultDepth(display, screen), Xlib.ZPixmap, 0, segment, (uint)width, (uint)height);
        segment->Id = LibC.shmget(LibC.IpcPrivate, (nuint)(image->BytesPerLine * height), LibC.IpcCreate | LibC.OwnerOnly);
        segment->Address = (byte*)LibC.shmat(segment->Id, 0, 0);
        image->Data = segment->Address;
        Xlib.XShmAttach(display, segment);
        Xlib.XSync(display, 0);
        LibC.shmctl(segment->Id, LibC.IpcRemove, 0);
    }

    /// <summary>What was seen by the last <see cref="Look"/>.</summary>
    public Frame Picture { get; }

    /// <summary>Fetches what is there now, without copying it: for measuring the fetch alone.</summary>
    public void Fetch(int x, int y)
    {
        if (Xlib.XShmGetImage(display, root, image, x, y, Xlib.AllPlanes) == 0)
        {
            throw new InvalidOperationException("The X server does not show its screen.");
        }
    }

    /// <summary>Fetches what is there now into <see cref="Picture"/>.</summary>
    public void Look(int x, int y)
    {
        Fetch(x, y);
        for (var row = 0; row < Picture.Height; row++)
        {
            new ReadOnlySpan<byte>(segment->Address + (row * image->BytesPerLine), Picture.Stride).CopyTo(Picture.Row(0, row, Picture.Width));
        }
    }

    /// <summary>The step that the marker there shows; null where there is none.</summary>
    public int? Step(int x, int y)
    {
        Look(x, y);
        return StepMarker.Read(Picture, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Xlib.XShmDetach(display, segment);
        Xlib.XSync(display, 0);
        LibC.shmdt((nint)segment->Address);
        NativeMemory.Free(segment);
        Xlib.XFree((nint)image);
        Xlib.XCloseDisplay(display);
    }
}
