using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Reads what stands on a window from its own widgets, as GTK draws them: nothing else can say what was really shown.</summary>
internal static class ShownOn
{
    private static readonly nuint LabelType = GtkTree.gtk_label_get_type();
    private static readonly nuint ContainerType = GtkTree.gtk_container_get_type();

    /// <summary>Every text of the window that is not hidden, in the order of the window.</summary>
    /// <param name="widget">The window, or a part of it.</param>
    /// <param name="except">Parts that are left out.</param>
    public static IReadOnlyList<string> Paragraphs(nint widget, params nint[] except)
    {
        var found = new List<string>();
        Add(widget, except, found);
        return found;
    }

    private static void Add(nint widget, nint[] except, List<string> found)
    {
        if (except.Contains(widget) || Gtk.gtk_widget_get_visible(widget) == 0)
        {
            return;
        }

        if (GtkTree.g_type_check_instance_is_a(widget, LabelType) != 0)
        {
            if (Marshal.PtrToStringUTF8(GtkTree.gtk_label_get_text(widget)) is { Length: > 0 } text)
            {
                found.Add(text);
            }

            return;
        }

        if (GtkTree.g_type_check_instance_is_a(widget, ContainerType) == 0)
        {
            return;
        }

        var children = GtkTree.gtk_container_get_children(widget);
        for (var at = children; at != 0; at = Marshal.ReadIntPtr(at, IntPtr.Size))
        {
            Add(Marshal.ReadIntPtr(at), except, found); // GList: what it holds, then the next
        }

        GtkTree.g_list_free(children);
    }
}
