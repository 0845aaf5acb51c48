using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What is shown, chosen while the question is still open.</summary>
internal sealed class ShareWindow : AgentWindow
{
    private readonly SharePicker picker;
    private readonly nint done;

    /// <param name="around">What all windows share.</param>
    /// <param name="chosen">Told of each change.</param>
    public ShareWindow(Surroundings around, Action chosen)
        : base("WindowShare", around)
    {
        picker = new SharePicker(Say, around, chosen);
        done = Say.Button(() => around.Text["ShareDone"], Dispose, "primary");
        OnClose(Dispose);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        var body = Widgets.Column(16, Headed(Say.Paragraph(() => around.Text["ShareHeading"], "heading")), picker.Content);
        Fill(body, done);
    }

    /// <summary>Whether it is on the screen.</summary>
    public bool IsUp => IsOpen;

    public override void Open()
    {
        picker.LookAgain();

        // With all that there is now, it has another size.
        Retell();
        base.Open();
        Present();
    }

    /// <summary>Brings it to the front.</summary>
    public void Present()
    {
        Gtk.gtk_widget_grab_focus(done);
        Gtk.gtk_window_present(Handle);
    }
}
