using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// What is shown: everything, one monitor, or chosen windows; and which windows are hidden. Each click holds at once.
/// One list of windows serves both: it says what is shown where windows are chosen, and else what is hidden.
/// </summary>
internal sealed class SharePicker
{
    private readonly Telling say;
    private readonly Surroundings around;
    private readonly Action chosen;
    private readonly nint kinds = Widgets.Column(4);
    private readonly nint windows = Widgets.Column(4);
    private readonly nint heading = Widgets.Paragraph("", "strong");
    private readonly nint hint = Widgets.Paragraph("", "quiet");
    private readonly List<nint> kindRows = [];
    private readonly List<nint> windowRows = [];
    private IReadOnlyList<MonitorThing> monitors = [];
    private IReadOnlyList<WindowThing> open = [];
    private bool filling;

    /// <param name="say">What the window says.</param>
    /// <param name="around">What all windows share.</param>
    /// <param name="chosen">Told of each change, once it holds.</param>
    public SharePicker(Telling say, Surroundings around, Action chosen)
    {
        this.say = say;
        this.around = around;
        this.chosen = chosen;
        var again = say.Button(() => say.Text["ShareAgain"], LookAgain, "small");
        Gtk.gtk_widget_set_halign(again, Gtk.AlignStart);
        Content = Widgets.Column(
            16,
            say.Paragraph(() => say.Text["ShareHint"], "quiet"),
            kinds,
            Widgets.Rule(),
            Widgets.Column(4, heading, hint),
            windows,
            again);
        say.Tell(Fill);
    }

    /// <summary>All of it.</summary>
    public nint Content { get; }

    private ShareChoice Choice => around.Shared.Choice;

    /// <summary>Asks the desktop what there is now. A chosen window that is gone is forgotten: another may get its number.</summary>
    public void LookAgain()
    {
        monitors = around.Things.Monitors();
        open = around.Things.Windows();
        var there = open.Select(w => w.Id).ToHashSet();
        var kept = Choice.Shown.RemoveAll(id => !there.Contains(id));
        if (kept.Length != Choice.Shown.Length)
        {
            Choose(Choice with { Shown = kept });
        }

        Fill();
    }

    private void Fill()
    {
        filling = true;
        FillKinds();
        FillWindows();
        filling = false;
    }

    private void FillKinds()
    {
        Empty(kindRows);
        var first = Kind(say.Text["ShareEverything"], Choice.Kind == ShareKind.Everything, 0, ShareKind.Everything, "");
        foreach (var monitor in MonitorsToChoose())
        {
            var on = Choice.Kind == ShareKind.Monitor && Choice.Monitor == monitor.Name;
            Kind(say.Text.Monitor(monitor), on, first, ShareKind.Monitor, monitor.Name);
        }

        Kind(say.Text["ShareWindows"], Choice.Kind == ShareKind.Windows, first, ShareKind.Windows, "");
    }

    // A single one is everything; a chosen one is listed also while it is unplugged.
    private IEnumerable<MonitorThing> MonitorsToChoose()
    {
        if (Choice.Kind == ShareKind.Monitor && !monitors.Any(m => m.Name == Choice.Monitor))
        {
            return monitors.Append(new MonitorThing(Choice.Monitor, default, Primary: false));
        }

        return monitors.Count > 1 || Choice.Kind == ShareKind.Monitor ? monitors : [];
    }

    private void FillWindows()
    {
        Empty(windowRows);
        var ticked = Choice.Kind == ShareKind.Windows ? Choice.Shown : Choice.Hidden;
        foreach (var window in open)
        {
            var check = Widgets.Switch(window.Program.Length == 0 ? window.Title : say.Text.Say("ShareWindow", window.Title, window.Program));
            Gtk.gtk_toggle_button_set_active(check, ticked.Contains(window.Id) ? 1 : 0);
            Signals.On(check, "toggled", () => Toggle(window.Id, Gtk.gtk_toggle_button_get_active(check) != 0));
            Add(windows, windowRows, check);
        }

        Explain();
    }

    private void Explain()
    {
        var showing = Choice.Kind == ShareKind.Windows;
        Gtk.gtk_label_set_text(heading, say.Text[showing ? "ShareShow" : "ShareHide"]);
        Gtk.gtk_label_set_text(hint, say.Text[
            open.Count == 0 ? "ShareNoWindows"
            : !showing ? "ShareHideHint"
            : Choice.Shown.IsEmpty ? "ShareNone" : "ShareShowHint"]);
    }

    private nint Kind(string words, bool on, nint others, ShareKind kind, string monitor)
    {
        var radio = Widgets.Choice(words, others);
        if (on)
        {
            Gtk.gtk_toggle_button_set_active(radio, 1);
        }

        Signals.On(radio, "toggled", () =>
        {
            if (!filling && Gtk.gtk_toggle_button_get_active(radio) != 0)
            {
                Choose(Choice with { Kind = kind, Monitor = monitor });
                FillWindows();
            }
        });
        Add(kinds, kindRows, radio);
        return radio;
    }

    private void Toggle(nuint id, bool on)
    {
        if (filling)
        {
            return;
        }

        static ImmutableArray<nuint> With(ImmutableArray<nuint> ids, nuint id, bool on) => on ? ids.Add(id) : ids.Remove(id);
        Choose(Choice.Kind == ShareKind.Windows
            ? Choice with { Shown = With(Choice.Shown, id, on), Hidden = on ? Choice.Hidden.Remove(id) : Choice.Hidden }
            : Choice with { Hidden = With(Choice.Hidden, id, on) });
        Explain();
    }

    private void Choose(ShareChoice choice)
    {
        around.Shared.Choice = choice;
        around.Customer.ShareChanged();
        chosen();
    }

    private static void Add(nint box, List<nint> rows, nint row)
    {
        Gtk.gtk_box_pack_start(box, row, 0, 1, 0);
        Gtk.gtk_widget_show_all(row);
        rows.Add(row);
    }

    private static void Empty(List<nint> rows)
    {
        rows.ForEach(Gtk.gtk_widget_destroy);
        rows.Clear();
    }
}
