using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Where the customer keeps things, by what the desktop has set.</summary>
internal static class UserFolders
{
    /// <summary>Where files go that come from elsewhere; where the desktop names no such folder, <c>Downloads</c> at home. Null without a home.</summary>
    public static string? Downloads()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Special(GtkFiles.Downloads) is { Length: > 0 } named && named != home ? named
            : home.Length > 0 ? Path.Combine(home, "Downloads")
            : null;
    }

    /// <summary>One of GLib's special folders; null where it has none.</summary>
    public static string? Special(int which) => Marshal.PtrToStringUTF8(GtkFiles.g_get_user_special_dir(which));
}
