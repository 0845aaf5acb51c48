using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// GTK on a display with a window manager. GTK belongs to one thread, and to one display at a time, so all tests with
/// windows share this.
/// </summary>
public sealed partial class GtkStage : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;

    public GtkStage()
    {
        Server = new XServer(1024, 768);
        Server.Manage().Wait();
        thread = new Thread(() =>
        {
            foreach (var act in work.GetConsumingEnumerable())
            {
                act();
            }
        });
        thread.Start();
        Do(() =>
        {
            LibC.setenv("DISPLAY", Server.Display, 1);
            X11Desktop.Open(name => name == "DISPLAY" ? Server.Display : null).Should().BeNull();
        }).Wait();
    }

    public XServer Server { get; }

    /// <summary>Does something on GTK's thread.</summary>
    public Task Do(Action act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
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
        return done.Task;
    }

    /// <summary>
    /// Once the windows have done all that was asked of them before, and every one of them has been laid out and drawn
    /// since: before that, a control may still be where it was with another text.
    /// </summary>
    public static async Task Settled()
    {
        Dictionary<nint, long> before = [];
        await CustomerWindowsStage.OnGtk(() =>
        {
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            while (gtk_events_pending() != 0)
            {
                _ = gtk_main_iteration_do(0);
            }

            before = Pictures();
        });
        nint[] late = [];
        for (var watch = Stopwatch.StartNew(); ; )
        {
            // Asked again: what was asked first may have gone into a picture that had been begun.
            await CustomerWindowsStage.OnGtk(() =>
                late = [.. Pictures().Where(now => before.TryGetValue(now.Key, out var then) && now.Value <= then).Select(now => now.Key)]);
            if (late.Length == 0)
            {
                return;
            }

            if (watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                var titles = "";
                await CustomerWindowsStage.OnGtk(() => titles = string.Join(", ", late.Select(w => Marshal.PtrToStringUTF8(gtk_window_get_title(w)))));
                throw new TimeoutException($"Not drawn in time: {titles}");
            }
        }
    }

    public void Dispose()
    {
        // Before its server goes: GTK ends the process when it loses a display while it looks.
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
        Server.Dispose();
    }

    // How many pictures each window on the screen has begun; one more is asked of each.
    private static unsafe Dictionary<nint, long> Pictures()
    {
        const int Layout = 1 << 3;
        const int Paint = 1 << 4;
        var counts = new Dictionary<nint, long>();
        var windows = gtk_window_list_toplevels();
        for (var link = (nint*)windows; link is not null; link = (nint*)link[1])
        {
            if (gtk_widget_get_mapped(link[0]) == 0)
            {
                continue;
            }

            var clock = gtk_widget_get_frame_clock(link[0]);
            counts.Add(link[0], gdk_frame_clock_get_frame_counter(clock));
            gdk_frame_clock_request_phase(clock, Layout | Paint);
        }

        g_list_free(windows);
        return counts;
    }

    [LibraryImport(Gtk.Library)]
    private static partial nint gtk_window_list_toplevels();

    [LibraryImport(Gtk.Library)]
    private static partial nint gtk_window_get_title(nint window);

    [LibraryImport(Gtk.Library)]
    private static partial int gtk_widget_get_mapped(nint widget);

    [LibraryImport(Gtk.Library)]
    private static partial nint gtk_widget_get_frame_clock(nint widget);

    [LibraryImport(Gtk.Library)]
    private static partial long gdk_frame_clock_get_frame_counter(nint clock);

    [LibraryImport(Gtk.Library)]
    private static partial void gdk_frame_clock_request_phase(nint clock, int phases);

    [LibraryImport(GLib.Library)]
    private static partial void g_list_free(nint list);

    [LibraryImport(Gtk.Library)]
    private static partial int gtk_events_pending();

    [LibraryImport(Gtk.Library)]
    private static partial int gtk_main_iteration_do(int blocking);
}

/// <summary>The tests that share GTK; one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class GtkTests : ICollectionFixture<GtkStage>
{
    public const string Name = "GTK";
}
