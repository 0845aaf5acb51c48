using System.Collections.Concurrent;
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

    /// <summary>Once the windows have done all that was asked of them before, and drawn it.</summary>
    public static Task Settled()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Signals.Post(() =>
        {
            Gtk.gdk_display_sync(Gtk.gdk_display_get_default());
            while (gtk_events_pending() != 0)
            {
                _ = gtk_main_iteration_do(0);
            }

            done.SetResult();
        });
        return done.Task;
    }

    public void Dispose()
    {
        // Before its server goes: GTK ends the process when it loses a display while it looks.
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
        Server.Dispose();
    }

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
