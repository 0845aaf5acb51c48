using System.Runtime.InteropServices;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Asks for the ten digits.</summary>
internal sealed class CodeWindow : AgentWindow
{
    private readonly Text text;
    private readonly string relayHost;
    private readonly ICustomerActions customer;
    private readonly nint entry;
    private readonly nint trouble;
    private readonly nint connect;
    private bool grouping;

    // While a code is tried, and after a Relay that is the wrong one: there is nothing to be typed.
    private bool closed;

    public CodeWindow(Text text, string relayHost, ICustomerActions customer, OwnWindows own)
        : base(text["WindowCode"], own)
    {
        this.text = text;
        this.relayHost = relayHost;
        this.customer = customer;
        entry = Gtk.gtk_entry_new();
        Gtk.gtk_entry_set_alignment(entry, 0.5f);
        Gtk.gtk_entry_set_width_chars(entry, 13);
        Signals.On(entry, "changed", Group);
        Signals.On(entry, "activate", TryCode);

        // Room for three lines is always there, so that nothing jumps when there is something to say.
        trouble = Widgets.Paragraph("");
        Gtk.gtk_widget_set_size_request(trouble, -1, 64);
        connect = Widgets.Button(text["CodeConnect"], TryCode, "primary");
        var leave = Widgets.Button(text["CodeLeave"], customer.Leave);
        OnClose(customer.Leave);
        Fill(Widgets.Column(
            16,
            Widgets.Paragraph(text["CodeHeading"], "heading"),
            Widgets.Paragraph(text["CodeHint"]),
            entry,
            trouble,
            Widgets.Paragraph(text["CodePromise"], "quiet"),
            Widgets.Buttons(leave, connect)));
        Gtk.gtk_widget_grab_focus(entry);
    }

    public void Update(CustomerScreen.CodeEntry shown)
    {
        closed = shown.Busy || shown.Trouble == CodeTrouble.WrongRelay;
        Gtk.gtk_widget_set_sensitive(entry, closed ? 0 : 1);
        Gtk.gtk_label_set_text(
            trouble,
            shown.Busy ? text.Say("CodeBusy", relayHost) : shown.Trouble is { } why ? text.Trouble(why, relayHost) : "");
        if (shown.Trouble is null)
        {
            Widgets.Unstyle(trouble, "trouble");
        }
        else
        {
            Widgets.Style(trouble, "trouble");
            Gtk.gtk_widget_grab_focus(entry);
        }

        EnableConnect();
    }

    private string Typed => Marshal.PtrToStringUTF8(Gtk.gtk_entry_get_text(entry)) ?? "";

    private void Group()
    {
        if (grouping)
        {
            return;
        }

        var typed = Typed;
        var grouped = CodeEntryText.Group(typed);
        if (grouped != typed)
        {
            // GTK puts the cursor behind what was typed only after this signal, so ours goes last.
            var cursor = CodeEntryText.CursorAfter(typed, Gtk.gtk_editable_get_position(entry) + 1, grouped);
            grouping = true;
            Gtk.gtk_entry_set_text(entry, grouped);
            grouping = false;
            Signals.Post(() =>
            {
                if (IsOpen)
                {
                    Gtk.gtk_editable_set_position(entry, cursor);
                }
            });
        }

        EnableConnect();
    }

    private void EnableConnect() =>
        Gtk.gtk_widget_set_sensitive(connect, !closed && SessionCode.TryParse(Typed, out _) ? 1 : 0);

    private void TryCode()
    {
        if (!closed && SessionCode.TryParse(Typed, out var code))
        {
            customer.TypeCode(code);
        }
    }
}
