using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>A list that grows at its end and is scrolled there, unless somebody reads further up. Only what changed is made anew.</summary>
internal sealed class Lines<T>
    where T : notnull
{
    private readonly nint box;
    private readonly Func<T, nint> make;
    private readonly List<(T Item, nint Widget)> shown = [];

    /// <param name="say">What the window says; in another language all lines are made anew.</param>
    /// <param name="make">Makes one line.</param>
    public Lines(Telling say, Func<T, nint> make)
    {
        this.make = make;
        box = Widgets.Style(Widgets.Column(12), "lines");
        Content = Widgets.Scroller(box);
        var place = Gtk.gtk_scrolled_window_get_vadjustment(Content);
        var atEnd = true;
        Signals.On(place, "value-changed", () => atEnd = End(place) - Gtk.gtk_adjustment_get_value(place) < 1);
        Signals.On(place, "changed", () =>
        {
            if (atEnd)
            {
                Gtk.gtk_adjustment_set_value(place, End(place));
            }
        });
        say.Tell(() => Update([.. shown.Select(s => s.Item)], keep: 0));
    }

    /// <summary>The list.</summary>
    public nint Content { get; }

    /// <summary>Shows these in place of what was there.</summary>
    public void Update(IReadOnlyList<T> items)
    {
        var same = 0;
        while (same < items.Count && same < shown.Count && shown[same].Item.Equals(items[same]))
        {
            same++;
        }

        Update(items, same);
    }

    private void Update(IReadOnlyList<T> items, int keep)
    {
        foreach (var (_, widget) in shown[keep..])
        {
            Gtk.gtk_widget_destroy(widget);
        }

        shown.RemoveRange(keep, shown.Count - keep);
        foreach (var item in items.Skip(keep))
        {
            var widget = make(item);
            Gtk.gtk_box_pack_start(box, widget, 0, 1, 0);
            Gtk.gtk_widget_show_all(widget);
            shown.Add((item, widget));
        }
    }

    private static double End(nint place) => Gtk.gtk_adjustment_get_upper(place) - Gtk.gtk_adjustment_get_page_size(place);
}
