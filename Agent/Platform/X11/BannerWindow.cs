using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The bar at the top, while a session is on and for the notice after it. Always above, never takes the keyboard,
/// and can be dragged by anything that is no button.
/// </summary>
internal sealed class BannerWindow : AgentWindow
{
    // The longest sentence with a name of 20 characters fits beside the buttons; a longer name is cut with dots.
    private const int Width = 800;
    private const int Height = 36;

    private readonly Text text;
    private readonly ICustomerActions customer;
    private readonly nint bar;
    private readonly nint sentence;
    private readonly nint minutes;
    private readonly nint pause;
    private readonly nint stop;
    private bool paused;

    public BannerWindow(Text text, ICustomerActions customer, OwnWindows own)
        : base(text["WindowBanner"], own)
    {
        this.text = text;
        this.customer = customer;
        Widgets.Style(Handle, "banner");
        Gtk.gtk_window_set_decorated(Handle, 0);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_set_accept_focus(Handle, 0);
        Gtk.gtk_window_set_focus_on_map(Handle, 0);
        Gtk.gtk_window_set_skip_taskbar_hint(Handle, 1);
        Gtk.gtk_window_set_skip_pager_hint(Handle, 1);
        Gtk.gtk_window_set_type_hint(Handle, Gtk.TypeHintUtility);
        Gtk.gtk_window_stick(Handle);
        Gtk.gtk_window_set_position(Handle, 0);

        var dot = Widgets.Line("●", "dot");
        sentence = Widgets.Line("", "strong");
        Gtk.gtk_label_set_ellipsize(sentence, Gtk.EllipsizeEnd);
        Gtk.gtk_label_set_max_width_chars(sentence, 1);
        minutes = Widgets.Line("", "quiet");
        pause = Widgets.Button(text["Pause"], PauseOrResume);
        stop = Widgets.Button(text["StopSharing"], customer.Stop, "stop");
        bar = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 8);
        Gtk.gtk_box_pack_start(bar, dot, 0, 1, 8);
        Gtk.gtk_box_pack_start(bar, sentence, 1, 1, 0);
        Gtk.gtk_box_pack_end(bar, stop, 0, 1, 4);
        Gtk.gtk_box_pack_end(bar, pause, 0, 1, 0);
        Gtk.gtk_box_pack_end(bar, minutes, 0, 1, 8);
        foreach (var part in new[] { dot, sentence, minutes, pause, stop })
        {
            Gtk.gtk_widget_set_valign(part, Gtk.AlignCentre);
        }

        var grip = Gtk.gtk_event_box_new();
        Gtk.gtk_widget_add_events(grip, Gtk.ButtonPressMask);
        Signals.OnEvent(grip, "button-press-event", Drag);
        Gtk.gtk_container_add(grip, bar);
        Gtk.gtk_widget_set_size_request(grip, Width, Height);
        Gtk.gtk_container_add(Handle, grip);

        // The desktop's "close window" key is no way to end a session by mistake, nor to lose the bar.
        OnClose(() => { });
    }

    public override void Open()
    {
        var display = Gtk.gdk_display_get_default();
        var monitor = Gtk.gdk_display_get_primary_monitor(display);
        Gtk.gdk_monitor_get_workarea(monitor == 0 ? Gtk.gdk_display_get_monitor(display, 0) : monitor, out var area);
        Gtk.gtk_window_move(Handle, area.X + ((area.Width - Width) / 2), area.Y);
        base.Open();
    }

    public void Update(CustomerScreen.Banner shown)
    {
        paused = shown.State is BannerState.Paused or BannerState.Resuming;
        Gtk.gtk_label_set_text(sentence, text.Banner(shown));
        Gtk.gtk_label_set_text(minutes, text.Say("BannerMinutes", shown.Minutes));
        Gtk.gtk_button_set_label(pause, text[paused ? "Resume" : "Pause"]);
        Gtk.gtk_widget_set_sensitive(pause, shown.State == BannerState.Resuming ? 0 : 1);
    }

    /// <summary>In place of the banner: only the sentence.</summary>
    public void Update(CustomerScreen.Notice shown)
    {
        Gtk.gtk_label_set_text(sentence, text.Notice(shown));
        Gtk.gtk_label_set_text(minutes, "");
        foreach (var gone in new[] { pause, stop })
        {
            Gtk.gtk_widget_destroy(gone);
        }
    }

    private void PauseOrResume()
    {
        if (paused)
        {
            customer.Resume();
        }
        else
        {
            customer.Pause();
        }
    }

    private bool Drag(nint what)
    {
        if (Gtk.gdk_event_get_button(what, out var button) == 0 || button != 1
            || Gtk.gdk_event_get_root_coords(what, out var x, out var y) == 0)
        {
            return false;
        }

        Gtk.gtk_window_begin_move_drag(Handle, (int)button, (int)x, (int)y, Gtk.gdk_event_get_time(what));
        return true;
    }
}
