using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>A small drawn face from unhappy to happy, in the colour of the text beside it: no font is needed for it.</summary>
internal static class Face
{
    private const int Size = 32;

    // Half of the mouth, in straight lines too short to be seen.
    private const int Steps = 8;

    /// <param name="ease">1, the corners of the mouth far down, to 5, far up.</param>
    public static nint Of(int ease)
    {
        var face = Gtk.gtk_drawing_area_new();
        Gtk.gtk_widget_set_size_request(face, Dress.Px(Size), Dress.Px(Size));
        Widgets.Role(face, "image");
        Signals.OnEvent(face, "draw", cairo =>
        {
            Draw(face, cairo, ease);
            return false;
        });
        return face;
    }

    private static void Draw(nint face, nint cairo, int ease)
    {
        Gtk.gtk_style_context_get_color(Gtk.gtk_widget_get_style_context(face), Gtk.gtk_widget_get_state_flags(face), out var ink);
        var (width, height) = (Gtk.gtk_widget_get_allocated_width(face), Gtk.gtk_widget_get_allocated_height(face));
        var (x, y, radius) = (width / 2.0, height / 2.0, (Math.Min(width, height) / 2.0) - Dress.Px(2));
        Cairo.cairo_set_source_rgba(cairo, ink.Red, ink.Green, ink.Blue, ink.Alpha);
        Cairo.cairo_set_line_width(cairo, Dress.Px(2));
        Cairo.cairo_set_line_cap(cairo, Cairo.RoundCap);
        Cairo.cairo_arc(cairo, x, y, radius, 0, 2 * Math.PI);
        Cairo.cairo_stroke(cairo);
        foreach (var side in new[] { -1, 1 })
        {
            Cairo.cairo_new_path(cairo);
            Cairo.cairo_arc(cairo, x + (side * radius * 0.36), y - (radius * 0.28), radius * 0.12, 0, 2 * Math.PI);
            Cairo.cairo_fill(cairo);
        }

        // A parabola: the middle of the mouth goes down as much as its corners go up.
        var bend = (ease - 3) / 2.0 * radius * 0.2;
        var (half, line) = (radius * 0.5, y + (radius * 0.4));
        Cairo.cairo_new_path(cairo);
        for (var step = -Steps; step <= Steps; step++)
        {
            var along = (double)step / Steps;
            Cairo.cairo_line_to(cairo, x + (along * half), line + (bend * (1 - (2 * along * along))));
        }

        Cairo.cairo_stroke(cairo);
    }
}
