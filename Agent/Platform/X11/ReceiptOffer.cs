using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Transfers;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Tells that there is a receipt, and saves it into the customer's downloads if they want it: nothing is written before.</summary>
internal sealed class ReceiptOffer
{
    private readonly Surroundings around;
    private readonly Telling say;
    private readonly SessionSummary summary;
    private readonly nint told;
    private string? saved;
    private bool failed;

    public ReceiptOffer(Surroundings around, Telling say, SessionSummary summary)
    {
        this.around = around;
        this.say = say;
        this.summary = summary;
        told = say.Paragraph(What, "quiet");
        var save = say.Button(() => say.Text["SaveReceipt"], Save, "small");
        Gtk.gtk_widget_set_valign(save, Gtk.AlignCentre);
        Content = Widgets.Ends(16, told, save);
    }

    /// <summary>The line and the button.</summary>
    public nint Content { get; }

    private string What() => failed ? say.Text["ReceiptNotSaved"] : saved is null ? say.Text["Receipt"] : say.Text.Say("ReceiptSaved", saved);

    private void Save()
    {
        try
        {
            saved = around.Downloads() is { } folder ? CustomersReceipt.Save(folder, summary.CaseNumber, summary.Receipts, say.Text.Language) : null;
            failed = saved is null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            failed = true;
        }

        Gtk.gtk_label_set_text(told, What());
    }
}
