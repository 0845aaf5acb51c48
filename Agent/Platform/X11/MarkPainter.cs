using System.Collections.Immutable;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Which marks a picture is made of.</summary>
internal enum MarkLayer
{
    /// <summary>What the screen can be read through.</summary>
    Translucent,

    /// <summary>All others.</summary>
    Solid,
}

/// <summary>A mark and where it can leave pixels.</summary>
internal readonly record struct PlacedMark(Mark Mark, ScreenRect Bounds);

/// <summary>Draws marks into memory, smoothly, as premultiplied ARGB. A rim of the other tone makes each seen on anything.</summary>
internal static unsafe class MarkPainter
{
    private const double HighlighterAlpha = 0.4;
    private const double HeadLength = 4.5; // of an arrow, in widths of its line
    private const double StepRadius = 0.95; // in sizes of its letters
    private const int TailPoints = 10;
    private const int Piece = 96; // of a long line
    private const int PangoScale = 1024;
    private const string Font = "Sans Bold";

    /// <summary>Draws what of these marks meets <paramref name="area"/>, in their order, over nothing.</summary>
    /// <param name="marks">The marks; their points are places of the screen.</param>
    /// <param name="layer">Which of them.</param>
    /// <param name="area">Of the screen.</param>
    /// <param name="translucency">How much of itself a highlighter shows; 1 for all.</param>
    public static uint[] Draw(IEnumerable<PlacedMark> marks, MarkLayer layer, ScreenRect area, double translucency = HighlighterAlpha)
    {
        var pixels = new uint[area.Width * area.Height];
        fixed (uint* memory = pixels)
        {
            var surface = Cairo.cairo_image_surface_create_for_data(
                (nint)memory, Cairo.FormatArgb32, area.Width, area.Height, area.Width * Frame.BytesPerPixel);
            var cairo = Cairo.cairo_create(surface);
            Cairo.cairo_translate(cairo, -area.X, -area.Y);
            Cairo.cairo_set_line_cap(cairo, Cairo.RoundCap);
            Cairo.cairo_set_line_join(cairo, Cairo.RoundJoin);
            foreach (var (mark, bounds) in marks)
            {
                if ((mark.Tool == MarkTool.Highlighter) == (layer == MarkLayer.Translucent) && !bounds.Intersect(area).IsEmpty)
                {
                    Draw(cairo, mark, translucency);
                }
            }

            Cairo.cairo_destroy(cairo);
            Cairo.cairo_surface_flush(surface);
            Cairo.cairo_surface_destroy(surface);
        }

        return pixels;
    }

    /// <summary>Where a mark can leave pixels.</summary>
    public static ScreenRect Bounds(Mark mark) => mark.Tool == MarkTool.Text ? TextBounds(mark) : Bounds(mark, Reach(mark));

    /// <summary>The same in small rectangles: a line across the screen is not the screen.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="first">Where it is new from this point on: only that.</param>
    public static IEnumerable<ScreenRect> Areas(Mark mark, int first = 0)
    {
        if (mark.Tool is MarkTool.Text or MarkTool.Step || mark.Points.Length == 1)
        {
            yield return Bounds(mark);
            yield break;
        }

        var reach = Reach(mark);
        var path = mark.Tool == MarkTool.Box ? Corners(mark.Points[0], mark.Points[1]) : mark.Points;
        for (var i = Math.Min(first, path.Length - 2) + 1; i < path.Length; i++)
        {
            var (from, to) = (path[i - 1], path[i]);
            var pieces = 1 + (Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / Piece);
            for (var piece = 0; piece < pieces; piece++)
            {
                yield return Around(reach, Between(from, to, piece, pieces), Between(from, to, piece + 1, pieces));
            }
        }
    }

    private static ImmutableArray<MarkPoint> Corners(MarkPoint one, MarkPoint other) =>
        [one, new(other.X, one.Y), other, new(one.X, other.Y), one];

    private static MarkPoint Between(MarkPoint from, MarkPoint to, int part, int parts) =>
        new(from.X + ((to.X - from.X) * part / parts), from.Y + ((to.Y - from.Y) * part / parts));

    private static ScreenRect Bounds(Mark mark, int reach) =>
        mark.Points.Aggregate(default(ScreenRect), (all, point) => all.Union(Around(reach, point, point)));

    private static ScreenRect Around(int reach, MarkPoint one, MarkPoint other)
    {
        var (left, top) = (Math.Min(one.X, other.X) - reach, Math.Min(one.Y, other.Y) - reach);
        return new ScreenRect(left, top, Math.Max(one.X, other.X) + reach + 1 - left, Math.Max(one.Y, other.Y) + reach + 1 - top);
    }

