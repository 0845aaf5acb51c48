using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What happened and what to do next; where something was allowed, also what was done, to be saved, and two questions.</summary>
internal sealed class GoodbyeWindow : AgentWindow
{
    // Of the box with what was done, as looks has it.
    private const int Padding = 16;

    private readonly nint done;
    private readonly RatingForm? rating;
    private readonly RecordLine? record;
    private SaveDialog? dialog;

    public GoodbyeWindow(CustomerScreen.Goodbye shown, Surroundings around)
        : base("WindowGoodbye", around)
    {
        var text = around.Text;
        done = Say.Button(() => text[shown.Summary is null ? "Ok" : "Done"], Leave, "primary");
        Gtk.gtk_widget_set_size_request(done, Dress.Px(160), -1);
        OnClose(Leave);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        var body = Widgets.Column(
            IsSmall ? 12 : 16,
            Headed(Say.Paragraph(() => text["GoodbyeHeading"], "heading")),
            Say.Paragraph(() => text.Goodbye(shown).Happened),
            Say.Paragraph(() => text.Goodbye(shown).Next));
        if (shown.Summary is not { } summary)
        {
            Gtk.gtk_widget_set_halign(done, Gtk.AlignEnd);
            Fill(body, done);
            return;
        }

        var saved = Widgets.Paragraph("", "quiet");
        var save = Say.Button(() => text["Save"], () => Save(summary, saved));
        rating = new RatingForm(Say);
        record = shown.Record is { } standing ? new RecordLine(Say, standing, ContentWidth - Dress.Px(2 * Padding)) : null;
        Gtk.gtk_box_pack_start(body, Summary(summary), 0, 1, 0);
        Gtk.gtk_box_pack_start(body, rating.Content, 0, 1, 0);
        var buttons = Widgets.Row(16, save);
        Gtk.gtk_box_pack_start(buttons, saved, 1, 1, 0);
        Gtk.gtk_widget_set_valign(saved, Gtk.AlignCentre);
        Gtk.gtk_box_pack_end(buttons, done, 0, 1, 0);
        Fill(body, buttons);
        Retell(); // the record's line is where it belongs now
    }

    /// <summary>The record stands so now.</summary>
    public void Update(CustomerScreen.Goodbye shown)
    {
        // Everything is told again, so that the window has room for it.
        if (shown.Record is { } standing && record?.Update(standing) == true)
        {
            Retell();
        }
    }

    public override void Open()
    {
        base.Open();
        Gtk.gtk_widget_grab_focus(done);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        dialog?.Dispose();
        base.Dispose();
    }

    private nint Summary(SessionSummary summary)
    {
        var lines = Widgets.Style(Widgets.Column(4), "summary");
        for (var i = 0; i < Around.Text.Summary(summary).Count; i++)
        {
            var line = i;
            Gtk.gtk_box_pack_start(lines, Say.Paragraph(() => Around.Text.Summary(summary)[line], i == 0 ? "strong" : "said"), 0, 1, 0);
        }

        if (!summary.Receipts.IsEmpty)
        {
            Gtk.gtk_box_pack_start(lines, new ReceiptOffer(Around, Say, summary).Content, 0, 1, (uint)Dress.Px(4));
        }

        if (record is not null)
        {
            Gtk.gtk_box_pack_start(lines, record.Content, 0, 1, 0);
        }

        return lines;
    }

    private void Save(SessionSummary summary, nint saved)
    {
        dialog?.Dispose();
        dialog = new SaveDialog(
            Handle, Around.Text, SummaryPage.FileName(summary), place => Gtk.gtk_label_set_text(saved, Written(place, summary)));
    }

    private string Written(string place, SessionSummary summary)
    {
        try
        {
            File.WriteAllText(place, SummaryPage.Of(summary, Around.Text));
            return Around.Text.Say("Saved", Path.GetFileName(place));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Around.Text["NotSaved"];
        }
    }

    private void Leave()
    {
        if (rating?.Rating is { } answered)
        {
            Around.Customer.Rate(answered);
        }

        Around.Customer.Dismiss();
    }
}
