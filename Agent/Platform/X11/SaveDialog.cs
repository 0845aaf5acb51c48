using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Asks where a file shall go: among the customer's documents, or what they downloaded. It goes with whoever asks.</summary>
internal sealed class SaveDialog : IDisposable
{
    private nint dialog;

    /// <param name="window">The window that asks.</param>
    /// <param name="text">The language.</param>
    /// <param name="name">The file's name, as long as the customer chooses no other.</param>
    /// <param name="chosen">Told the whole path, once, if the customer wants to save.</param>
    public SaveDialog(nint window, Text text, string name, Action<string> chosen)
    {
        dialog = GtkFiles.gtk_file_chooser_native_new(text["Save"], window, GtkFiles.ActionSave, text["SaveIt"], text["Cancel"]);
        GtkFiles.gtk_native_dialog_set_modal(dialog, 1);
        GtkFiles.gtk_file_chooser_set_do_overwrite_confirmation(dialog, 1);
        GtkFiles.gtk_file_chooser_set_current_name(dialog, name);
        if (Folder() is { } folder)
        {
            _ = GtkFiles.gtk_file_chooser_set_current_folder(dialog, folder);
        }

        Signals.OnResponse(dialog, response =>
        {
            var place = response == GtkFiles.ResponseAccept ? Taken(GtkFiles.gtk_file_chooser_get_filename(dialog)) : null;
            if (place is not null)
            {
                chosen(place);
            }
        });
        GtkFiles.gtk_native_dialog_show(dialog);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (dialog != 0)
        {
            GLib.g_object_unref(dialog);
            dialog = 0;
        }
    }

    private static string? Folder() =>
        new[] { GtkFiles.Documents, GtkFiles.Downloads }
            .Select(UserFolders.Special)
            .Append(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
            .FirstOrDefault(folder => folder is { Length: > 0 } && Directory.Exists(folder));

    private static string? Taken(nint path)
    {
        var taken = Marshal.PtrToStringUTF8(path);
        GLib.g_free(path);
        return taken;
    }
}
