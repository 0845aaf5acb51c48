using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What opens from the bar: chat, what happened, what is allowed, what is shown. It never takes the keyboard by itself.</summary>
internal sealed class PanelWindow : AgentWindow
{
    private const int UsualWidth = 520;
    private const int UsualHeight = 560;
    private const int Gap = 8;
    private const int ChatPageNumber = 0;
    private const int SharePage = 4;

    private readonly BannerWindow banner;
    private readonly Action changed;
    private readonly ChatPage chat;
    private readonly Lines<FeedLine> feed;
    private readonly AllowedPage allowed;
    private readonly FilesPage files;
    private readonly SharePicker shown;
    private readonly nint pages = Gtk.gtk_notebook_new();
    private readonly nint chatTab;
    private CustomerScreen.Banner? last;
    private int read;

    /// <param name="banner">The bar that it stands beside.</param>
    /// <param name="changed">Told when it was closed, or something in it was read.</param>
    /// <param name="around">What all windows share.</param>
    public PanelWindow(BannerWindow banner, Action changed, Surroundings around)
        : base("WindowPanel", around)
    {
        this.banner = banner;
        this.changed = changed;
        var text = around.Text;
        Gtk.gtk_window_set_resizable(Handle, 1);
        Gtk.gtk_window_set_keep_above(Handle, 1);
        Gtk.gtk_window_set_focus_on_map(Handle, 0);
        Gtk.gtk_window_set_position(Handle, Gtk.WindowPositionNone);
        Gtk.gtk_window_stick(Handle);
        OnClose(() => Show(false));

        chat = new ChatPage(Say, around.Customer);
        feed = new Lines<FeedLine>(Say, FeedRow);
        allowed = new AllowedPage(Say, around.Customer);
        files = new FilesPage(Say, around.Customer);
        shown = new SharePicker(Say, around, () => { });
        chatTab = Page(chat.Content, ChatTab);
        Page(Widgets.Style(feed.Content, "page"), () => text["TabFeed"]);
        Page(allowed.Content, () => text["TabAllowed"]);
        Page(files.Content, () => text["TabFiles"]);
        Page(Widgets.Scroller(Widgets.Style(Widgets.Column(0, shown.Content), "page")), () => text["TabShown"]);
        Gtk.gtk_notebook_set_scrollable(pages, 1);
        Gtk.gtk_notebook_set_show_border(pages, 0);
        Signals.OnPage(pages, PageChosen);

        var language = Headed(Say.Paragraph(() => text.Say("PanelHeading", last?.Technician ?? ""), "strong"));
        var content = Widgets.Style(Widgets.Column(8, language), "panel");
        Gtk.gtk_box_pack_start(content, pages, 1, 1, 0);
        Gtk.gtk_container_add(Handle, content);
        Gtk.gtk_widget_show_all(content);
    }

    /// <summary>Whether it is on the screen.</summary>
    public bool IsShown { get; private set; }

    /// <summary>Where it stands.</summary>
    public int Left
    {
        get
        {
            Gtk.gtk_window_get_position(Handle, out var x, out _);
            return x;
        }
    }

    /// <summary>How much of the chat has not been seen yet.</summary>
    public int Unread => FromTechnician - read;

    private bool ChatIsSeen => IsShown && Gtk.gtk_notebook_get_current_page(pages) == ChatPageNumber;

    private int FromTechnician => last?.Chat.Count(line => line.From is not null) ?? 0;

    /// <summary>Puts it on the screen beside the bar, or takes it away; what was typed stays.</summary>
    /// <param name="show">Whether it is to be seen.</param>
    /// <param name="keyboard">Whether it was asked for by the keyboard, which it then takes.</param>
    public void Show(bool show, bool keyboard = false)
    {
        IsShown = show;
        if (show)
        {
            shown.LookAgain();
            Stand();
            if (Unread > 0)
            {
                // The bar said that there is something new: that is what is opened.
                Gtk.gtk_notebook_set_current_page(pages, ChatPageNumber);
            }

            Open();
            Read();
        }
        else
        {
            Gtk.gtk_widget_hide(Handle);
        }

        changed();
        if (show && keyboard)
        {
            Gtk.gtk_window_present(Handle);
            if (ChatIsSeen)
            {
                chat.TakeKeyboard();
            }
        }
    }

    public void Update(CustomerScreen.Banner now)
    {
        var first = last is null;
        last = now;
        chat.Update(now.Chat, now.Technician);
        feed.Update(now.Feed);
        allowed.Update(now);
        files.Update(now);
        if (first)
        {
            Say.Again();
        }

        Read();
    }

    private string ChatTab() => Unread > 0 ? Around.Text.Say("TabChatNew", Unread) : Around.Text["TabChat"];

    private nint FeedRow(FeedLine line)
    {
        var row = Widgets.Row(12, Widgets.Line(Text.Clock(line.At), "quiet"));
        Gtk.gtk_box_pack_start(row, Widgets.Paragraph(Around.Text.Feed(line, last?.Technician ?? "")), 1, 1, 0);
        return row;
    }

    private nint Page(nint content, Func<string> name)
    {
        var tab = Say.Line(name);
        Gtk.gtk_notebook_append_page(pages, content, tab);
        return tab;
    }

    private void PageChosen(int page)
    {
        if (page == SharePage && IsShown)
        {
            shown.LookAgain();
        }

        // GTK tells before it turns the page.
        Signals.Post(() =>
        {
            if (IsOpen)
            {
                Read();
                changed();
            }
        });
    }

    private void Read()
    {
        if (ChatIsSeen)
        {
            read = FromTechnician;
        }

        Gtk.gtk_label_set_text(chatTab, ChatTab());
    }

    // At the right end of the bar, below it or above it; a question stands at its left.
    private void Stand()
    {
        var area = WorkArea();
        var place = banner.Place;
        var width = Math.Min(Dress.Px(UsualWidth), area.Width - Dress.Px(Gap));
        var below = place.Y + (place.Height / 2) < area.Y + (area.Height / 2);
        var room = below ? area.Y + area.Height - place.Y - place.Height : place.Y - area.Y;
        var height = Math.Min(Dress.Px(UsualHeight), room - TitleBar - (2 * Dress.Px(Gap)));
        Gtk.gtk_window_set_default_size(Handle, width, height);
        Gtk.gtk_window_resize(Handle, width, height);
        var x = Math.Clamp(place.X + place.Width - width - 2, area.X, Math.Max(area.X, area.X + area.Width - width));
        Gtk.gtk_window_move(Handle, x, below ? place.Y + place.Height + Dress.Px(Gap) : place.Y - Dress.Px(Gap) - TitleBar - height);
    }
}
