using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// A window of the Agent. It is known to <see cref="OwnWindows"/> from before it can be seen until after it is gone,
/// so that the capture never shows it.
/// </summary>
internal abstract class AgentWindow : IDisposable
{
    /// <summary>How wide questions and messages are.</summary>
    private const int Width = 520;

    private readonly OwnWindows own;
    private nuint id;

    protected AgentWindow(string title, OwnWindows own)
    {
        this.own = own;
        Handle = Widgets.Style(Gtk.gtk_window_new(Gtk.WindowTopLevel), "ra");
        Gtk.gtk_window_set_title(Handle, title);
        Gtk.gtk_window_set_resizable(Handle, 0);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionCentre);
        IsOpen = true;
    }

    protected nint Handle { get; }

    protected bool IsOpen { get; private set; }

    /// <summary>Puts the window on the screen.</summary>
    public virtual void Open()
    {
        Gtk.gtk_widget_realize(Handle);
        id = Gtk.gdk_x11_window_get_xid(Gtk.gtk_widget_get_window(Handle));
        own.Add(id);
        Gtk.gtk_widget_show_all(Handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsOpen)
        {
            IsOpen = false;
            Gtk.gtk_widget_destroy(Handle);

            // GTK only notes the request. The window must be gone from the screen before the capture stops masking it.
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            own.Remove(id);
        }
    }

    /// <summary>Puts the content in, with space around it.</summary>
    protected void Fill(nint content)
    {
        var room = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 0);
        Gtk.gtk_box_pack_start(room, content, 1, 1, 24);
        var frame = Gtk.gtk_box_new(Gtk.OrientationVertical, 0);
        Gtk.gtk_box_pack_start(frame, room, 1, 1, 24);
        Gtk.gtk_widget_set_size_request(frame, Width, -1);
        Gtk.gtk_container_add(Handle, frame);
    }

    /// <summary>The window's own close button, and the desktop's keys for it.</summary>
    protected void OnClose(Action act) =>
        Signals.OnEvent(Handle, "delete-event", _ =>
        {
            act();
            return true;
        });
}
