using System.Diagnostics;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Screens;

/// <summary>Does something on the thread of the windows, from another one, and waits for it.</summary>
internal static partial class OnGtk
{
    // The window manager and the X server take turns with GTK; what has not moved for so long stands.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    public static void Do(Action act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Signals.Post(() =>
        {
            try
            {
                act();
                done.SetResult();
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Once the windows are mapped, placed and drawn.</summary>
    public static void Settle()
    {
        var still = Stopwatch.StartNew();
        while (still.Elapsed < Quiet)
        {
            Do(() =>
            {
                Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
                while (gtk_events_pending() != 0)
                {
                    _ = gtk_main_iteration_do(0);
                    still.Restart();
                }
            });
        }
    }

    [LibraryImport(Gtk.Library)]
    private static partial int gtk_events_pending();

    [LibraryImport(Gtk.Library)]
    private static partial int gtk_main_iteration_do(int blocking);
}
