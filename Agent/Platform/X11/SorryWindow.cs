using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Why it cannot work here, for whoever started it with a double click and sees no console.</summary>
internal static class SorryWindow
{
    private const int Margin = 24;

    /// <summary>Shows one sentence until it has been read; does nothing where no window can be shown.</summary>
    public static void Show(Text text, string sentence)
    {
        if (!NativeLibrary.TryLoad(Gtk.Library, typeof(SorryWindow).Assembly, DllImportSearchPath.SafeDirectories, out _))
        {
            return;
        }

        Gtk.gdk_set_allowed_backends("wayland,x11");
        if (Gtk.gtk_init_check(0, 0) == 0)
        {
            return;
        }

        var window = Gtk.gtk_window_new(Gtk.WindowTopLevel);
        Gtk.gtk_window_set_title(window, text["WindowCode"]);
        Gtk.gtk_window_set_position(window, Gtk.WindowPositionCentre);
        var said = Widgets.Paragraph(sentence);
        Gtk.gtk_widget_set_size_request(said, 440, -1);
        var across = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 0);
        Gtk.gtk_box_pack_start(across, Widgets.Column(16, said, Widgets.Button(text["Ok"], Gtk.gtk_main_quit)), 1, 1, Margin);
        var down = Gtk.gtk_box_new(Gtk.OrientationVertical, 0);
        Gtk.gtk_box_pack_start(down, across, 1, 1, Margin);
        Gtk.gtk_container_add(window, down);
        Signals.OnEvent(window, "delete-event", _ =>
        {
            Gtk.gtk_main_quit();
            return true;
        });
        Gtk.gtk_widget_show_all(window);
        Gtk.gtk_main();
    }
}
