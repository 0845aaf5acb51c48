using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The bar at the top, while a session is on and for the notice after it. Always above, takes the keyboard only from
/// whoever turns to it with the keyboard, and can be dragged by anything that is no button.
/// </summary>
internal sealed class BannerWindow : AgentWindow
{
    // Every sentence with a name of 12 characters fits beside the buttons, and the bar on a screen of 1024 pixels; what is
    // longer is cut with dots, at the name or behind it.
    private const int UsualWidth = 960;
    private const int RowHeight = 36;

    // Narrower than this, the buttons have a row of their own.
    private const int OneRow = 860;

    private readonly nint dot;
    private readonly nint sentence;
    private readonly nint endsSoon;
    private readonly nint minutes;
    private readonly nint details;
    private readonly nint pause;
    private readonly nint stop;
    private readonly nint buttons;
    private readonly PanelWindow panel;
    private CustomerScreen? last;
    private nint formerlyActive;

    public BannerWindow(Surroundings around)
        : base("WindowBanner", around)
    {
        var text = around.Text;
        Widgets.Style(Handle, "banner");
        Gtk.gtk_window_set_decorated(Handle, 0);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_set_focus_on_map(Handle, 0);
        Gtk.gtk_window_set_type_hint(Handle, Gtk.TypeHintUtility);
        Gtk.gtk_window_stick(Handle);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionNone);

        dot = Widgets.Line("●", "dot");
        Widgets.Role(dot, "separator");
        sentence = Widgets.Line("", "strong");
        Gtk.gtk_label_set_ellipsize(sentence, Gtk.EllipsizeEnd);
        Gtk.gtk_label_set_max_width_chars(sentence, 1);
        endsSoon = Say.Line(() => text["EndsSoon"], "soon");
        Gtk.gtk_widget_set_no_show_all(endsSoon, 1);
        minutes = Widgets.Line("", "quiet");
        details = Button(DetailsLabel, OpenOrClose);
        pause = Button(() => text[IsPaused ? "Resume" : "Pause"], PauseOrResume);
        stop = Button(() => text["StopSharing"], around.Customer.Stop, "stop");
        buttons = Widgets.Row(8, details, pause, stop);
        var bar = Bar();

        var grip = Gtk.gtk_event_box_new();
        Gtk.gtk_widget_add_events(grip, Gtk.ButtonPressMask);
        Signals.OnEvent(grip, "button-press-event", Drag);
        Gtk.gtk_container_add(grip, bar);
        Gtk.gtk_container_add(Handle, grip);
        Gtk.gtk_widget_add_events(Handle, Gtk.EnterNotifyMask);
        Signals.OnEvent(Handle, "enter-notify-event", _ =>
        {
            RememberActive();
            return false;
        });

