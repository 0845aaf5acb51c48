using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Widgets as looks.css dresses them. Texts go in as texts: nothing that comes from the Relay is ever read as markup.</summary>
internal static class Widgets
{
    public static nint Style(nint widget, params string[] classes)
    {
        var context = Gtk.gtk_widget_get_style_context(widget);
        foreach (var name in classes)
        {
            Gtk.gtk_style_context_add_class(context, name);
        }

        return widget;
    }

    public static void Unstyle(nint widget, string name) =>
        Gtk.gtk_style_context_remove_class(Gtk.gtk_widget_get_style_context(widget), name);

    /// <summary>A box from top to bottom, with so much space between.</summary>
    public static nint Column(int spacing, params nint[] children) => Box(Gtk.OrientationVertical, spacing, children);

    /// <summary>A box from left to right, with so much space between.</summary>
    public static nint Row(int spacing, params nint[] children) => Box(Gtk.OrientationHorizontal, spacing, children);

    /// <summary>Text over as many lines as it takes.</summary>
    public static nint Paragraph(string text, params string[] classes)
    {
        var label = Line(text, classes);
        Gtk.gtk_label_set_line_wrap(label, 1);
        Gtk.gtk_label_set_line_wrap_mode(label, Gtk.WrapWordOrChar);

        // Without a limit a label asks for the width of its whole text.
        Gtk.gtk_label_set_max_width_chars(label, 1);
        return label;
    }

    /// <summary>Text in one line.</summary>
    public static nint Line(string text, params string[] classes)
    {
        var label = Style(Gtk.gtk_label_new(text), classes);
        Gtk.gtk_label_set_xalign(label, 0);
        Gtk.gtk_label_set_yalign(label, 0);
        return label;
    }

    /// <summary>Lets this be moved up and down, with a bar that stays in sight, where it is higher than its room.</summary>
    public static nint Scroller(nint content)
    {
        var scroller = Gtk.gtk_scrolled_window_new(0, 0);
        Gtk.gtk_scrolled_window_set_policy(scroller, Gtk.PolicyNever, Gtk.PolicyAutomatic);
        Gtk.gtk_scrolled_window_set_overlay_scrolling(scroller, 0);
        Gtk.gtk_container_add(scroller, content);
        return scroller;
    }

    public static nint Button(string text, Action act, params string[] classes)
    {
        var button = Style(Gtk.gtk_button_new_with_label(text), classes);
        Signals.On(button, "clicked", act);
        return button;
    }

    /// <summary>Two buttons, left and right, of one width.</summary>
    public static nint Buttons(nint left, nint right)
    {
        var row = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 16);
        Gtk.gtk_box_pack_start(row, left, 1, 1, 0);
        Gtk.gtk_box_pack_start(row, right, 1, 1, 0);
        GLib.Set(row, "homogeneous", true);
        return row;
    }

    private static nint Box(int orientation, int spacing, nint[] children)
    {
        var box = Gtk.gtk_box_new(orientation, spacing);
        foreach (var child in children)
        {
            Gtk.gtk_box_pack_start(box, child, 0, 1, 0);
        }

        return box;
    }
}
