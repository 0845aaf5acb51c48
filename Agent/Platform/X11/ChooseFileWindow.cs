using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The customer looks for a file to send. It is a window of our own with GTK's chooser in it, so that the technician sees nothing of what
/// else there is, and cannot choose.
/// </summary>
internal sealed class ChooseFileWindow : AgentWindow
{
    private const int UsualWidth = 760;
    private const int UsualHeight = 480;

    private readonly nint chooser = GtkFiles.gtk_file_chooser_widget_new(GtkFiles.ActionOpen);
    private readonly Action<string> chosen;

    /// <param name="around">What all windows share.</param>
    /// <param name="chosen">Told the whole path.</param>
    /// <param name="left">Told where the customer closes it without.</param>
    public ChooseFileWindow(Surroundings around, Action<string> chosen, Action left)
        : base("WindowChooseFile", around)
    {
        this.chosen = chosen;
        var area = WorkArea();
        Gtk.gtk_window_set_resizable(Handle, 1);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_set_default_size(
            Handle, Math.Min(Dress.Px(UsualWidth), area.Width), Math.Min(Dress.Px(UsualHeight), area.Height - TitleBar));
        OnClose(left);
        var cancel = Say.Button(() => around.Text["Cancel"], left);
        var send = Say.Button(() => around.Text["GiveIt"], Choose, "primary");
        var content = Widgets.Style(Widgets.Column(16), "page");
        Gtk.gtk_box_pack_start(content, chooser, 1, 1, 0);
        Gtk.gtk_box_pack_start(content, Widgets.Buttons(cancel, send), 0, 1, 0);
        Gtk.gtk_container_add(Handle, content);
        Signals.On(chooser, "file-activated", Choose);

        // Enter behind a typed path.
        Signals.On(chooser, "response-requested", Choose);
    }

    public override void Open()
    {
        base.Open();
        Gtk.gtk_window_present(Handle);
    }

    private void Choose()
    {
        var path = GtkFiles.gtk_file_chooser_get_filename(chooser);
        var taken = Marshal.PtrToStringUTF8(path);
        GLib.g_free(path);
        
        // A pipe or a device would be waited for without end.
        if (taken is not null && GtkFiles.g_file_test(taken, GtkFiles.IsRegular) != 0)
        {
            chosen(taken);
        }
    }
}
