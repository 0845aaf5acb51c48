using System.Runtime.InteropServices;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Was it solved, how easy was it, and one sentence; each can be left open, and what was chosen can be taken back.</summary>
internal sealed class RatingForm
{
    private const int LongestSentence = 200;

    private readonly Telling say;
    private readonly List<nint> solved = [];
    private readonly List<nint> ease = [];
    private readonly nint sentence;

    public RatingForm(Telling say)
    {
        this.say = say;
        var answers = Widgets.Row(8, Answer(solved, "RateYes"), Answer(solved, "RateNo"));
        var faces = Widgets.Row(8);
        for (var step = 1; step <= 5; step++)
        {
            Gtk.gtk_box_pack_start(faces, Step(step), 1, 1, 0);
        }

        GLib.Set(faces, "homogeneous", true);
        sentence = Widgets.Style(Gtk.gtk_entry_new(), "line");
        Gtk.gtk_entry_set_max_length(sentence, LongestSentence);
        say.Tell(() =>
        {
            Gtk.gtk_entry_set_placeholder_text(sentence, say.Text["RateSentence"]);
            Widgets.Name(sentence, say.Text["RateSentence"]);
        });
        Gtk.gtk_widget_set_valign(answers, Gtk.AlignCentre);
        Content = Widgets.Column(
            12,
            Widgets.Ends(8, Widgets.Column(4, Say("RateSolved", "strong"), Say("RateHint", "quiet")), answers),
            Say("RateEase", "strong"),
            faces,
            sentence);
    }

    /// <summary>All of it.</summary>
    public nint Content { get; }

    /// <summary>What was answered; null where nothing was.</summary>
    public Rating? Rating
    {
        get
        {
            var (yes, face, words) = (Chosen(solved), Chosen(ease), Words);
            return yes is null && face is null && words.Length == 0 ? null : new Rating(yes is null ? null : yes == 0, face + 1, words);
        }
    }

    private string Words => (Marshal.PtrToStringUTF8(Gtk.gtk_entry_get_text(sentence)) ?? "").Trim();

    private nint Say(string name, string look) => say.Paragraph(() => say.Text[name], look);

    private nint Answer(List<nint> group, string name)
    {
        var toggle = Toggle(group, say.Line(() => say.Text[name]));
        say.Name(toggle, () => $"{say.Text["RateSolved"]} {say.Text[name]}");
        return toggle;
    }

    private nint Step(int step)
    {
        var words = say.Line(() => say.Text["Ease" + step], "step");
        Gtk.gtk_widget_set_halign(words, Gtk.AlignCentre);
        var toggle = Toggle(ease, Widgets.Column(4, Face.Of(step), words));
        say.Name(toggle, () => $"{say.Text["RateEase"]} {say.Text["Ease" + step]} ({step}/5)");
        return toggle;
    }

    private static nint Toggle(List<nint> group, nint content)
    {
        var toggle = Widgets.Style(Gtk.gtk_toggle_button_new(), "answer");
        Gtk.gtk_container_add(toggle, content);
        Signals.On(toggle, "toggled", () =>
        {
            if (Gtk.gtk_toggle_button_get_active(toggle) != 0)
            {
                group.Where(other => other != toggle).ToList().ForEach(other => Gtk.gtk_toggle_button_set_active(other, 0));
            }
        });
        group.Add(toggle);
        return toggle;
    }

    private static int? Chosen(List<nint> group)
    {
        var index = group.FindIndex(toggle => Gtk.gtk_toggle_button_get_active(toggle) != 0);
        return index < 0 ? null : index;
    }
}
