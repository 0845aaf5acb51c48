using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The marks on one monitor. Where a compositor draws the screen, a window of translucent pixels; else one that is cut into
/// the shape of the marks, with highlighters as stripes, because nothing can be seen through a window there.
/// </summary>
internal sealed unsafe class MarkWindow : IDisposable
{
    private const uint Opaque = 0xff00_0000;
    private const int Stripe = 2;
    private const int Grid = 64;

    private readonly nint display;
    private readonly bool composited;
    private readonly ThroughWindow window;
    private readonly nint pen;
    private ImmutableArray<Mark> marks = [];
    private PlacedMark[] placed = [];
    private ScreenRegion leftOut = ScreenRegion.Empty;

    public MarkWindow(nint display, OwnWindows known, ScreenRect monitor, bool composited)
    {
        this.display = display;
        this.composited = composited;
        window = new ThroughWindow(display, known, monitor, composited ? 0 : null, composited);
        if (!composited)
        {
            XShape.XShapeCombineRectangles(display, window.Id, XShape.Bounding, 0, 0, null, 0, XShape.Set, 0);
        }

        pen = XDrawing.XCreateGC(display, window.Id, 0, 0);
        window.Map();
    }

    public nuint Id => window.Id;

    public void Raise() => window.Raise();

    /// <summary>Shows these marks in place of those there.</summary>
    /// <param name="wanted">The marks.</param>
    /// <param name="away">Where none may be: over the Agent's own windows.</param>
    public void Show(ImmutableArray<Mark> wanted, ScreenRegion away)
    {
        var changed = MarkChanges.Between(marks, wanted).Concat(leftOut.Difference(away).Rectangles()).Select(OnGrid);
        var patches = ScreenRegion.Of(changed).Intersect(ScreenRegion.Of(window.Place)).Rectangles();
        var known = new Dictionary<Mark, ScreenRect>(ReferenceEqualityComparer.Instance);
        Array.ForEach(placed, p => known[p.Mark] = p.Bounds);
        placed = [.. wanted.Select(m => new PlacedMark(m, known.TryGetValue(m, out var bounds) ? bounds : MarkPainter.Bounds(m)))];
        (marks, leftOut) = (wanted, away);
        foreach (var patch in patches)
        {
            Paint(patch, anew: true);
        }
    }

    /// <summary>X has lost what this part of the window showed.</summary>
    public void Exposed(XDrawing.ExposeEvent* what) =>
        Paint(new ScreenRect(window.Place.X + what->X, window.Place.Y + what->Y, what->Width, what->Height), anew: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        XDrawing.XFreeGC(display, pen);
        window.Dispose();
    }

    // So that what overlaps does not fall into slices.
    private static ScreenRect OnGrid(ScreenRect area)
    {
        var (left, top) = (Floor(area.X), Floor(area.Y));
        return area.IsEmpty ? area : new ScreenRect(left, top, Floor(area.Right + Grid - 1) - left, Floor(area.Bottom + Grid - 1) - top);
    }

    private static int Floor(int place) => (int)Math.Floor((double)place / Grid) * Grid;

    // A new shape lays bare what has to be painted; what is painted again has its shape.
    private void Paint(ScreenRect area, bool anew)
    {
        if (area.IsEmpty)
        {
            return;
        }

        var pixels = composited ? Blended(area) : Cut(area);
        foreach (var away in leftOut.Intersect(ScreenRegion.Of(area)).Rectangles())
        {
            for (var y = away.Y; y < away.Bottom; y++)
            {
                pixels.AsSpan(((y - area.Y) * area.Width) + away.X - area.X, away.Width).Clear();
            }
        }

        if (!composited && anew)
        {
            Shape(area, pixels);
        }

        Put(area, pixels);
    }

    private bool HasHighlighter => marks.Any(static mark => mark.Tool == MarkTool.Highlighter);

    private uint[] Blended(ScreenRect area)
    {
        var solid = MarkPainter.Draw(placed, MarkLayer.Solid, area);
        if (!HasHighlighter)
        {
            return solid;
        }

        var pixels = MarkPainter.Draw(placed, MarkLayer.Translucent, area);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Over(solid[i], pixels[i]);
        }

        return pixels;
    }

    // One premultiplied pixel over another.
    private static uint Over(uint top, uint bottom)
    {
        var through = 255 - (top >> 24);
        if (through == 255)
        {
            return bottom;
        }

        uint pixel = 0;
        for (var shift = 0; shift < 32; shift += 8)
        {
            var under = ((bottom >> shift) & 0xff) * through;
            pixel |= Math.Min(255, ((top >> shift) & 0xff) + ((under + 127) / 255)) << shift;
        }

        return pixel;
    }

    // All or nothing: what is half there is there.
    private uint[] Cut(ScreenRect area)
    {
        var broad = HasHighlighter ? MarkPainter.Draw(placed, MarkLayer.Translucent, area, translucency: 1) : [];
        var pixels = MarkPainter.Draw(placed, MarkLayer.Solid, area);
        for (var i = 0; i < pixels.Length; i++)
        {
            var stripe = (area.Y + (i / area.Width)) % (2 * Stripe) < Stripe;
            pixels[i] = pixels[i] >> 24 >= 128 ? Straight(pixels[i]) : stripe && broad.Length > 0 && broad[i] >> 24 >= 128 ? Straight(broad[i]) : 0;
        }

        return pixels;
    }

    private static uint Straight(uint pixel)
    {
        var alpha = pixel >> 24;
        uint straight = Opaque;
        for (var shift = 0; shift < 24; shift += 8)
        {
            straight |= Math.Min(255, ((((pixel >> shift) & 0xff) * 255) + (alpha / 2)) / alpha) << shift;
        }

        return straight;
    }

    private void Shape(ScreenRect area, uint[] pixels)
    {
        var runs = new List<ScreenRect>();
        for (var y = 0; y < area.Height; y++)
        {
            var row = pixels.AsSpan(y * area.Width, area.Width);
            for (var x = 0; x < row.Length; x++)
            {
                var start = x;
                while (x < row.Length && row[x] != 0)
                {
                    x++;
                }

                if (x > start)
                {
                    runs.Add(new ScreenRect(area.X + start, area.Y + y, x - start, 1));
                }
            }
        }

        Combine([area], XShape.Subtract);
        Combine(runs, XShape.Union);
    }

    private void Combine(IReadOnlyList<ScreenRect> parts, int operation)
    {
        var rectangles = parts.Select(p => new Xlib.Rectangle
        {
            X = (short)(p.X - window.Place.X), Y = (short)(p.Y - window.Place.Y), Width = (ushort)p.Width, Height = (ushort)p.Height,
        }).ToArray();
        fixed (Xlib.Rectangle* first = rectangles)
        {
            XShape.XShapeCombineRectangles(display, window.Id, XShape.Bounding, 0, 0, first, rectangles.Length, operation, 0);
        }
    }

    private void Put(ScreenRect area, uint[] pixels)
    {
        fixed (uint* data = pixels)
        {
            var image = XDrawing.XCreateImage(
                display, window.Visual, (uint)window.Depth, Xlib.ZPixmap, 0, data, (uint)area.Width, (uint)area.Height, 32, area.Width * Frame.BytesPerPixel);
            XDrawing.XPutImage(
                display, window.Id, pen, image, 0, 0, area.X - window.Place.X, area.Y - window.Place.Y, (uint)area.Width, (uint)area.Height);

            // The pixels are ours, only the head is Xlib's.
            Xlib.XFree(image);
        }
    }
}
