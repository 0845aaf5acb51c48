using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>The few functions of GTK 3 and GDK 3 that the windows need, under their own names.</summary>
internal static partial class Gtk
{
    public const string Library = "libgtk-3.so.0";
    public const string GdkLibrary = "libgdk-3.so.0";

    public const int WindowTopLevel = 0;
    public const int OrientationHorizontal = 0;
    public const int OrientationVertical = 1;
    public const int AlignStart = 1;
    public const int AlignEnd = 2;
    public const int AlignCentre = 3;
    public const int WindowPositionNone = 0;
    public const int WindowPositionCentre = 1;
    public const int PolicyAutomatic = 1;
    public const int PolicyNever = 2;
    public const int TypeHintUtility = 5;
    public const int EllipsizeMiddle = 2;
    public const int EllipsizeEnd = 3;
    public const int WrapWordOrChar = 2;
    public const uint PriorityApplication = 600;
    public const int ButtonPressMask = 1 << 8;
    public const int EnterNotifyMask = 1 << 12;

    [LibraryImport(Library)]
    public static partial int gtk_init_check(nint argc, nint argv);

    [LibraryImport(Library)]
    public static partial void gtk_main();

    [LibraryImport(Library)]
    public static partial void gtk_main_quit();

    [LibraryImport(Library)]
    public static partial nint gtk_settings_get_default();

    [LibraryImport(Library)]
    public static partial nint gtk_css_provider_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int gtk_css_provider_load_from_data(nint provider, string data, nint length, out nint error);

    [LibraryImport(Library)]
    public static partial void gtk_style_context_add_provider_for_screen(nint screen, nint provider, uint priority);

