using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Tells whether the record of the session is complete: one quiet line that fills in, or a warning.</summary>
internal sealed class RecordLine
{
    private static readonly RecordStanding[] Quiet = [RecordStanding.Checking, RecordStanding.Complete, RecordStanding.Unanswered];

    private readonly Telling say;
    private readonly int width;
    private readonly nint told = Widgets.Paragraph("");
    private RecordStanding standing;

    /// <param name="say">Tells it, and again once the line stands in its window: only then it is known how high it is.</param>
    /// <param name="first">How it stands.</param>
    /// <param name="width">The room that it has.</param>
    public RecordLine(Telling say, RecordStanding first, int width)
    {
        (this.say, this.width, standing) = (say, width, first);
        Content = Widgets.Column(0, told);
        say.Tell(Put);
    }

    /// <summary>The line.</summary>
    public nint Content { get; }

    /// <summary>It stands so now; the words come with the next telling.</summary>
    /// <returns>Whether that is another standing.</returns>
    public bool Update(RecordStanding now)
    {
        var isNew = standing != now;
        standing = now;
        return isNew;
    }

    private void Put()
    {
        var isBroken = standing is RecordStanding.Broken;
        Widgets.Mark(Content, "warning", isBroken);
        Widgets.Mark(told, "quiet", !isBroken);
        Widgets.Mark(told, "strong", isBroken);
        Widgets.Role(told, isBroken ? "alert" : "label");
        Gtk.gtk_widget_set_size_request(told, -1, isBroken ? -1 : Highest());
        Gtk.gtk_label_set_text(told, Words(standing));
    }

    // There is room for whatever may come: no button moves under a hand.
    private int Highest()
    {
        Gtk.gtk_widget_set_size_request(told, -1, -1);
        var most = 0;
        foreach (var one in Quiet)
        {
            Gtk.gtk_label_set_text(told, Words(one));
            Gtk.gtk_widget_get_preferred_height_for_width(told, width, 0, out var height);
            most = Math.Max(most, height);
        }

        return most;
    }

    private string Words(RecordStanding which) => say.Text["Record" + which];
}
