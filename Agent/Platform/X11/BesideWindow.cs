using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Asks while the session goes on: whether somebody else may see the screen, whether the technician may do one thing
/// more, whether it may go on for longer. It stands beside the bar, whose <em>Stop sharing</em> stays in reach. Whatever
/// is no click on <em>Allow</em> declines.
/// </summary>
internal sealed class BesideWindow : AgentWindow
{
    private const int GapToBanner = 16;
    private const int UsualHeight = 480;

    private readonly Decision decision;
    private readonly BannerWindow banner;
    private readonly CustomerScreen.Banner session;
    private bool answered;
    private ChooseFileWindow? chooser;

    /// <param name="question">What is asked.</param>
    /// <param name="session">The session in which it is asked.</param>
    /// <param name="banner">The bar to stand beside.</param>
    /// <param name="around">What all windows share.</param>
    public BesideWindow(BesideQuestion question, CustomerScreen.Banner session, BannerWindow banner, Surroundings around)
        : base(TitleOf(question), around)
    {
        this.banner = banner;
        this.session = session;
        Number = question.Number;
        decision = question is BesideQuestion.WantsFile
            ? new Decision(Say, Handle, Decline, Choose, "ChooseFile")
            : new Decision(Say, Handle, Decline, () => around.Customer.AllowBeside(Number, Shown()));
        OnClose(Decline);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_stick(Handle);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionNone);
        var body = question switch
        {
            BesideQuestion.FurtherViewer viewer => FurtherViewer(viewer),
            BesideQuestion.MoreScope more => MoreScope(more),
            BesideQuestion.MoreTime longer => MoreTime(longer),
            BesideQuestion.WantsFile => WantsFile(),
            _ => throw new InvalidOperationException($"Nobody knows how to ask {question}."),
        };
        Fill(body, decision.Buttons);
    }

    /// <summary>Which question it asks.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    protected override int Room => WorkArea().Height - banner.Place.Height - Dress.Px(GapToBanner);

    private string Technician => session.Technician;

    public override void Open()
    {
        StandBesideBanner();
        base.Open();
        decision.Present();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        chooser?.Dispose();
        base.Dispose();
    }

    public void Update(BesideQuestion shown)
    {
        answered = shown.Answered;
        decision.Update(shown.AllowIn, canAllow: !answered, canDecline: !answered);
    }

    private static string TitleOf(BesideQuestion question) => question switch
    {
        BesideQuestion.MoreScope => "WindowMoreScope",
        BesideQuestion.MoreTime => "WindowMoreTime",
        BesideQuestion.WantsFile => "WindowWantsFile",
        _ => "WindowFurther",
    };

    private nint FurtherViewer(BesideQuestion.FurtherViewer viewer) => Asking(
        () => Around.Text.Say("QuestionWho", viewer.Technician, viewer.Organisation),
        () => Around.Text["FurtherAsks"],
        Say.Paragraph(() => Around.Text.Say("FurtherVouched", Technician)),
        Say.Paragraph(() => Around.Text.Say("FurtherSees", Technician)));

    private nint MoreScope(BesideQuestion.MoreScope more) => Asking(
        () => Around.Text.Say("MoreScopeAsks", more.Colleague ?? Technician),
        () => Around.Text.Scope(more.Scope),
        [
            .. more.Scope == Scope.Diagnostics ? new[] { Say.Paragraph(() => Around.Text["MoreScopeDiagnostics"]) } : [],
            .. more.Auditors is { } auditors ? new[] { Say.Paragraph(() => Around.Text.Say("QuestionAuditors", auditors)) } : [],
            Say.Paragraph(() => Around.Text["MoreScopeNote"]),
        ]);

    private nint MoreTime(BesideQuestion.MoreTime longer) => Asking(
        () => Around.Text.Say("MoreTimeAsks", Technician),
        () => longer.Minutes == 1 ? Around.Text["MoreTimeMinute"] : Around.Text.Say("MoreTimeMinutes", longer.Minutes),
        Say.Paragraph(() => Around.Text.Say("MoreTimeNote", Text.Clock(session.Until))));

    private nint WantsFile() => Asking(
        () => Around.Text.Say("WantsFileAsks", Technician),
        () => Around.Text["WantsFileWhat"],
        Say.Paragraph(() => Around.Text["WantsFileNote"]));

    // The question stays open behind it: control rests for as long as the customer looks for the file.
    private void Choose()
    {
        chooser?.Dispose();
        chooser = new ChooseFileWindow(Around, path => Around.Customer.GiveFile(Number, path), () => chooser?.Dispose());
        chooser.Open();
    }

    private nint Asking(Func<string> who, Func<string> what, params nint[] explained)
    {
        var heading = Widgets.Column(4, Headed(Say.Paragraph(who, "heading")), Say.Paragraph(what, "strong"));
        var unsure = Widgets.Warning(Say.Paragraph(() => Around.Text.Say("FurtherUnsure", Technician)));

        // As in the first question: where not all of it can be seen at once, this must be.
        return IsLowerThan(UsualHeight) ? Widgets.Column(12, [heading, unsure, .. explained]) : Widgets.Column(16, [heading, .. explained, unsure]);
    }

    private void Decline()
    {
        if (!answered)
        {
            Around.Customer.DeclineBeside(Number);
        }
    }

    // Below the bar, or above it where it was dragged into the lower half: on that side there is always room. Where the
    // panel is open, beside that.
    private void StandBesideBanner()
    {
        Gtk.gtk_widget_get_preferred_size(Handle, 0, out var size);
        var place = banner.Place;
        var area = WorkArea();
        var below = place.Y + (place.Height / 2) < area.Y + (area.Height / 2);
        var x = banner.PanelLeft is { } panel ? panel - size.Width - Dress.Px(8) : place.X + ((place.Width - size.Width) / 2);
        var y = below
            ? place.Y + place.Height + Dress.Px(GapToBanner)
            : place.Y - Dress.Px(GapToBanner) - TitleBar - size.Height;
        Gtk.gtk_window_move(
            Handle,
            Math.Clamp(x, area.X, Math.Max(area.X, area.X + area.Width - size.Width)),
            Math.Max(y, area.Y));
    }
}
