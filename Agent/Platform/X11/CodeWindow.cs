using System.Runtime.InteropServices;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Asks for the ten digits.</summary>
internal sealed class CodeWindow : AgentWindow
{
    // Lower than this, not all of it can be seen at once.
    private const int UsualHeight = 440;

    private readonly nint entry;
    private readonly nint trouble;
    private readonly nint connect;
    private bool grouping;

    // While a code is tried, and after a Relay that is the wrong one: there is nothing to be typed.
    private bool closed;

    public CodeWindow(Surroundings around)
        : base("WindowCode", around)
    {
        var text = around.Text;
        entry = Gtk.gtk_entry_new();
        Gtk.gtk_entry_set_alignment(entry, 0.5f);
        Gtk.gtk_entry_set_width_chars(entry, 13);
        Signals.On(entry, "changed", Group);
        Signals.On(entry, "activate", TryCode);

        Widgets.Style(entry, "code");
        Say.Name(entry, () => text["CodeField"]);

        // Room for three lines is always there, so that nothing jumps when there is something to say.
        trouble = Widgets.Paragraph("");
        Gtk.gtk_widget_set_size_request(trouble, -1, Dress.Px(64));
        connect = Say.Button(() => text["CodeConnect"], TryCode, "primary");
        var leave = Say.Button(() => text["CodeLeave"], around.Customer.Leave);
        OnClose(around.Customer.Leave);
        var heading = Headed(Say.Paragraph(() => text["CodeHeading"], "heading"));
        var hint = Say.Paragraph(() => text["CodeHint"]);
        var promise = Say.Paragraph(() => text["CodePromise"], "quiet");
        var buttons = Widgets.Buttons(leave, connect);
        if (IsLowerThan(UsualHeight))
        {
            // What was wrong is never out of sight.
            Fill(Widgets.Column(16, heading, entry, hint, promise), Widgets.Column(8, trouble, buttons));
        }
        else
        {
            Fill(Widgets.Column(16, heading, hint, entry, trouble, promise), buttons);
        }

        Gtk.gtk_widget_grab_focus(entry);
    }

    public void Update(CustomerScreen.CodeEntry shown)
    {
        closed = shown.Busy || shown.Trouble == CodeTrouble.WrongRelay;
        Widgets.Enable(entry, !closed);
        Gtk.gtk_label_set_text(
            trouble,
            shown.Busy ? Around.Text.Say("CodeBusy", Around.RelayHost) : shown.Trouble is { } why ? Around.Text.Trouble(why, Around.RelayHost) : "");
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
        Widgets.Enable(connect, !closed && SessionCode.TryParse(Typed, out _));

    private void TryCode()
    {
        if (!closed && SessionCode.TryParse(Typed, out var code))
        {
            Around.Customer.TypeCode(code);
        }
    }
}
