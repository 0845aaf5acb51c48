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
    // Every sentence with a name of 12 characters fits beside the buttons, and the bar on a screen of 1024 pixels; what is
    // longer is cut with dots, at the name or behind it.
    private const int Width = 960;
    private const int Height = 36;

    private readonly Text text;
    private readonly ICustomerActions customer;
    private readonly nint dot;
    private readonly nint sentence;
    private readonly nint minutes;
    private readonly nint compare;
    private readonly nint pause;
    private readonly nint stop;
    private readonly nint words;
    private readonly nint ownWords;
    private readonly nint otherWords;
    private readonly nint howToCompare;
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
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionNone);

        dot = Widgets.Line("●", "dot");
        sentence = Widgets.Line("", "strong");
        Gtk.gtk_label_set_ellipsize(sentence, Gtk.EllipsizeEnd);
        Gtk.gtk_label_set_max_width_chars(sentence, 1);
        minutes = Widgets.Line("", "quiet");
        compare = Widgets.Button(text["Words"], ShowOrHideWords, "plain");
        pause = Widgets.Button(text["Pause"], PauseOrResume);
        stop = Widgets.Button(text["StopSharing"], customer.Stop, "stop");
        var bar = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 8);
        Gtk.gtk_box_pack_start(bar, dot, 0, 1, 8);
        Gtk.gtk_box_pack_start(bar, sentence, 1, 1, 0);
        Gtk.gtk_box_pack_end(bar, stop, 0, 1, 4);
        Gtk.gtk_box_pack_end(bar, pause, 0, 1, 0);
        Gtk.gtk_box_pack_end(bar, compare, 0, 1, 0);
        Gtk.gtk_box_pack_end(bar, minutes, 0, 1, 0);
        foreach (var part in new[] { dot, sentence, minutes, compare, pause, stop })
        {
            Gtk.gtk_widget_set_valign(part, Gtk.AlignCentre);
        }

        Gtk.gtk_widget_set_size_request(bar, Width, Height);

        ownWords = Widgets.Line("", "strong");
        otherWords = Widgets.Line("");
        howToCompare = Widgets.Paragraph("", "quiet");
        words = Widgets.Style(Widgets.Row(16, ownWords, otherWords), "words");
        Gtk.gtk_box_pack_start(words, howToCompare, 1, 1, 0);
        foreach (var part in new[] { ownWords, otherWords, howToCompare })
        {
            Gtk.gtk_widget_set_valign(part, Gtk.AlignCentre);
        }

        Gtk.gtk_widget_show_all(words);
        Gtk.gtk_widget_set_visible(words, 0);
        Gtk.gtk_widget_set_no_show_all(words, 1);

        var grip = Gtk.gtk_event_box_new();
        Gtk.gtk_widget_add_events(grip, Gtk.ButtonPressMask);
        Signals.OnEvent(grip, "button-press-event", Drag);
        Gtk.gtk_container_add(grip, Widgets.Column(0, bar, words));
        Gtk.gtk_container_add(Handle, grip);

        // The desktop's "close window" key is no way to end a session by mistake, nor to lose the bar.
        OnClose(() => { });
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

    public override void Open()
    {
        var area = WorkArea();
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
        if (shown.State == BannerState.Away)
        {
            Widgets.Style(dot, "away");
        }
        else
        {
            Widgets.Unstyle(dot, "away");
        }

        var (own, other) = text.Words(shown.Words);
        Gtk.gtk_label_set_text(ownWords, own);
        Gtk.gtk_label_set_text(otherWords, other);
        Gtk.gtk_label_set_text(howToCompare, text.Say("BannerWords", shown.Technician));
    }

    /// <summary>In place of the banner: only the sentence.</summary>
    public void Update(CustomerScreen.Notice shown)
    {
        Gtk.gtk_label_set_text(sentence, text.Notice(shown));
        Gtk.gtk_label_set_text(minutes, "");
        foreach (var gone in new[] { compare, pause, stop, words })
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

    private void ShowOrHideWords() =>
        Gtk.gtk_widget_set_visible(words, Gtk.gtk_widget_get_visible(words) == 0 ? 1 : 0);

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
