using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>cairo, and pango on it, under their own names. Both come with GTK.</summary>
internal static partial class Cairo
{
    public const string Library = "libcairo.so.2";
    public const string PangoLibrary = "libpango-1.0.so.0";
    public const string PangoCairoLibrary = "libpangocairo-1.0.so.0";

    public const int FormatArgb32 = 0;
    public const int RoundCap = 1;
    public const int RoundJoin = 1;

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
    public static partial void cairo_translate(nint cairo, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_set_source_rgba(nint cairo, double red, double green, double blue, double alpha);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_width(nint cairo, double width);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_cap(nint cairo, int cap);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_join(nint cairo, int join);

    [LibraryImport(Library)]
    public static partial void cairo_move_to(nint cairo, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_line_to(nint cairo, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_rectangle(nint cairo, double x, double y, double width, double height);

    [LibraryImport(Library)]
    public static partial void cairo_arc(nint cairo, double x, double y, double radius, double from, double to);

    [LibraryImport(Library)]
    public static partial void cairo_close_path(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_new_path(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_stroke(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_stroke_preserve(nint cairo);

    [LibraryImport(Library)]
    public static partial void cairo_fill(nint cairo);

    [LibraryImport(PangoCairoLibrary)]
    public static partial nint pango_cairo_create_layout(nint cairo);

    [LibraryImport(PangoCairoLibrary)]
    public static partial void pango_cairo_layout_path(nint cairo, nint layout);

    [LibraryImport(PangoLibrary, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void pango_layout_set_text(nint layout, string text, int length);

    [LibraryImport(PangoLibrary)]
    public static partial void pango_layout_set_font_description(nint layout, nint font);

    [LibraryImport(PangoLibrary)]
    public static partial void pango_layout_get_pixel_size(nint layout, out int width, out int height);

    [LibraryImport(PangoLibrary, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint pango_font_description_from_string(string description);

    [LibraryImport(PangoLibrary)]
    public static partial void pango_font_description_set_absolute_size(nint font, double size);

    [LibraryImport(PangoLibrary)]
    public static partial void pango_font_description_free(nint font);
}
