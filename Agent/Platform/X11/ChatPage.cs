using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What was written, and a field to write in. Text is only text: no link can be clicked.</summary>
internal sealed class ChatPage
{
    // 2,000 bytes fit into a line (ControlMessage.Said); no character takes more than four.
    private const int LongestLine = 500;

    private readonly Telling say;
    private readonly ICustomerActions customer;
    private readonly Lines<ChatLine> lines;
    private readonly nint nothing;
    private readonly nint entry;
    private readonly nint send;
    private string technician = "";

    public ChatPage(Telling say, ICustomerActions customer)
    {
        this.say = say;
        this.customer = customer;
        lines = new Lines<ChatLine>(say, Line);
        nothing = say.Paragraph(() => say.Text.Say("ChatNothing", technician), "quiet");
        Gtk.gtk_widget_set_no_show_all(nothing, 1);
        entry = Widgets.Style(Gtk.gtk_entry_new(), "line");
        Gtk.gtk_entry_set_max_length(entry, LongestLine);
        say.Tell(TellEntry);
        Signals.On(entry, "activate", Send);
        Signals.On(entry, "changed", EnableSend);
        send = say.Button(() => say.Text["ChatSend"], Send, "primary", "small");
        EnableSend();
        Content = Widgets.Style(Widgets.Column(8, nothing), "page");
        Gtk.gtk_box_pack_start(Content, lines.Content, 1, 1, 0);
        Gtk.gtk_box_pack_start(Content, Widgets.Ends(8, entry, send), 0, 1, 0);
    }

    /// <summary>All of it.</summary>
    public nint Content { get; }

    /// <summary>What is typed from now on is written here.</summary>
    public void TakeKeyboard() => Gtk.gtk_widget_grab_focus(entry);

    public void Update(ImmutableArray<ChatLine> chat, string with)
    {
        if (technician != with)
        {
            technician = with;
            Gtk.gtk_label_set_text(nothing, say.Text.Say("ChatNothing", technician));
            TellEntry();
        }

        Widgets.Show(nothing, chat.IsEmpty);
        lines.Update(chat);
    }

    private string Typed => (Marshal.PtrToStringUTF8(Gtk.gtk_entry_get_text(entry)) ?? "").Trim();

    private nint Line(ChatLine line)
    {
        var mark = line.From is null ? say.Text[line.Delivered ? "ChatDelivered" : "ChatWaiting"] : "";
        var head = Widgets.Line($"{line.From ?? say.Text["ChatYou"]} · {Text.Clock(line.At)}", "quiet");
        Gtk.gtk_label_set_ellipsize(head, Gtk.EllipsizeEnd);
        var words = Widgets.Paragraph(line.Text);
        Gtk.gtk_label_set_selectable(words, 1);
        return Widgets.Style(
            Widgets.Column(0, Widgets.Ends(8, head, Widgets.Line(mark, "quiet")), words), line.From is null ? "mine" : "theirs");
    }

    private void TellEntry()
    {
        Gtk.gtk_entry_set_placeholder_text(entry, say.Text.Say("ChatField", technician));
        Widgets.Name(entry, say.Text.Say("ChatField", technician));
    }

    private void EnableSend() => Widgets.Enable(send, Typed.Length > 0);

    private void Send()
    {
        if (Typed is { Length: > 0 } typed)
        {
            customer.Say(typed);
            Gtk.gtk_entry_set_text(entry, "");
            Gtk.gtk_widget_grab_focus(entry);
        }
    }
}
