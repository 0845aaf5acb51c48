using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>What is within a window, and what it says.</summary>
internal static partial class GtkTree
{
    [LibraryImport(Gtk.Library)]
    public static partial nint gtk_container_get_children(nint container);

    [LibraryImport(Gtk.Library)]
    public static partial nuint gtk_container_get_type();

    [LibraryImport(Gtk.Library)]
    public static partial nuint gtk_label_get_type();

    [LibraryImport(Gtk.Library)]
    public static partial nint gtk_label_get_text(nint label);

    [LibraryImport(GLib.Library)]
    public static partial void g_list_free(nint list);

    [LibraryImport(GLib.ObjectLibrary)]
    public static partial int g_type_check_instance_is_a(nint instance, nuint type);
}
