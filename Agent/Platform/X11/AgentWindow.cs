using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// A window of the Agent. It is known to <see cref="OwnWindows"/> from before it can be seen until after it is gone,
/// so that the capture never shows it.
/// </summary>
internal abstract class AgentWindow : IDisposable
{
    /// <summary>How wide questions and messages are, in pixels of the style sheets.</summary>
    private const int UsualWidth = 520;

    private const int UsualMargin = 24;

    // On a screen that is smaller than this, the margins give way too.
    private const int SmallWidth = 600;
    private const int SmallHeight = 700;

    private nuint id;
    private nint otherLanguage;

    protected AgentWindow(string title, Surroundings around)
    {
        Around = around;
        Say = new Telling(around.Text);
        Handle = Widgets.Style(Gtk.gtk_window_new(Gtk.WindowTopLevel), "ra");
        Say.Tell(() => Gtk.gtk_window_set_title(Handle, around.Text[title]));
        Gtk.gtk_window_set_resizable(Handle, 0);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionCentre);
        IsOpen = true;
    }

    protected nint Handle { get; }

    protected Surroundings Around { get; }

    /// <summary>What it says.</summary>
    protected Telling Say { get; }

    protected bool IsOpen { get; private set; }

    /// <summary>How high it may be, with its title bar.</summary>
    protected virtual int Room => WorkArea().Height;

    /// <summary>How wide what is in it is.</summary>
    protected static int ContentWidth => Width - (2 * Margin);

    /// <summary>Whether room must be saved on this screen.</summary>
    protected static bool IsSmall => WorkArea().Width < Dress.Px(SmallWidth) || IsLowerThan(SmallHeight);

    /// <summary>The window manager's frame is not known before the window is seen; most title bars are lower.</summary>
    protected static int TitleBar => Dress.Px(40);

    private static int Margin => Dress.Px(IsSmall ? UsualMargin / 2 : UsualMargin);

    // The window manager's frame stands at both sides.
    private static int Width => Math.Min(Dress.Px(UsualWidth), WorkArea().Width - Dress.Px(4));

    /// <summary>Puts the window on the screen, for the first time or after it was hidden.</summary>
    public virtual void Open()
    {
        if (id == 0)
        {
            Gtk.gtk_widget_realize(Handle);
            id = Gtk.gdk_x11_window_get_xid(Gtk.gtk_widget_get_window(Handle));
            Around.Own.Add(id);
        }

        Gtk.gtk_widget_show_all(Handle);
    }

    /// <summary>The language is another one now.</summary>
    public void Retell() => Say.Again();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        if (IsOpen)
        {
            IsOpen = false;
            Gtk.gtk_widget_destroy(Handle);

            // GTK only notes the request. The window must be gone from the screen before the capture stops masking it.
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            if (id != 0)
            {
                Around.Own.Remove(id);
            }
        }
    }

    /// <summary>
    /// Puts the content in, with space around it. On a small screen the body can be scrolled, and the foot is always in
    /// sight: the buttons must never be below the edge.
    /// </summary>
    protected void Fill(nint body, nint foot)
    {
        var scroller = Widgets.Scroller(body);
        var content = Widgets.Column(16);
        Gtk.gtk_box_pack_start(content, scroller, 1, 1, 0);
        Gtk.gtk_box_pack_start(content, foot, 0, 1, 0);
        var room = Widgets.Row(0);
        Gtk.gtk_box_pack_start(room, content, 1, 1, (uint)Margin);
        var frame = Widgets.Column(0);
        Gtk.gtk_box_pack_start(frame, room, 1, 1, (uint)Margin);
        Gtk.gtk_widget_set_size_request(frame, Width, -1);
        Gtk.gtk_container_add(Handle, frame);

        // So that the size can be asked for before the window is on the screen.
        Gtk.gtk_widget_show_all(frame);
        Say.Tell(() => Fit(scroller, body));
    }

    /// <summary>A heading, and beside it what changes the language.</summary>
    protected nint Headed(nint heading)
    {
        var other = Say.Button(() => Around.Text["OtherLanguage"], Around.SwitchLanguage, "plain", "small");
        Gtk.gtk_widget_set_valign(other, Gtk.AlignStart);
        otherLanguage = other;
        return Widgets.Ends(8, heading, other);
    }

    /// <summary>What stands on it now, without the button for the other language.</summary>
    /// <param name="except">A part that is left out too; 0 for none.</param>
    protected ShownText Shown(nint except = 0) => new(Around.Text.Language, ShownOn.Paragraphs(Handle, otherLanguage, except));

    /// <summary>Whether the screen has no room for so much height, in pixels of the style sheets.</summary>
    protected static bool IsLowerThan(int usual) => WorkArea().Height - TitleBar < Dress.Px(usual);

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

    /// <summary>Gives the scrolled part the height that it needs, or what the rest of the window leaves of the screen.</summary>
    protected void Fit(nint scroller, nint body)
    {
        Gtk.gtk_widget_get_preferred_height_for_width(body, ContentWidth, 0, out var height);
        Gtk.gtk_widget_set_size_request(scroller, -1, height);
        Gtk.gtk_widget_get_preferred_size(Handle, 0, out var whole);
        var tooMuch = whole.Height + TitleBar - Room;
        if (tooMuch > 0)
        {
            Gtk.gtk_widget_set_size_request(scroller, -1, Math.Max(0, height - tooMuch));
        }
    }
}
