using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// A window of the Agent. It is known to <see cref="OwnWindows"/> from before it can be seen until after it is gone,
/// so that the capture never shows it.
/// </summary>
internal abstract class AgentWindow : IDisposable
{
    /// <summary>The window manager's frame is not known before the window is seen; most title bars are lower.</summary>
    protected const int TitleBar = 40;

    /// <summary>How wide questions and messages are.</summary>
    private const int Width = 520;

    private const int Margin = 24;

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
        Gtk.gtk_box_pack_start(room, content, 1, 1, Margin);
        var frame = Gtk.gtk_box_new(Gtk.OrientationVertical, 0);
        Gtk.gtk_box_pack_start(frame, room, 1, 1, Margin);
        Gtk.gtk_widget_set_size_request(frame, Width, -1);
        Gtk.gtk_container_add(Handle, frame);

        // So that the size can be asked for before the window is on the screen.
        Gtk.gtk_widget_show_all(frame);
    }

    /// <summary>
    /// Gives a part of the filled window the height that it needs, or, on a small screen, what the rest leaves of it:
    /// the buttons must never be below the edge.
    /// </summary>
    protected void FitOnScreen(nint scroller, nint content)
    {
        Gtk.gtk_widget_get_preferred_height_for_width(content, Width - (2 * Margin), 0, out var height);
        Gtk.gtk_widget_set_size_request(scroller, -1, height);
        Gtk.gtk_widget_get_preferred_size(Handle, 0, out var whole);
        var tooMuch = whole.Height + TitleBar - WorkArea().Height;
        if (tooMuch > 0)
        {
            Gtk.gtk_widget_set_size_request(scroller, -1, Math.Max(0, height - tooMuch));
        }
    }

    /// <summary>The part of the first monitor that no panel covers.</summary>
    protected static Gtk.Area WorkArea()
    {
        var display = Gtk.gdk_display_get_default();
        var monitor = Gtk.gdk_display_get_primary_monitor(display);
        Gtk.gdk_monitor_get_workarea(monitor == 0 ? Gtk.gdk_display_get_monitor(display, 0) : monitor, out var area);
        return area;
    }

    /// <summary>The window's own close button, and the desktop's keys for it.</summary>
    protected void OnClose(Action act) =>
        Signals.OnEvent(Handle, "delete-event", _ =>
        {
            act();
            return true;
        });
}
