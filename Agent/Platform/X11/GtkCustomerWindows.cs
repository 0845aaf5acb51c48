using RemoteAssist.Agent.Capture;
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
    private readonly SharedScreen shared;
    private readonly IDesktopThings things;
    private readonly Func<string?> downloads;
    private Surroundings? around;
    private CustomerScreen last = new CustomerScreen.Nothing();
    private AgentWindow? window;
    private BesideWindow? beside;

    /// <param name="text">The language that is spoken first.</param>
    /// <param name="relayHost">The Relay's address, as it is shown.</param>
    /// <param name="own">Told of every window, so that none is shown to the technician.</param>
    /// <param name="shared">What the customer shows; it is chosen here.</param>
    /// <param name="things">What there is to choose from.</param>
    /// <param name="dark">Whether the windows are dark.</param>
    /// <param name="downloads">Where the customer's files go; null for where the desktop says.</param>
    public GtkCustomerWindows(
        Text text, string relayHost, OwnWindows own, SharedScreen shared, IDesktopThings things, bool dark, Func<string?>? downloads = null)
    {
        this.downloads = downloads ?? UserFolders.Downloads;
        this.text = text;
        this.relayHost = relayHost;
        this.own = own;
        this.shared = shared;
        this.things = things;
        SyntheticEvents.Refuse();
        Dress.Put(dark);
    }

    /// <summary>Runs the windows until <see cref="Quit"/>.</summary>
    /// <param name="actions">Told what the customer does.</param>
    public void Run(ICustomerActions actions)
    {
        around = new Surroundings(text, relayHost, actions, own, shared, things, SwitchLanguage, downloads);
        Gtk.gtk_main();
        beside?.Dispose();
        window?.Dispose();
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public static void Quit() => Signals.Post(Gtk.gtk_main_quit);

    /// <inheritdoc/>
    public void Show(CustomerScreen screen) => Signals.Post(() => Put(screen));

    private void Put(CustomerScreen screen)
    {
        last = screen;
        var asked = (screen as CustomerScreen.Banner)?.Beside;
        if (beside is not null && beside.Number != asked?.Number)
        {
            beside.Dispose();
            beside = null;
        }

        switch (screen)
        {
            case CustomerScreen.CodeEntry code:
                Current(() => new CodeWindow(around!), w => w.Update(code));
                break;
            case CustomerScreen.Question question:
                Current(() => new QuestionWindow(question, around!), w => w.Update(question));
                break;
            case CustomerScreen.Banner banner:
                Current(() => new BannerWindow(around!), w => w.Update(banner));
                AskBeside(banner);
                break;
            case CustomerScreen.Notice notice:
                Current(() => new BannerWindow(around!), w => w.Update(notice));
                break;
            case CustomerScreen.Goodbye goodbye:
                Current(() => new GoodbyeWindow(goodbye, around!), w => w.Update(goodbye));
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

    // The question beside the bar; another one has gone already.
    private void AskBeside(CustomerScreen.Banner banner)
    {
        if (banner.Beside is not { } question)
        {
            return;
        }

        var isNew = beside is null;
        beside ??= new BesideWindow(question, banner, (BannerWindow)window!, around!);
        beside.Update(question);
        if (isNew)
        {
            beside.Open();
        }
    }

    private void SwitchLanguage()
    {
        text.Switch();
        window?.Retell();
        beside?.Retell();
        Put(last);
    }
}
