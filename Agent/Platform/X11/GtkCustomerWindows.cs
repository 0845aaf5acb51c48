using System.Text;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The customer's windows in GTK 3. Made and run on the main thread; <see cref="Show"/> and <see cref="Quit"/> from any.</summary>
internal sealed class GtkCustomerWindows : ICustomerWindows
{
    private readonly Text text;
    private readonly string relayHost;
    private readonly OwnWindows own;
    private ICustomerActions? customer;
    private AgentWindow? window;
    private FurtherViewerWindow? further;

    public GtkCustomerWindows(Text text, string relayHost, OwnWindows own)
    {
        this.text = text;
        this.relayHost = relayHost;
        this.own = own;
        Dress();
    }

    /// <summary>Runs the windows until <see cref="Quit"/>.</summary>
    /// <param name="actions">Told what the customer does.</param>
    public void Run(ICustomerActions actions)
    {
        customer = actions;
        Gtk.gtk_main();
        further?.Dispose();
        window?.Dispose();
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public static void Quit() => Signals.Post(Gtk.gtk_main_quit);

    /// <inheritdoc/>
    public void Show(CustomerScreen screen) => Signals.Post(() => Put(screen));

    private void Put(CustomerScreen screen)
    {
        var asked = (screen as CustomerScreen.Banner)?.Further;
        if (further is not null && further.Viewer != asked?.Viewer)
        {
            further.Dispose();
            further = null;
        }

        switch (screen)
        {
            case CustomerScreen.CodeEntry code:
                Current(() => new CodeWindow(text, relayHost, customer!, own), w => w.Update(code));
                break;
            case CustomerScreen.Question question:
                Current(() => new QuestionWindow(text, relayHost, question, customer!, own), w => w.Update(question));
                break;
            case CustomerScreen.Banner banner:
                Current(() => new BannerWindow(text, customer!, own), w => w.Update(banner));
                AskBeside(banner);
                break;
            case CustomerScreen.Notice notice:
                Current(() => new BannerWindow(text, customer!, own), w => w.Update(notice));
                break;
            case CustomerScreen.Goodbye goodbye:
                Current(() => new GoodbyeWindow(text, goodbye, customer!, own), _ => { });
                break;
            default:
                window?.Dispose();
                window = null;
                break;
        }
    }

    // The window of this kind, changed in place where it is there already.
    private void Current<T>(Func<T> make, Action<T> update)
        where T : AgentWindow
    {
        if (window is T there)
        {
            update(there);
            return;
        }

        window?.Dispose();
        var made = make();
        window = made;
        update(made);
        made.Open();
    }

    // The question about a further viewer; one about another viewer has gone already.
    private void AskBeside(CustomerScreen.Banner banner)
    {
        if (banner.Further is not { } viewer)
        {
            return;
        }

        var isNew = further is null;
        further ??= new FurtherViewerWindow(text, viewer, banner.Technician, (BannerWindow)window!, customer!, own);
        further.Update(viewer);
        if (isNew)
        {
            further.Open();
        }
    }

    private static void Dress()
    {
        // Our own look on GTK's own theme: the windows are alike on every desktop, and buttons are where people were told.
        var settings = Gtk.gtk_settings_get_default();
        GLib.Set(settings, "gtk-theme-name", "Adwaita");
        GLib.Set(settings, "gtk-application-prefer-dark-theme", false);
        GLib.Set(settings, "gtk-enable-animations", false);

        using var sheet = typeof(GtkCustomerWindows).Assembly.GetManifestResourceStream("RemoteAssist.Agent.Platform.X11.Look.css")!;
        using var reader = new StreamReader(sheet, Encoding.UTF8);
        var provider = Gtk.gtk_css_provider_new();
        if (Gtk.gtk_css_provider_load_from_data(provider, reader.ReadToEnd(), -1, out _) == 0)
        {
            throw new InvalidOperationException("Look.css does not parse.");
        }

        Gtk.gtk_style_context_add_provider_for_screen(Gtk.gdk_screen_get_default(), provider, Gtk.PriorityApplication);
    }
}
