using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What happened and what to do next.</summary>
internal sealed class GoodbyeWindow : AgentWindow
{
    private readonly nint ok;

    public GoodbyeWindow(Text text, CustomerScreen.Goodbye shown, ICustomerActions customer, OwnWindows own)
        : base(text["WindowGoodbye"], own)
    {
        var (happened, next) = text.Goodbye(shown);
        ok = Widgets.Button(text["Ok"], customer.Dismiss, "primary");
        Gtk.gtk_widget_set_halign(ok, Gtk.AlignEnd);
        Gtk.gtk_widget_set_size_request(ok, 160, -1);
        OnClose(customer.Dismiss);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Fill(Widgets.Column(
            16,
            Widgets.Paragraph(text["GoodbyeHeading"], "heading"),
            Widgets.Paragraph(happened),
            Widgets.Paragraph(next),
            ok));
    }

    public override void Open()
    {
        base.Open();
        Gtk.gtk_widget_grab_focus(ok);
    }
}