    private static int Reach(Mark mark) => (int)Math.Ceiling(Rim(mark) + 2 + mark.Tool switch
    {
        MarkTool.Arrow => mark.Width * HeadLength,
        MarkTool.Step => mark.Width * StepRadius,
        MarkTool.Laser => SpotRadius(mark) * 2,
        _ => mark.Width / 2.0,
    });

    private static double Rim(Mark mark) => Math.Clamp(mark.Width / 5.0, 1.5, 3);

    private static double SpotRadius(Mark mark) => Math.Max(5, mark.Width);

    private static void Draw(nint cairo, Mark mark, double translucency)
    {
        switch (mark.Tool)
        {
            case MarkTool.Highlighter:
                Source(cairo, MarkPalette.Fill[mark.Colour], translucency);
                Line(cairo, mark);
                Stroke(cairo, mark.Width);
                break;
            case MarkTool.Pen:
                Line(cairo, mark);
                StrokeWithRim(cairo, mark);
                break;
            case MarkTool.Box:
                var (one, other) = (mark.Points[0], mark.Points[1]);
                Cairo.cairo_rectangle(
                    cairo, Math.Min(one.X, other.X), Math.Min(one.Y, other.Y), Math.Abs(one.X - other.X), Math.Abs(one.Y - other.Y));
                StrokeWithRim(cairo, mark);
                break;
            case MarkTool.Arrow:
                Arrow(cairo, mark);
                break;
            case MarkTool.Text:
                Words(cairo, mark, mark.Points[0].X, mark.Points[0].Y, mark.Width);
                break;
            case MarkTool.Step:
                Step(cairo, mark);
                break;
            case MarkTool.Laser:
                Laser(cairo, mark);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to draw {mark.Tool}.");
        }
    }

    private static void Line(nint cairo, Mark mark)
    {
        Cairo.cairo_move_to(cairo, mark.Points[0].X, mark.Points[0].Y);
        foreach (var point in mark.Points)
        {
            Cairo.cairo_line_to(cairo, point.X, point.Y);
        }
    }

    private static void Arrow(nint cairo, Mark mark)
    {
        var (from, to) = (mark.Points[0], mark.Points[1]);
        var direction = Math.Atan2(to.Y - from.Y, to.X - from.X);
        var length = Math.Min(mark.Width * HeadLength, Math.Max(mark.Width * 2, Distance(from, to)));
        var (backX, backY) = (to.X - (Math.Cos(direction) * length), to.Y - (Math.Sin(direction) * length));
        var (sideX, sideY) = (-Math.Sin(direction) * length / 2, Math.Cos(direction) * length / 2);
        foreach (var rim in (ReadOnlySpan<bool>)[true, false])
        {
            Tone(cairo, mark, rim);
            Cairo.cairo_move_to(cairo, from.X, from.Y);
            Cairo.cairo_line_to(cairo, backX, backY);
            Stroke(cairo, mark.Width + (rim ? 2 * Rim(mark) : 0));
            Cairo.cairo_move_to(cairo, to.X, to.Y);
            Cairo.cairo_line_to(cairo, backX + sideX, backY + sideY);
            Cairo.cairo_line_to(cairo, backX - sideX, backY - sideY);
            Cairo.cairo_close_path(cairo);
            if (rim)
            {
                Stroke(cairo, 2 * Rim(mark));
            }
            else
            {
                Cairo.cairo_fill(cairo);
            }
        }
    }

