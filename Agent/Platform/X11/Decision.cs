using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

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

    private readonly Text text;
    private readonly nint window;
    private readonly nint decline;
    private readonly nint allow;
    private readonly Action declined;

    /// <param name="text">The language.</param>
    /// <param name="window">The window that asks; its keys are watched.</param>
    /// <param name="declined">Told of Decline and Escape.</param>
    /// <param name="allowed">Told of Allow.</param>
    public Decision(Text text, nint window, Action declined, Action allowed)
    {
        this.text = text;
        this.window = window;
        this.declined = declined;
        decline = Widgets.Button(text["Decline"], declined);
        allow = Widgets.Button(text["Allow"], allowed, "primary");
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
    /// <param name="allowIn">Seconds until Allow can be pressed; 0 once it can.</param>
    /// <param name="canAllow">Whether it could be pressed then.</param>
    /// <param name="canDecline">Whether Decline can be pressed.</param>
    public void Update(int allowIn, bool canAllow, bool canDecline = true)
    {
        Gtk.gtk_button_set_label(allow, allowIn == 0 ? text["Allow"] : text.Say("AllowIn", allowIn));
        Gtk.gtk_widget_set_sensitive(allow, allowIn == 0 && canAllow ? 1 : 0);
        Gtk.gtk_widget_set_sensitive(decline, canDecline ? 1 : 0);
    }

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
