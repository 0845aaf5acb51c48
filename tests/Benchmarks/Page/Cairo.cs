using System.Runtime.InteropServices;

namespace RemoteAssist.Benchmarks.Page;

/// <summary>The few calls of cairo that write a page of text into memory, with the smooth letters of a real desktop.</summary>
internal static partial class Cairo
{
    private const string Library = "libcairo.so.2";

    /// <summary>CAIRO_FORMAT_RGB24: 32 bits a pixel, the upper eight unused.</summary>
    public const int Rgb24 = 1;

    [LibraryImport(Library)]
    public static partial nint cairo_image_surface_create_for_data(nint data, int format, int width, int height, int stride);

    [LibraryImport(Library)]
    public static partial void cairo_surface_flush(nint surface);

    [LibraryImport(Library)]
    public static partial void cairo_surface_destroy(nint surface);

    [LibraryImport(Library)]
    public static partial nint cairo_create(nint surface);

    [LibraryImport(Library)]
    public static partial void cairo_destroy(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_set_source_rgb(nint cairo, double red, double green, double blue);

    [LibraryImport(Library)]
    public static partial void cairo_paint(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_rectangle(nint cairo, double x, double y, double width, double height);

    [LibraryImport(Library)]
    public static partial void cairo_fill(nint cairo);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void cairo_select_font_face(nint cairo, string family, int slant, int weight);

    [LibraryImport(Library)]
    public static partial void cairo_set_font_size(nint cairo, double size);

    [LibraryImport(Library)]
    public static partial void cairo_move_to(nint cairo, double x, double y);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void cairo_show_text(nint cairo, string text);

    [LibraryImport(Library)]
    public static partial int cairo_status(nint cairo);

    [LibraryImport(Library)]
    public static partial nint cairo_pattern_create_linear(double x0, double y0, double x1, double y1);

    [LibraryImport(Library)]
    public static partial void cairo_pattern_add_color_stop_rgb(nint pattern, double offset, double red, double green, double blue);

    [LibraryImport(Library)]
    public static partial void cairo_pattern_destroy(nint pattern);

    [LibraryImport(Library)]
    public static partial void cairo_set_source(nint cairo, nint pattern);

    [LibraryImport(Library)]
    public static partial void cairo_surface_mark_dirty(nint surface);
}
