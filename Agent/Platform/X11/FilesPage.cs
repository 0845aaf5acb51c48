using System.Collections.Immutable;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Transfers;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The files that are on their way, each with how far it is and what cancels it.</summary>
internal sealed class FilesPage
{
    private readonly Telling say;
    private readonly ICustomerActions customer;
    private readonly nint list = Widgets.Column(16);
    private readonly nint none;
    private readonly List<(int Number, nint Row, nint Progress)> rows = [];
    private ImmutableArray<TransferLine> files = [];
    private string technician = "";

    public FilesPage(Telling say, ICustomerActions customer)
    {
        this.say = say;
        this.customer = customer;
        none = say.Paragraph(() => say.Text["FilesNone"], "quiet");
        Gtk.gtk_widget_set_no_show_all(none, 1);
        Widgets.Show(none, true);
        Content = Widgets.Scroller(Widgets.Style(
            Widgets.Column(16, none, list, say.Paragraph(() => say.Text["FilesWhere"], "quiet")), "page"));
        say.Tell(Fill);
    }

    /// <summary>All of it.</summary>
    public nint Content { get; }

    public void Update(CustomerScreen.Banner shown)
    {
        technician = shown.Technician;
        var same = files.Select(f => f.Number).SequenceEqual(shown.Transfers.Select(f => f.Number));
        files = shown.Transfers;
        if (same)
        {
            Progress();
        }
        else
        {
            Fill();
        }
    }

    private void Fill()
    {
        rows.ForEach(row => Gtk.gtk_widget_destroy(row.Row));
        rows.Clear();
        foreach (var file in files)
        {
            var name = say.Text.Say(file.FromCustomer ? "FileGoing" : "FileComing", technician, file.Name);
            var progress = Widgets.Paragraph("", "quiet");
            var cancel = Widgets.Button(say.Text["CancelFile"], () => customer.CancelTransfer(file.Number), "small");
            Widgets.Name(cancel, say.Text.Say("CancelThisFile", file.Name));
            Gtk.gtk_widget_set_valign(cancel, Gtk.AlignCentre);
            var row = Widgets.Ends(8, Widgets.Column(0, Widgets.Paragraph(name, "strong"), progress), cancel);
            Gtk.gtk_box_pack_start(list, row, 0, 1, 0);
            Gtk.gtk_widget_show_all(row);
            rows.Add((file.Number, row, progress));
        }

        Widgets.Show(none, files.IsEmpty);
        Progress();
    }

    private void Progress()
    {
        foreach (var (file, row) in files.Zip(rows))
        {
            Gtk.gtk_label_set_text(row.Progress, say.Text.Say("FileProgress", ByteSize.Say(file.Carried), ByteSize.Say(file.Bytes)));
        }
    }
}
