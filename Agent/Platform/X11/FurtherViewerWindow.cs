using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Asks whether somebody else may see the screen too. It stands beside the bar, whose <em>Stop sharing</em> stays in
/// reach. Whatever is no click on <em>Allow</em> declines.
/// </summary>
internal sealed class FurtherViewerWindow : AgentWindow
{
    // So that the bar can open its line with the words without covering anything.
    private const int GapToBanner = 40;

    private readonly Decision decision;
    private readonly BannerWindow banner;
    private readonly ICustomerActions customer;
    private bool answered;

    /// <param name="text">The language.</param>
    /// <param name="viewer">Who wants to see the screen.</param>
    /// <param name="technician">Who vouches for them.</param>
    /// <param name="banner">The bar to stand beside.</param>
    /// <param name="customer">Told the answer.</param>
    /// <param name="own">The windows that are masked.</param>
    public FurtherViewerWindow(
        Text text, FurtherViewer viewer, string technician, BannerWindow banner, ICustomerActions customer, OwnWindows own)
        : base(text["WindowFurther"], own)
    {
        this.banner = banner;
        this.customer = customer;
        Viewer = viewer.Viewer;
        decision = new Decision(text, Handle, Decline, () => customer.AllowViewer(Viewer));
        OnClose(Decline);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_stick(Handle);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionNone);
        var unsure = Widgets.Style(Gtk.gtk_box_new(Gtk.OrientationVertical, 0), "warning");
        Gtk.gtk_box_pack_start(unsure, Widgets.Paragraph(text.Say("FurtherUnsure", technician)), 0, 1, 0);
        Fill(Widgets.Column(
            16,
            Widgets.Column(
                4,
                Widgets.Paragraph(text.Say("QuestionWho", viewer.Technician, viewer.Organisation), "heading"),
                Widgets.Paragraph(text["FurtherAsks"], "strong")),
            Widgets.Paragraph(text.Say("FurtherVouched", technician)),
            Widgets.Paragraph(text.Say("FurtherSees", technician)),
            unsure,
            decision.Buttons));
    }

    /// <summary>The number of the viewer that is asked about.</summary>
    public int Viewer { get; }

    public override void Open()
    {
        StandBesideBanner();
        base.Open();
        decision.Present();
    }

    public void Update(FurtherViewer shown)
    {
        answered = shown.Answered;
        decision.Update(shown.AllowIn, canAllow: !answered, canDecline: !answered);
    }

    private void Decline()
    {
        if (!answered)
        {
            customer.DeclineViewer(Viewer);
        }
    }

    // Below the bar, or above it where it was dragged into the lower half: on that side there is always room.
    private void StandBesideBanner()
    {
        Gtk.gtk_widget_get_preferred_size(Handle, 0, out var size);
        var place = banner.Place;
        var area = WorkArea();
        var below = place.Y + (place.Height / 2) < area.Y + (area.Height / 2);
        var x = place.X + ((place.Width - size.Width) / 2);
        var y = below ? place.Y + place.Height + GapToBanner : place.Y - GapToBanner - TitleBar - size.Height;
        Gtk.gtk_window_move(
            Handle,
            Math.Clamp(x, area.X, Math.Max(area.X, area.X + area.Width - size.Width)),
            Math.Max(y, area.Y));
    }
}