        // The desktop's "close window" key is no way to end a session by mistake, nor to lose the bar.
        OnClose(() => { });
        panel = new PanelWindow(this, () => Gtk.gtk_button_set_label(details, DetailsLabel()), around);
        Say.Tell(panel.Retell);
    }

    /// <summary>Where the bar is now.</summary>
    public Gtk.Area Place
    {
        get
        {
            Gtk.gtk_window_get_position(Handle, out var x, out var y);
            Gtk.gtk_window_get_size(Handle, out var width, out var height);
            return new Gtk.Area { X = x, Y = y, Width = width, Height = height };
        }
    }

    /// <summary>Where the panel beside it begins; null while it is closed.</summary>
    public int? PanelLeft => panel.IsShown ? panel.Left : null;

    private static int Width => Math.Min(Dress.Px(UsualWidth), WorkArea().Width);

    private bool IsPaused => (last as CustomerScreen.Banner)?.State is BannerState.Paused or BannerState.Resuming;

    public override void Open()
    {
        var area = WorkArea();
        Gtk.gtk_window_move(Handle, area.X + ((area.Width - Width) / 2), area.Y);
        base.Open();
    }

    public void Update(CustomerScreen.Banner shown)
    {
        last = shown;

        // A quick click is there before the news that the pointer is.
        RememberActive();
        panel.Update(shown);
        Gtk.gtk_label_set_text(sentence, Around.Text.Banner(shown));
        Gtk.gtk_label_set_text(minutes, Around.Text.Say("BannerMinutes", shown.Minutes));
        Widgets.Show(endsSoon, shown.EndsSoon);
        Widgets.Show(minutes, !shown.EndsSoon);
        Gtk.gtk_button_set_label(details, DetailsLabel());
        Gtk.gtk_button_set_label(pause, Around.Text[IsPaused ? "Resume" : "Pause"]);
        Widgets.Enable(pause, shown.State != BannerState.Resuming);
        Widgets.Mark(dot, "away", shown.State is BannerState.Away or BannerState.LogUnavailable);
    }

    /// <summary>In place of the banner: only the sentence.</summary>
    public void Update(CustomerScreen.Notice shown)
    {
        last = shown;
        panel.Dispose();
        Gtk.gtk_label_set_text(sentence, Around.Text.Notice(shown));
        Gtk.gtk_widget_set_no_show_all(buttons, 1);
        foreach (var gone in new[] { endsSoon, minutes, buttons })
        {
            Gtk.gtk_widget_hide(gone);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        panel.Dispose();
        base.Dispose();
    }

    private nint Bar()
    {
        var said = Widgets.Row(8);
        Gtk.gtk_widget_set_size_request(said, -1, Dress.Px(RowHeight));
        Gtk.gtk_box_pack_start(said, dot, 0, 1, (uint)Dress.Px(4));
        Gtk.gtk_box_pack_start(said, sentence, 1, 1, 0);
        Gtk.gtk_box_pack_start(said, endsSoon, 0, 1, 0);
        Gtk.gtk_box_pack_start(said, minutes, 0, 1, 0);
        var rows = Width < Dress.Px(OneRow) ? Widgets.Column(0) : Widgets.Row(8);
        Gtk.gtk_box_pack_start(rows, said, 1, 1, 0);
        Gtk.gtk_box_pack_end(rows, buttons, 0, 1, 0);
        foreach (var part in new[] { dot, sentence, endsSoon, minutes, details, pause, stop })
        {
            Gtk.gtk_widget_set_valign(part, Gtk.AlignCentre);
        }

        Gtk.gtk_widget_set_halign(buttons, Gtk.AlignEnd);
        Gtk.gtk_widget_set_size_request(rows, Width - 2, -1);
        return Widgets.Style(rows, Width < Dress.Px(OneRow) ? "rows" : "row");
    }

    private nint Button(Func<string> words, Action act, params string[] classes)
    {
        var button = Say.Button(words, () => Act(act), classes);

        // A click leaves no button behind that the space bar would press by mistake.
        Gtk.gtk_widget_set_focus_on_click(button, 0);
        return button;
    }

    // A click gives the bar the keyboard, on most desktops: it goes back, so that typing goes on where it was.
    private void Act(Action act)
    {
        var clicked = IsClick();
        act();
        if (clicked && formerlyActive != 0)
        {
            Gdk.gdk_window_focus(formerlyActive, Gtk.gtk_get_current_event_time());
        }
    }

    private static bool IsClick()
    {
        var what = Gtk.gtk_get_current_event();
        var clicked = what != 0 && Gdk.gdk_event_get_event_type(what) == Gdk.ButtonRelease;
        if (what != 0)
        {
            Gdk.gdk_event_free(what);
        }

        return clicked;
    }

    private void RememberActive()
    {
        var active = Gdk.gdk_screen_get_active_window(Gtk.gdk_screen_get_default());
        if (active == 0)
        {
            return;
        }

        if (active == Gtk.gtk_widget_get_window(Handle))
        {
            GLib.g_object_unref(active);
            return;
        }

        if (formerlyActive != 0)
        {
            GLib.g_object_unref(formerlyActive);
        }

        formerlyActive = active;
    }

    private string DetailsLabel()
    {
        var unread = panel?.Unread ?? 0;
        if (details != 0)
        {
            Widgets.Mark(details, "unread", unread > 0);
        }

        return unread > 0 ? Around.Text.Say("DetailsNew", unread) : Around.Text["Details"];
    }

    private void OpenOrClose() => panel.Show(!panel.IsShown, keyboard: !IsClick());

    private void PauseOrResume()
    {
        if (IsPaused)
        {
            Around.Customer.Resume();
        }
        else
        {
            Around.Customer.Pause();
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
