using System.Collections.Immutable;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Everything that was allowed or asked for, each with what takes it back; who looks too, each with what ends that; until when; and
/// the words to compare.
/// </summary>
internal sealed class AllowedPage
{
    private readonly Telling say;
    private readonly ICustomerActions customer;
    private readonly nint list = Widgets.Column(12);
    private readonly nint until;
    private readonly nint own;
    private readonly nint other;
    private readonly nint compare;
    private readonly List<nint> rows = [];
    private ImmutableArray<ScopeStanding> standing = [];
    private ImmutableArray<Colleague> colleagues = [];

    public AllowedPage(Telling say, ICustomerActions customer)
    {
        this.say = say;
        this.customer = customer;
        until = Widgets.Paragraph("", "quiet");
        own = Widgets.Line("", "strong");
        other = Widgets.Line("", "quiet");
        compare = Widgets.Paragraph("", "quiet");
        var words = Widgets.Row(16, Widgets.Column(0, own, other));
        Gtk.gtk_box_pack_start(words, compare, 1, 1, 0);
        Content = Widgets.Scroller(Widgets.Style(Widgets.Column(16, list, Widgets.Rule(), until, words), "page"));
        say.Tell(Fill);
    }

    /// <summary>All of it.</summary>
    public nint Content { get; }

    public void Update(CustomerScreen.Banner shown)
    {
        Gtk.gtk_label_set_text(until, say.Text.Say("AllowedUntil", Text.Clock(shown.Until)));
        Gtk.gtk_label_set_text(compare, say.Text.Say("BannerWords", shown.Technician));
        TellWords(shown.Words);
        var here = shown.Colleagues.IsDefault ? [] : shown.Colleagues;
        if (!standing.SequenceEqual(shown.Scopes) || !colleagues.SequenceEqual(here))
        {
            standing = shown.Scopes;
            colleagues = here;
            Fill();
        }
    }

    private void TellWords(ComparisonWords words)
    {
        var (mine, theirs) = say.Text.Words(words);
        Gtk.gtk_label_set_text(own, mine);
        Gtk.gtk_label_set_text(other, theirs);
    }

    private void Fill()
    {
        rows.ForEach(Gtk.gtk_widget_destroy);
        rows.Clear();
        foreach (var (scope, allowed) in standing)
        {
            var what = Widgets.Paragraph(say.Text.Scope(scope), allowed ? "strong" : "quiet");
            Gtk.gtk_widget_set_valign(what, Gtk.AlignCentre);
            Add(allowed ? Widgets.Ends(8, what, TakeBack(scope)) : Widgets.Column(0, what, Widgets.Paragraph(say.Text["NotAllowed"], "quiet")));
        }

        foreach (var one in colleagues)
        {
            var who = Widgets.Paragraph(say.Text.Say("AllowedColleague", one.Name, one.Organisation), "strong");
            Gtk.gtk_widget_set_valign(who, Gtk.AlignCentre);
            Add(Widgets.Ends(8, who, SendAway(one)));
        }
    }

    private void Add(nint row)
    {
        Gtk.gtk_box_pack_start(list, row, 0, 1, 0);
        Gtk.gtk_widget_show_all(row);
        rows.Add(row);
    }

    private nint SendAway(Colleague one)
    {
        var button = Widgets.Button(say.Text["SendAway"], () => customer.SendAway(one.Number), "small");
        Widgets.Name(button, say.Text.Say("SendAwayThis", one.Name));
        return button;
    }

    private nint TakeBack(Shared.Sessions.Scope scope)
    {
        var button = Widgets.Button(say.Text["TakeBack"], () => customer.TakeBack(scope), "small");
        Widgets.Name(button, say.Text.Say("TakeBackThis", say.Text.Scope(scope)));
        return button;
    }
}