    private static double Distance(MarkPoint one, MarkPoint other) => Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));

    private static void Step(nint cairo, Mark mark)
    {
        var (x, y) = (mark.Points[0].X, mark.Points[0].Y);
        var radius = mark.Width * StepRadius;
        Tone(cairo, mark, rim: true);
        Cairo.cairo_arc(cairo, x, y, radius + Rim(mark), 0, 2 * Math.PI);
        Cairo.cairo_fill(cairo);
        Tone(cairo, mark, rim: false);
        Cairo.cairo_arc(cairo, x, y, radius, 0, 2 * Math.PI);
        Cairo.cairo_fill(cairo);

        Tone(cairo, mark, rim: true);
        using var text = new TextPath(cairo, mark.Words, mark.Words.Length > 2 ? mark.Width * 0.7 : mark.Width);
        text.Put(x - (text.Width / 2.0), y - (text.Height / 2.0));
        Cairo.cairo_fill(cairo);
    }

    private static void Words(nint cairo, Mark mark, double x, double y, double size)
    {
        using var text = new TextPath(cairo, mark.Words, size);
        text.Put(x, y);
        Tone(cairo, mark, rim: true);
        Cairo.cairo_set_line_width(cairo, 2 * Rim(mark));
        Cairo.cairo_stroke_preserve(cairo);
        Tone(cairo, mark, rim: false);
        Cairo.cairo_fill(cairo);
    }

    private static ScreenRect TextBounds(Mark mark)
    {
        var surface = Cairo.cairo_image_surface_create_for_data(0, Cairo.FormatArgb32, 0, 0, 0);
        var cairo = Cairo.cairo_create(surface);
        int width, height;
        using (var text = new TextPath(cairo, mark.Words, mark.Width))
        {
            (width, height) = (text.Width, text.Height);
        }

        Cairo.cairo_destroy(cairo);
        Cairo.cairo_surface_destroy(surface);

        // Some letters reach out of their line.
        var reach = (int)Math.Ceiling(Rim(mark) + (mark.Width / 2.0));
        return new ScreenRect(mark.Points[0].X - reach, mark.Points[0].Y - reach, width + (2 * reach), height + (2 * reach));
    }

    private static void Laser(nint cairo, Mark mark)
    {
        var radius = SpotRadius(mark);
        var tail = mark.Points[Math.Max(0, mark.Points.Length - TailPoints)..];
        for (var i = 1; i < tail.Length; i++)
        {
            Source(cairo, MarkPalette.Fill[mark.Colour], 0.7 * i / tail.Length);
            Cairo.cairo_move_to(cairo, tail[i - 1].X, tail[i - 1].Y);
            Cairo.cairo_line_to(cairo, tail[i].X, tail[i].Y);
            Stroke(cairo, radius * i / tail.Length);
        }

        var spot = mark.Points[^1];
        Source(cairo, MarkPalette.Fill[mark.Colour], 0.35);
        Cairo.cairo_arc(cairo, spot.X, spot.Y, radius * 1.8, 0, 2 * Math.PI);
        Cairo.cairo_fill(cairo);
        Tone(cairo, mark, rim: true);
        Cairo.cairo_arc(cairo, spot.X, spot.Y, radius + Rim(mark), 0, 2 * Math.PI);
        Cairo.cairo_fill(cairo);
        Tone(cairo, mark, rim: false);
        Cairo.cairo_arc(cairo, spot.X, spot.Y, radius, 0, 2 * Math.PI);
        Cairo.cairo_fill(cairo);
    }

    private static void StrokeWithRim(nint cairo, Mark mark)
    {
        Tone(cairo, mark, rim: true);
        Cairo.cairo_set_line_width(cairo, mark.Width + (2 * Rim(mark)));
        Cairo.cairo_stroke_preserve(cairo);
        Tone(cairo, mark, rim: false);
        Stroke(cairo, mark.Width);
    }

    private static void Stroke(nint cairo, double width)
    {
        Cairo.cairo_set_line_width(cairo, width);
        Cairo.cairo_stroke(cairo);
    }

    private static void Tone(nint cairo, Mark mark, bool rim) =>
        Source(cairo, rim ? MarkPalette.Rim[mark.Colour] : MarkPalette.Fill[mark.Colour], 1);

    private static void Source(nint cairo, int colour, double alpha) => Cairo.cairo_set_source_rgba(
        cairo, ((colour >> 16) & 0xff) / 255.0, ((colour >> 8) & 0xff) / 255.0, (colour & 0xff) / 255.0, alpha);

    /// <summary>The outline of some words, in letters of any script that the desktop has fonts for.</summary>
    private readonly ref struct TextPath : IDisposable
    {
        private readonly nint cairo;
        private readonly nint layout;

        public TextPath(nint cairo, string words, double size)
        {
            this.cairo = cairo;
            layout = Cairo.pango_cairo_create_layout(cairo);
            var font = Cairo.pango_font_description_from_string(Font);
            Cairo.pango_font_description_set_absolute_size(font, size * PangoScale);
            Cairo.pango_layout_set_font_description(layout, font);
            Cairo.pango_font_description_free(font);
            Cairo.pango_layout_set_text(layout, words, -1);
            Cairo.pango_layout_get_pixel_size(layout, out var width, out var height);
            (Width, Height) = (width, height);
        }

        public int Width { get; }

        public int Height { get; }

        public void Put(double x, double y)
        {
            Cairo.cairo_new_path(cairo);
            Cairo.cairo_move_to(cairo, x, y);
            Cairo.pango_cairo_layout_path(cairo, layout);
        }

        public void Dispose() => GLib.g_object_unref(layout);
    }
}
