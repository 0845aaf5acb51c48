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

    /// <summary>Gives a widget a look, or takes it away.</summary>
    public static void Mark(nint widget, string name, bool on)
    {
        if (on)
        {
            Style(widget, name);
        }
        else
        {
            Unstyle(widget, name);
        }
    }

    /// <summary>A box from top to bottom, with so much space between.</summary>
    public static nint Column(int spacing, params nint[] children) => Box(Gtk.OrientationVertical, spacing, children);

    /// <summary>A box from left to right, with so much space between.</summary>
    public static nint Row(int spacing, params nint[] children) => Box(Gtk.OrientationHorizontal, spacing, children);

    /// <summary>Text over as many lines as it takes.</summary>
    public static nint Paragraph(string text, params string[] classes)
    {
        var label = Line(text, classes);
        Wrap(label);
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

    /// <summary>A switch, which is a check button in the look of one, with its line; long lines wrap.</summary>
    public static nint Switch(string text)
    {
        var check = Style(Gtk.gtk_check_button_new_with_label(text), "switch");
        Wrap(Gtk.gtk_bin_get_child(check));
        return check;
    }

    /// <summary>A choice of one out of several, with its line; long lines wrap.</summary>
    /// <param name="text">The line.</param>
    /// <param name="others">Any other choice of the same group; 0 for the first.</param>
    public static nint Choice(string text, nint others)
    {
        var radio = Gtk.gtk_radio_button_new_with_label_from_widget(others, text);
        Wrap(Gtk.gtk_bin_get_child(radio));
        return radio;
    }

    /// <summary>Gives a switch or a choice another line.</summary>
    public static void Relabel(nint choice, string text) => Gtk.gtk_label_set_text(Gtk.gtk_bin_get_child(choice), text);

    /// <summary>What a screen reader calls it.</summary>
    public static void Name(nint widget, string name) => Atk.atk_object_set_name(Gtk.gtk_widget_get_accessible(widget), name);

    /// <summary>What a screen reader says that it is: a name of ATK's.</summary>
    public static void Role(nint widget, string role) =>
        Atk.atk_object_set_role(Gtk.gtk_widget_get_accessible(widget), Atk.atk_role_for_name(role));

    public static void Show(nint widget, bool shown) => Gtk.gtk_widget_set_visible(widget, shown ? 1 : 0);

    public static void Enable(nint widget, bool enabled) => Gtk.gtk_widget_set_sensitive(widget, enabled ? 1 : 0);

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
        var row = Row(16);
        Gtk.gtk_box_pack_start(row, left, 1, 1, 0);
        Gtk.gtk_box_pack_start(row, right, 1, 1, 0);
        GLib.Set(row, "homogeneous", true);
        return row;
    }

    /// <summary>A row with the first part at its left and the other at its right end; the first takes the room between.</summary>
    public static nint Ends(int spacing, nint left, nint right)
    {
        var row = Row(spacing);
        Gtk.gtk_box_pack_start(row, left, 1, 1, 0);
        Gtk.gtk_box_pack_end(row, right, 0, 1, 0);
        return row;
    }

    /// <summary>Text that must be seen before something is decided.</summary>
    public static nint Warning(nint paragraph) => Style(Column(0, paragraph), "warning");

    /// <summary>A thin line between two things.</summary>
    public static nint Rule() => Style(Row(0), "rule");

    private static void Wrap(nint label)
    {
        Gtk.gtk_label_set_xalign(label, 0);
        Gtk.gtk_label_set_line_wrap(label, 1);
        Gtk.gtk_label_set_line_wrap_mode(label, Gtk.WrapWordOrChar);

        // Without a limit a label asks for the width of its whole text.
        Gtk.gtk_label_set_max_width_chars(label, 1);
    }

    private static nint Box(int orientation, int spacing, nint[] children)
    {
        var box = Gtk.gtk_box_new(orientation, Dress.Px(spacing));
        foreach (var child in children)
        {
            Gtk.gtk_box_pack_start(box, child, 0, 1, 0);
        }

        return box;
    }
}
