using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Platform;

namespace RemoteAssist.Screens;

/// <summary>Looks for what a picture would show cut off: controls that hang over the screen's edge, texts that end in dots.</summary>
internal static partial class CutOff
{
    private static readonly string[] Whole = ["frame", "label", .. Accessible.Controls];

    /// <summary>One line for each; on GTK's thread.</summary>
    public static IReadOnlyList<string> Find(int width, int height, int scale)
    {
        var found = new List<string>();
        foreach (var part in Accessible.All().Where(part => part.IsInSight && Whole.Contains(part.Role)))
        {
            // What can be scrolled up and down may be half in sight.
            var place = part.Place();
            var wide = place.X >= 0 && place.Right * scale <= width;
            var high = part.IsScrolled || (place.Y >= 0 && place.Bottom * scale <= height);
            if (!wide || !high)
            {
                found.Add($"{part.Role} \"{part.Name}\" at {place} hangs over the edge");
            }

            if (part.Role == "label" && pango_layout_is_ellipsized(gtk_label_get_layout(gtk_accessible_get_widget(part.Handle))) != 0)
            {
                found.Add($"\"{part.Name}\" ends in dots");
            }
        }

        return found;
    }

    [LibraryImport(Gtk.Library)]
    private static partial nint gtk_accessible_get_widget(nint accessible);

    [LibraryImport(Gtk.Library)]
    private static partial nint gtk_label_get_layout(nint label);

    [LibraryImport("libpango-1.0.so.0")]
    private static partial int pango_layout_is_ellipsized(nint layout);
}
