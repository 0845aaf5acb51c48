using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The question: who, which case, why, what, for how long. Decline is where the keyboard is; Enter and Escape never allow.</summary>
internal sealed class QuestionWindow : AgentWindow
{
    private const uint KeyReturn = 0xff0d;
    private const uint KeyEscape = 0xff1b;
    private const uint KeyPadEnter = 0xff8d;
    private const uint KeyIsoEnter = 0xfe34;

    private readonly Text text;
    private readonly ICustomerActions customer;
    private readonly Dictionary<Scope, nint> choices = [];
    private readonly nint allow;
    private readonly nint decline;
    private bool answered;
    private bool countedDown;

    public QuestionWindow(Text text, string relayHost, CheckedOffer offer, ICustomerActions customer, OwnWindows own)
        : base(text["WindowQuestion"], own)
    {
        this.text = text;
        this.customer = customer;
        var confirmed = Widgets.Paragraph(text.Say("QuestionConfirmed", relayHost), "quiet");
        Gtk.gtk_label_set_xalign(confirmed, 1);
        Gtk.gtk_label_set_justify(confirmed, 1);
        Gtk.gtk_widget_set_size_request(confirmed, 150, -1);
        var top = Gtk.gtk_box_new(Gtk.OrientationHorizontal, 16);
        Gtk.gtk_box_pack_start(
            top, Widgets.Paragraph(text.Say("QuestionWho", offer.Technician, offer.Organisation), "heading"), 1, 1, 0);
        Gtk.gtk_box_pack_end(top, confirmed, 0, 1, 0);

        var asked = Widgets.Column(
            4,
            Widgets.Paragraph(text["QuestionAsks"], "quiet"),
            Widgets.Paragraph(text.Say("QuestionCase", offer.CaseNumber, offer.Problem)));
        if (offer.Reason.Length > 0)
        {
            Gtk.gtk_box_pack_start(asked, Widgets.Paragraph(text.Say("QuestionReason", offer.Reason)), 0, 1, 0);
        }

        var scopes = Widgets.Column(0, Widgets.Paragraph(text["QuestionScopes"], "strong"));
        foreach (var scope in offer.Scopes)
        {
            var choice = Gtk.gtk_check_button_new_with_label(text.Scope(scope));
            Gtk.gtk_toggle_button_set_active(choice, scope == Scope.View ? 1 : 0);
            Signals.On(choice, "toggled", EnableAllow);
            Gtk.gtk_box_pack_start(scopes, choice, 0, 1, 0);
            choices[scope] = choice;
        }

        var warning = Widgets.Style(Gtk.gtk_box_new(Gtk.OrientationVertical, 0), "warning");
        Gtk.gtk_box_pack_start(warning, Widgets.Paragraph(text["QuestionWarning"]), 0, 1, 0);
        decline = Widgets.Button(text["Decline"], customer.Decline);
        allow = Widgets.Button(text["Allow"], Allow, "primary");
        OnClose(customer.CloseQuestion);
        Signals.OnEvent(Handle, "key-press-event", Key);
        Fill(Widgets.Column(
            16,
            top,
            asked,
            Widgets.Style(Gtk.gtk_box_new(Gtk.OrientationHorizontal, 0), "rule"),
            scopes,
            Widgets.Paragraph(offer.Length == TimeSpan.FromMinutes(1)
                ? text["QuestionMinute"]
                : text.Say("QuestionMinutes", (int)offer.Length.TotalMinutes)),
            warning,
            Widgets.Buttons(decline, allow)));
    }

    public override void Open()
    {
        base.Open();
        Gtk.gtk_widget_grab_focus(decline);
        Gtk.gtk_window_present(Handle);
    }

    public void Update(CustomerScreen.Question shown)
    {
        answered = shown.Answered;
        countedDown = shown.AllowIn == 0;
        Gtk.gtk_button_set_label(allow, countedDown ? text["Allow"] : text.Say("AllowIn", shown.AllowIn));
        EnableAllow();
    }

    private void EnableAllow()
    {
        var sees = Gtk.gtk_toggle_button_get_active(choices[Scope.View]) != 0;
        Gtk.gtk_widget_set_sensitive(allow, countedDown && !answered && sees ? 1 : 0);
    }

    private void Allow() =>
        customer.Allow([.. choices.Where(c => Gtk.gtk_toggle_button_get_active(c.Value) != 0).Select(c => c.Key)]);

    private bool Key(nint what)
    {
        if (Gtk.gdk_event_get_keyval(what, out var key) == 0)
        {
            return false;
        }

        if (key == KeyEscape)
        {
            customer.Decline();
            return true;
        }

        // Enter presses Decline if that is where the keyboard is, and nothing else.
        return key is KeyReturn or KeyPadEnter or KeyIsoEnter && Gtk.gtk_window_get_focus(Handle) != decline;
    }
}
