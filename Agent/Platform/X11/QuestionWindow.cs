using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The question: who, which case, why, what, for how long; and below the answer the words to compare, for whoever wants to.</summary>
internal sealed class QuestionWindow : AgentWindow
{
    // Lower than this, what stands above the buttons would leave no room to scroll the rest in.
    private const int UsualHeight = 560;

    private readonly Dictionary<Scope, nint> choices = [];
    private readonly Decision decision;
    private readonly nint shown;
    private ShareWindow? share;
    private nint words;
    private bool answered;
    private int allowIn;

    public QuestionWindow(CustomerScreen.Question question, Surroundings around)
        : base("WindowQuestion", around)
    {
        var offer = question.Offer;
        var text = around.Text;
        decision = new Decision(Say, Handle, around.Customer.Decline, Allow);
        OnClose(around.Customer.CloseQuestion);
        shown = Say.Paragraph(() => text.Shares(around.Shared.Choice), "quiet");

        var who = Widgets.Column(
            4,
            Headed(Say.Paragraph(() => text.Say("QuestionWho", offer.Technician, offer.Organisation), "heading")),
            Say.Paragraph(() => text.Say("QuestionConfirmed", around.RelayHost), "quiet"));
        var limits = Say.Paragraph(() => offer.Length == TimeSpan.FromMinutes(1)
            ? text["QuestionMinute"]
            : text.Say("QuestionMinutes", (int)offer.Length.TotalMinutes));
        var warning = Widgets.Warning(Say.Paragraph(() => text["QuestionWarning"]));
        if (IsLowerThan(UsualHeight))
        {
            // The warning comes early here: who does not scroll has still read it.
            Fill(
                Widgets.Column(16, who, warning, Asked(offer), Widgets.Rule(), Scopes(offer), limits, Words(question.Words)),
                decision.Buttons);
        }
        else
        {
            Fill(
                Widgets.Column(12, who, Asked(offer), Widgets.Rule(), Scopes(offer)),
                Widgets.Column(12, limits, warning, decision.Buttons, Words(question.Words)));
        }
    }

    public override void Open()
    {
        base.Open();
        decision.Present();
    }

    public void Update(CustomerScreen.Question question)
    {
        answered = question.Answered;
        allowIn = question.AllowIn;
        EnableAllow();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        share?.Dispose();
        base.Dispose();
    }

    private nint Asked(CheckedOffer offer)
    {
        var asked = Widgets.Column(
            4,
            Say.Paragraph(() => Around.Text["QuestionAsks"], "quiet"),
            Say.Paragraph(() => Around.Text.Say("QuestionCase", offer.CaseNumber, offer.Problem)));
        if (offer.Reason.Length > 0)
        {
            Gtk.gtk_box_pack_start(asked, Say.Paragraph(() => Around.Text.Say("QuestionReason", offer.Reason)), 0, 1, 0);
        }

        return asked;
    }

    private nint Scopes(CheckedOffer offer)
    {
        var scopes = Widgets.Column(4, Say.Paragraph(() => Around.Text["QuestionScopes"], "strong"));
        foreach (var scope in offer.Scopes)
        {
            var choice = Say.Switch(() => Around.Text.Scope(scope));
            Gtk.gtk_toggle_button_set_active(choice, scope == Scope.View ? 1 : 0);
            Signals.On(choice, "toggled", EnableAllow);
            choices[scope] = choice;
            var row = scope switch
            {
                Scope.View => Sees(choice),
                Scope.Recording => For(choice, offer),
                _ => choice,
            };
            Gtk.gtk_box_pack_start(scopes, row, 0, 1, 0);
        }

        return scopes;
    }

    // For whom it would be recorded stands where that is allowed.
    private nint For(nint choice, CheckedOffer offer)
    {
        var auditors = Say.Paragraph(() => Around.Text.Say("QuestionAuditors", string.Join('\n', offer.AuditorLines)), "quiet");
        return Widgets.Column(0, choice, Widgets.Style(Widgets.Column(0, auditors), "below"));
    }

    // What is shown stands where seeing is allowed, and can be changed before anybody sees it.
    private nint Sees(nint choice)
    {
        var change = Say.Button(() => Around.Text["Change"], Choose, "small");
        Say.Name(change, () => Around.Text["ChangeShown"]);
        Gtk.gtk_widget_set_valign(change, Gtk.AlignCentre);
        return Widgets.Ends(8, Widgets.Column(0, choice, Widgets.Style(Widgets.Column(0, shown), "below")), change);
    }

    private void Choose()
    {
        if (share is { IsUp: true })
        {
            share.Present();
            return;
        }

        share = new ShareWindow(Around, Say.Again);
        share.Open();
    }

    private void EnableAllow()
    {
        var sees = Gtk.gtk_toggle_button_get_active(choices[Scope.View]) != 0;
        decision.Update(allowIn, canAllow: !answered && sees);
    }

    private void Allow() =>
        Around.Customer.Allow([.. choices.Where(c => Gtk.gtk_toggle_button_get_active(c.Value) != 0).Select(c => c.Key)], Shown(except: words));

    private nint Words(ComparisonWords compared)
    {
        words = Widgets.Column(
            0,
            Say.Line(() => Around.Text.Words(compared).Own, "strong"),
            Say.Line(() => Around.Text.Words(compared).Other, "quiet"));
        var row = Widgets.Row(16, words);
        Gtk.gtk_box_pack_start(row, Say.Paragraph(() => Around.Text["QuestionWords"], "quiet"), 1, 1, 0);
        return row;
    }
}