    [LibraryImport(Library)]
    public static partial nint gtk_widget_get_style_context(nint widget);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_style_context_add_class(nint context, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_style_context_remove_class(nint context, string name);

    [LibraryImport(Library)]
    public static partial nint gtk_window_new(int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_window_set_title(nint window, string title);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_resizable(nint window, int resizable);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_position(nint window, int position);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_decorated(nint window, int decorated);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_keep_above(nint window, int above);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_accept_focus(nint window, int accept);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_focus_on_map(nint window, int focus);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_skip_taskbar_hint(nint window, int skip);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_skip_pager_hint(nint window, int skip);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_type_hint(nint window, int hint);

    [LibraryImport(Library)]
    public static partial void gtk_window_stick(nint window);

    [LibraryImport(Library)]
    public static partial void gtk_window_move(nint window, int x, int y);

    [LibraryImport(Library)]
    public static partial void gtk_window_get_position(nint window, out int x, out int y);

    [LibraryImport(Library)]
    public static partial void gtk_window_get_size(nint window, out int width, out int height);

    [LibraryImport(Library)]
    public static partial void gtk_window_present(nint window);

    [LibraryImport(Library)]
    public static partial void gtk_window_begin_move_drag(nint window, int button, int x, int y, uint time);

    [LibraryImport(Library)]
    public static partial nint gtk_window_get_focus(nint window);

    [LibraryImport(Library)]
    public static partial void gtk_container_add(nint container, nint child);

    [LibraryImport(Library)]
    public static partial nint gtk_box_new(int orientation, int spacing);

    [LibraryImport(Library)]
    public static partial void gtk_box_pack_start(nint box, nint child, int expand, int fill, uint padding);

    [LibraryImport(Library)]
    public static partial void gtk_box_pack_end(nint box, nint child, int expand, int fill, uint padding);

    [LibraryImport(Library)]
    public static partial nint gtk_event_box_new();

    [LibraryImport(Library)]
    public static partial nint gtk_scrolled_window_new(nint horizontal, nint vertical);

    [LibraryImport(Library)]
    public static partial void gtk_scrolled_window_set_policy(nint window, int horizontal, int vertical);

    [LibraryImport(Library)]
    public static partial void gtk_scrolled_window_set_overlay_scrolling(nint window, int overlay);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gtk_label_new(string text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_label_set_text(nint label, string text);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_line_wrap(nint label, int wrap);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_line_wrap_mode(nint label, int mode);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_xalign(nint label, float align);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_yalign(nint label, float align);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_max_width_chars(nint label, int chars);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_ellipsize(nint label, int mode);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_justify(nint label, int justification);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gtk_button_new_with_label(string text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_button_set_label(nint button, string text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gtk_check_button_new_with_label(string text);

    [LibraryImport(Library)]
    public static partial int gtk_toggle_button_get_active(nint toggle);

    [LibraryImport(Library)]
    public static partial void gtk_toggle_button_set_active(nint toggle, int active);

    [LibraryImport(Library)]
    public static partial nint gtk_entry_new();

    [LibraryImport(Library)]
    public static partial nint gtk_entry_get_text(nint entry);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_entry_set_text(nint entry, string text);

    [LibraryImport(Library)]
    public static partial void gtk_entry_set_alignment(nint entry, float align);

    [LibraryImport(Library)]
    public static partial void gtk_entry_set_width_chars(nint entry, int chars);

    [LibraryImport(Library)]
    public static partial int gtk_editable_get_position(nint editable);

    [LibraryImport(Library)]
    public static partial void gtk_editable_set_position(nint editable, int position);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_sensitive(nint widget, int sensitive);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_halign(nint widget, int align);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_valign(nint widget, int align);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_size_request(nint widget, int width, int height);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_can_focus(nint widget, int can);

    [LibraryImport(Library)]
    public static partial void gtk_widget_grab_focus(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_add_events(nint widget, int events);

    [LibraryImport(Library)]
    public static partial void gtk_widget_realize(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_show_all(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_visible(nint widget, int visible);

    [LibraryImport(Library)]
    public static partial int gtk_widget_get_visible(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_no_show_all(nint widget, int alone);

    [LibraryImport(Library)]
    public static partial void gtk_widget_destroy(nint widget);

    [LibraryImport(Library)]
    public static partial nint gtk_widget_get_window(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_get_preferred_size(nint widget, nint minimum, out Size natural);

    [LibraryImport(Library)]
    public static partial void gtk_widget_get_preferred_height_for_width(nint widget, int width, nint minimum, out int natural);

    [LibraryImport(Library)]
    public static partial void gtk_window_set_default_size(nint window, int width, int height);

    [LibraryImport(Library)]
    public static partial void gtk_window_resize(nint window, int width, int height);

    [LibraryImport(Library)]
    public static partial nint gtk_bin_get_child(nint bin);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gtk_radio_button_new_with_label_from_widget(nint member, string text);

    [LibraryImport(Library)]
    public static partial nint gtk_toggle_button_new();

    [LibraryImport(Library)]
    public static partial nint gtk_notebook_new();

    [LibraryImport(Library)]
    public static partial int gtk_notebook_append_page(nint notebook, nint page, nint tab);

    [LibraryImport(Library)]
    public static partial int gtk_notebook_get_current_page(nint notebook);

    [LibraryImport(Library)]
    public static partial void gtk_notebook_set_current_page(nint notebook, int page);

    [LibraryImport(Library)]
    public static partial void gtk_notebook_set_show_border(nint notebook, int border);

    [LibraryImport(Library)]
    public static partial void gtk_notebook_set_scrollable(nint notebook, int scrollable);

    [LibraryImport(Library)]
    public static partial void gtk_label_set_selectable(nint label, int selectable);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_entry_set_placeholder_text(nint entry, string text);

    [LibraryImport(Library)]
    public static partial void gtk_entry_set_max_length(nint entry, int chars);

    [LibraryImport(Library)]
    public static partial nint gtk_scrolled_window_get_vadjustment(nint window);

    [LibraryImport(Library)]
    public static partial double gtk_adjustment_get_value(nint adjustment);

    [LibraryImport(Library)]
    public static partial double gtk_adjustment_get_upper(nint adjustment);

    [LibraryImport(Library)]
    public static partial double gtk_adjustment_get_page_size(nint adjustment);

    [LibraryImport(Library)]
    public static partial void gtk_adjustment_set_value(nint adjustment, double value);

    [LibraryImport(Library)]
    public static partial nint gtk_drawing_area_new();

    [LibraryImport(Library)]
    public static partial int gtk_widget_get_allocated_width(nint widget);

    [LibraryImport(Library)]
    public static partial int gtk_widget_get_allocated_height(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_style_context_get_color(nint context, int state, out Colour colour);

    [LibraryImport(Library)]
    public static partial int gtk_widget_get_state_flags(nint widget);

    [LibraryImport(Library)]
    public static partial nint gtk_widget_get_accessible(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_set_focus_on_click(nint widget, int focus);

    [LibraryImport(Library)]
    public static partial void gtk_widget_show(nint widget);

    [LibraryImport(Library)]
    public static partial void gtk_widget_hide(nint widget);

    [LibraryImport(Library)]
    public static partial nint gtk_get_current_event();

    [LibraryImport(Library)]
    public static partial uint gtk_get_current_event_time();

    [LibraryImport(GdkLibrary, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gdk_set_allowed_backends(string backends);

    [LibraryImport(GdkLibrary)]
    public static partial nint gdk_display_get_default();

    [LibraryImport(GdkLibrary)]
    public static partial void gdk_display_sync(nint display);

    [LibraryImport(GdkLibrary)]
    public static partial nint gdk_screen_get_default();

    [LibraryImport(GdkLibrary)]
    public static partial nint gdk_display_get_primary_monitor(nint display);

    [LibraryImport(GdkLibrary)]
    public static partial nint gdk_display_get_monitor(nint display, int index);

    [LibraryImport(GdkLibrary)]
    public static partial void gdk_monitor_get_workarea(nint monitor, out Area area);

    [LibraryImport(GdkLibrary)]
    public static partial nuint gdk_x11_window_get_xid(nint window);

    [LibraryImport(GdkLibrary)]
    public static partial int gdk_event_get_keyval(nint @event, out uint key);

    [LibraryImport(GdkLibrary)]
    public static partial int gdk_event_get_button(nint @event, out uint button);

    [LibraryImport(GdkLibrary)]
    public static partial int gdk_event_get_root_coords(nint @event, out double x, out double y);

    [LibraryImport(GdkLibrary)]
    public static partial uint gdk_event_get_time(nint @event);

    /// <summary>GdkRGBA.</summary>
    public struct Colour
    {
        public double Red;
        public double Green;
        public double Blue;
        public double Alpha;
    }

    /// <summary>GtkRequisition.</summary>
    public struct Size
    {
        public int Width;
        public int Height;
    }

    /// <summary>GdkRectangle.</summary>
    public struct Area
    {
        public int X;
        public int Y;
        public int Width;
        public int Height;
    }
}
