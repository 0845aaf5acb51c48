using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// What one window says, for its screen and for a screen reader; said once more when the customer chooses the other
/// language. Only for widgets that stay as long as their window.
/// </summary>
internal sealed class Telling(Text text)
{
    private readonly List<Action> tellers = [];

    /// <summary>The language.</summary>
    public Text Text => text;

    /// <summary>Says it now, and again in every other language.</summary>
    public void Tell(Action say)
    {
        tellers.Add(say);
        say();
    }

    /// <summary>The language is another one now.</summary>
    public void Again() => tellers.ForEach(say => say());

    /// <summary>Text in one line.</summary>
    public nint Line(Func<string> words, params string[] classes) => Told(Widgets.Line("", classes), words);

    /// <summary>Text over as many lines as it takes.</summary>
    public nint Paragraph(Func<string> words, params string[] classes) => Told(Widgets.Paragraph("", classes), words);

    /// <summary>A button.</summary>
    public nint Button(Func<string> words, Action act, params string[] classes)
    {
        var button = Widgets.Button("", act, classes);
        Tell(() => Gtk.gtk_button_set_label(button, words()));
        return button;
    }

    /// <summary>A switch with its line.</summary>
    public nint Switch(Func<string> words)
    {
        var check = Widgets.Switch("");
        Tell(() => Widgets.Relabel(check, words()));
        return check;
    }

    /// <summary>The name of a widget that shows none itself.</summary>
    public void Name(nint widget, Func<string> name) => Tell(() => Widgets.Name(widget, name()));

    private nint Told(nint label, Func<string> words)
    {
        Tell(() => Gtk.gtk_label_set_text(label, words()));
        return label;
    }
}
