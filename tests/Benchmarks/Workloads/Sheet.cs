using System.Runtime.InteropServices;
using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>Which letters: all from the DejaVu family, as most desktops without a choice of their own have it.</summary>
internal enum Letters
{
    Small,
    Sans,
    Bold,
    Title,
    Mono,
}

/// <summary>A picture in memory that is drawn on by cairo. 32 bits a pixel, 0x00RRGGBB.</summary>
internal sealed unsafe class Sheet : IDisposable
{
    private readonly nint surface;
    private readonly nint cairo;
    private readonly uint* pixels;

    public Sheet(int width, int height)
    {
        (Width, Height) = (width, height);
        pixels = (uint*)NativeMemory.AllocZeroed((nuint)width * (nuint)height, 4);
        surface = Cairo.cairo_image_surface_create_for_data((nint)pixels, Cairo.Rgb24, width, height, width * 4);
        cairo = Cairo.cairo_create(surface);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The pixels, with all that has been drawn.</summary>
    public nint Pixels
    {
        get
        {
            if (Cairo.cairo_status(cairo) is not 0 and var trouble)
            {
                throw new InvalidOperationException($"cairo could not draw (status {trouble}).");
            }

            Cairo.cairo_surface_flush(surface);
            return (nint)pixels;
        }
    }

    /// <summary>A flat rectangle.</summary>
    public void Fill(int x, int y, int width, int height, uint colour)
    {
        Colour(colour);
        Cairo.cairo_rectangle(cairo, x, y, width, height);
        Cairo.cairo_fill(cairo);
    }

    /// <summary>The one-pixel outline of a rectangle.</summary>
    public void Outline(int x, int y, int width, int height, uint colour)
    {
        Fill(x, y, width, 1, colour);
        Fill(x, y + height - 1, width, 1, colour);
        Fill(x, y, 1, height, colour);
        Fill(x + width - 1, y, 1, height, colour);
    }

    /// <summary>A rectangle that goes from one colour to another, downwards or to the right.</summary>
    public void Fade(int x, int y, int width, int height, uint from, uint to, bool across = false)
    {
        var pattern = Cairo.cairo_pattern_create_linear(x, y, across ? x + width : x, across ? y : y + height);
        Stop(pattern, 0, from);
        Stop(pattern, 1, to);
        Cairo.cairo_set_source(cairo, pattern);
        Cairo.cairo_rectangle(cairo, x, y, width, height);
        Cairo.cairo_fill(cairo);
        Cairo.cairo_pattern_destroy(pattern);
    }

    /// <summary>A line of text whose letters stand on <paramref name="y"/>.</summary>
    public void Write(Letters letters, int x, int y, uint colour, string text)
    {
        var (family, weight, size) = letters switch
        {
            Letters.Small => ("DejaVu Sans", 0, 11.0),
            Letters.Bold => ("DejaVu Sans", 1, 13.0),
            Letters.Title => ("DejaVu Sans", 1, 26.0),
            Letters.Mono => ("DejaVu Sans Mono", 0, 13.0),
            _ => ("DejaVu Sans", 0, 13.0),
        };
        Cairo.cairo_select_font_face(cairo, family, slant: 0, weight);
        Cairo.cairo_set_font_size(cairo, size);
        Colour(colour);
        Cairo.cairo_move_to(cairo, x, y);
        Cairo.cairo_show_text(cairo, text);
    }

    /// <summary>Pixels as they are, a part of a larger picture.</summary>
    public void Paste(Photo picture, int fromX, int fromY, int x, int y, int width, int height)
    {
        Cairo.cairo_surface_flush(surface);
        for (var row = 0; row < height; row++)
        {
            picture.Pixels.AsSpan(((fromY + row) * picture.Width) + fromX, width)
                .CopyTo(new Span<uint>(pixels + ((y + row) * Width) + x, width));
        }

        Cairo.cairo_surface_mark_dirty(surface);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cairo.cairo_destroy(cairo);
        Cairo.cairo_surface_destroy(surface);
        NativeMemory.Free(pixels);
    }

    private static (double Red, double Green, double Blue) Parts(uint colour) =>
        ((colour >> 16) / 255.0, ((colour >> 8) & 255) / 255.0, (colour & 255) / 255.0);

    private static void Stop(nint pattern, double at, uint colour)
    {
        var (red, green, blue) = Parts(colour);
        Cairo.cairo_pattern_add_color_stop_rgb(pattern, at, red, green, blue);
    }

    private void Colour(uint colour)
    {
        var (red, green, blue) = Parts(colour);
        Cairo.cairo_set_source_rgb(cairo, red, green, blue);
    }
}
