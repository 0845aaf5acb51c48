using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// <em>Decline</em> and <em>Allow</em> of one question. Decline is where the keyboard is; Escape declines; Enter and
/// Escape never allow.
/// </summary>
internal sealed class Decision
{
    private const uint KeyReturn = 0xff0d;
    private const uint KeyEscape = 0xff1b;
    private const uint KeyPadEnter = 0xff8d;
    private const uint KeyIsoEnter = 0xfe34;

    private readonly nint window;
    private readonly nint decline;
    private readonly nint allow;
    private readonly Action declined;
    private readonly Telling say;
    private readonly string yes;
    private int allowIn;

    /// <param name="say">What the window says.</param>
    /// <param name="window">The window that asks; its keys are watched.</param>
    /// <param name="declined">Told of Decline and Escape.</param>
    /// <param name="allowed">Told of Allow.</param>
    /// <param name="yes">What Allow is called; with "In" behind it, while it counts down.</param>
    public Decision(Telling say, nint window, Action declined, Action allowed, string yes = "Allow")
    {
        this.say = say;
        this.yes = yes;
        this.window = window;
        this.declined = declined;
        decline = say.Button(() => say.Text["Decline"], declined);
        allow = say.Button(AllowLabel, allowed, "primary");
        Buttons = Widgets.Buttons(decline, allow);
        Signals.OnEvent(window, "key-press-event", Key);
    }

    /// <summary>The two buttons.</summary>
    public nint Buttons { get; }

    /// <summary>Brings the window to the front, with the keyboard at Decline.</summary>
    public void Present()
    {
        Gtk.gtk_widget_grab_focus(decline);
        Gtk.gtk_window_present(window);
    }

    /// <summary>Counts down, and says which button can be pressed.</summary>
    /// <param name="seconds">Until Allow can be pressed; 0 once it can.</param>
    /// <param name="canAllow">Whether it could be pressed then.</param>
    /// <param name="canDecline">Whether Decline can be pressed.</param>
    public void Update(int seconds, bool canAllow, bool canDecline = true)
    {
        allowIn = seconds;
        Gtk.gtk_button_set_label(allow, AllowLabel());
        Widgets.Enable(allow, allowIn == 0 && canAllow);
        Widgets.Enable(decline, canDecline);
    }

    private string AllowLabel() => allowIn == 0 ? say.Text[yes] : say.Text.Say(yes + "In", allowIn);

    private bool Key(nint what)
    {
        if (Gtk.gdk_event_get_keyval(what, out var key) == 0)
        {
            return false;
        }

        if (key == KeyEscape)
        {
            declined();
            return true;
        }

        // Enter presses Decline if that is where the keyboard is, and nothing else.
        return key is KeyReturn or KeyPadEnter or KeyIsoEnter && Gtk.gtk_window_get_focus(window) != decline;
    }
}
