using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The question: who, which case, why, what, for how long; and below the answer the words to compare, for whoever wants to.</summary>
internal sealed class QuestionWindow : AgentWindow
{
    private readonly ICustomerActions customer;
    private readonly Dictionary<Scope, nint> choices = [];
    private readonly Decision decision;
    private bool answered;
    private int allowIn;

    public QuestionWindow(
        Text text, string relayHost, CustomerScreen.Question question, ICustomerActions customer, OwnWindows own)
        : base(text["WindowQuestion"], own)
    {
        var offer = question.Offer;
        this.customer = customer;
        var who = Widgets.Column(
            4,
            Widgets.Paragraph(text.Say("QuestionWho", offer.Technician, offer.Organisation), "heading"),
            Widgets.Paragraph(text.Say("QuestionConfirmed", relayHost), "quiet"));

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
        decision = new Decision(text, Handle, customer.Decline, Allow);
        OnClose(customer.CloseQuestion);
        var asking = Widgets.Column(
            16, who, asked, Widgets.Style(Gtk.gtk_box_new(Gtk.OrientationHorizontal, 0), "rule"), scopes);
        var scroller = Widgets.Scroller(asking);
        Fill(Widgets.Column(
            16,
            scroller,
            Widgets.Paragraph(offer.Length == TimeSpan.FromMinutes(1)
                ? text["QuestionMinute"]
                : text.Say("QuestionMinutes", (int)offer.Length.TotalMinutes)),
            warning,
            decision.Buttons,
            Words(text, question.Words)));
        FitOnScreen(scroller, asking);
    }

    public override void Open()
    {
        base.Open();
        decision.Present();
    }

    public void Update(CustomerScreen.Question shown)
    {
        answered = shown.Answered;
        allowIn = shown.AllowIn;
        EnableAllow();
    }

    private void EnableAllow()
    {
        var sees = Gtk.gtk_toggle_button_get_active(choices[Scope.View]) != 0;
        decision.Update(allowIn, canAllow: !answered && sees);
    }

    private void Allow() =>
        customer.Allow([.. choices.Where(c => Gtk.gtk_toggle_button_get_active(c.Value) != 0).Select(c => c.Key)]);

    private static nint Words(Text text, ComparisonWords words)
    {
        var (own, other) = text.Words(words);
        var row = Widgets.Row(16, Widgets.Column(0, Widgets.Line(own, "strong"), Widgets.Line(other, "quiet")));
        Gtk.gtk_box_pack_start(row, Widgets.Paragraph(text["QuestionWords"], "quiet"), 1, 1, 0);
        return row;
    }
}
