using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The picture of the root window, and the way in which pixels come into it.</summary>
internal sealed class RootPicture : IDisposable
{
    // Masks are painted in the dark teal of the product, so that a technician sees that it is ours.
    private const byte MaskRed = 0x24;
    private const byte MaskGreen = 0x50;
    private const byte MaskBlue = 0x4f;

    private readonly ShmPicture shared;

    /// <exception cref="ScreenLostException">There is no shared memory to be had, or pixels are laid out in another way.</exception>
    public RootPicture(nint display, int width, int height)
    {
        shared = new ShmPicture(display, width, height);
        Frame = new Frame(width, height);
        Screen = new ScreenRect(0, 0, width, height);
    }

    /// <summary>What is known of the screen.</summary>
    public Frame Frame { get; }

    /// <summary>All of it.</summary>
    public ScreenRect Screen { get; }

    /// <summary>Fetches these rectangles; what else comes along with a request is dropped unseen.</summary>
    /// <returns>How many pixels were asked of the X server; null where it refused.</returns>
    public int? Fetch(IReadOnlyList<ScreenRect> wanted)
    {
        var pixels = 0;
        foreach (var patch in Patches.Around(wanted))
        {
            var most = shared.RowsAtOnce(patch.Width);
            for (var top = patch.Y; top < patch.Bottom; top += most)
            {
                var part = new ScreenRect(patch.X, top, patch.Width, Math.Min(most, patch.Bottom - top));
                if (!shared.Fetch(part))
                {
                    return null;
                }

                Copy(part, wanted);
            }

            pixels += patch.Width * patch.Height;
        }

        return pixels;
    }

    /// <summary>Fetches these rectangles from a drawable of its own, and lays them over what is in the picture.</summary>
    /// <param name="drawable">A pixmap of the depth of the screen, or with an alpha beside.</param>
    /// <param name="place">Where it lies on the screen.</param>
    /// <param name="wanted">Of the screen; inside of its place.</param>
    /// <param name="translucent">Whether its pixels are premultiplied by an alpha.</param>
    /// <returns>How many pixels were asked of the X server; null where it refused.</returns>
    public int? Lay(nuint drawable, ScreenRect place, IReadOnlyList<ScreenRect> wanted, bool translucent)
    {
        var pixels = 0;
        foreach (var area in wanted)
        {
            var most = shared.RowsAtOnce(area.Width);
            for (var top = area.Y; top < area.Bottom; top += most)
            {
                var part = new ScreenRect(area.X, top, area.Width, Math.Min(most, area.Bottom - top));
                if (!shared.Fetch(drawable, part with { X = part.X - place.X, Y = part.Y - place.Y }))
                {
                    return null;
                }

                for (var y = 0; y < part.Height; y++)
                {
                    var row = shared.Row(0, y, part.Width);
                    var target = Frame.Row(part.X, part.Y + y, part.Width);
                    if (translucent)
                    {
                        PixelRows.Blend(row, target);
                    }
                    else
                    {
                        PixelRows.Copy(row, target);
                    }
                }
            }

            pixels += area.Width * area.Height;
        }

        return pixels;
    }

    /// <summary>Paints a mask, where it meets <paramref name="area"/>.</summary>
    public void Mask(ScreenRect mask, ScreenRect area) => Frame.Fill(mask.Intersect(area), MaskRed, MaskGreen, MaskBlue);

    /// <summary>Keeps the picture, and gives back what it was fetched through.</summary>
    public void Tidy() => shared.Empty();

    /// <inheritdoc/>
    public void Dispose() => shared.Dispose();

    private void Copy(ScreenRect part, IReadOnlyList<ScreenRect> wanted)
    {
        foreach (var area in wanted)
        {
            var here = area.Intersect(part);
            for (var y = here.Y; y < here.Bottom; y++)
            {
                PixelRows.Copy(shared.Row(here.X - part.X, y - part.Y, here.Width), Frame.Row(here.X, y, here.Width));
            }
        }
    }
}
