using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>GTK's own question where a file shall go, and where people keep theirs.</summary>
internal static partial class GtkFiles
{
    public const int ActionOpen = 0;
    public const int ActionSave = 1;
    public const int ResponseAccept = -3;
    public const int Documents = 1;
    public const int Downloads = 2;
    public const int IsRegular = 1;

    [LibraryImport(Gtk.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint gtk_file_chooser_native_new(string title, nint parent, int action, string accept, string cancel);

    [LibraryImport(Gtk.Library)]
    public static partial nint gtk_file_chooser_widget_new(int action);

    [LibraryImport(Gtk.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void gtk_file_chooser_set_current_name(nint chooser, string name);

    [LibraryImport(Gtk.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int gtk_file_chooser_set_current_folder(nint chooser, string folder);

    [LibraryImport(Gtk.Library)]
    public static partial void gtk_file_chooser_set_do_overwrite_confirmation(nint chooser, int confirm);

    [LibraryImport(Gtk.Library)]
    public static partial nint gtk_file_chooser_get_filename(nint chooser);

    [LibraryImport(Gtk.Library)]
    public static partial void gtk_native_dialog_show(nint dialog);

    [LibraryImport(Gtk.Library)]
    public static partial void gtk_native_dialog_set_modal(nint dialog, int modal);

    [LibraryImport(GLib.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int g_file_test(string path, int which);

    [LibraryImport(GLib.Library)]
    public static partial nint g_get_user_special_dir(int which);
}
