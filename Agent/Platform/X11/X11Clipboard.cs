using System.Collections.Concurrent;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Transfers;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The CLIPBOARD selection, on a connection and a thread of its own: whoever copies or pastes slowly holds up nothing else.
/// <see cref="SelectionReader"/> reads what others copy, <see cref="SelectionServer"/> hands out what was set here.
/// </summary>
internal sealed unsafe class X11Clipboard : IClipboard
{
    private readonly nint display;
    private readonly nuint window;
    private readonly nuint selection;
    private readonly int fixesEvent;
    private readonly IClipboardEvents events;
    private readonly SelectionReader reader;
    private readonly SelectionServer server;
    private readonly WakeFile wake = new();
    private readonly ConcurrentQueue<IReadOnlyList<ClipboardContent>> toSet = new();
    private readonly Thread thread;
    private volatile bool closed;

    private X11Clipboard(nint display, int fixesEvent, IClipboardEvents events, TimeProvider clock)
    {
        this.display = display;
        this.fixesEvent = fixesEvent;
        this.events = events;
        var root = Xlib.XDefaultRootWindow(display);
        window = XSelection.XCreateSimpleWindow(display, root, -1, -1, 1, 1, 0, 0, 0);
        selection = XDrawing.XInternAtom(display, "CLIPBOARD", 0);
        Xlib.XSelectInput(display, window, Xlib.PropertyChangeMask);
        XDrawing.XFixesSelectSelectionInput(display, root, selection, XSelection.FixesOwnerNotifyMask);
        reader = new SelectionReader(display, window, selection, clock, Read);
        server = new SelectionServer(display, clock);
        Xlib.XSync(display, 0);
        thread = new Thread(Listen) { IsBackground = true, Name = "clipboard" };
        thread.Start();
    }

    /// <summary>Watches from now on.</summary>
    /// <param name="events">Told on a thread of its own.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="displayName">The display, such as ":0"; null for the one that the environment names.</param>
    /// <returns>Null where this X server does not tell who copies.</returns>
    public static X11Clipboard? Open(IClipboardEvents events, TimeProvider clock, string? displayName = null)
    {
        var display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            return null;
        }

        if (Xlib.XFixesQueryExtension(display, out var fixesEvent, out _) == 0)
        {
            Xlib.XCloseDisplay(display);
            return null;
        }

        Xlib.XFixesQueryVersion(display, out _, out _);
        return new X11Clipboard(display, fixesEvent, events, clock);
    }

    /// <inheritdoc/>
    public void Set(IReadOnlyList<ClipboardContent> pieces)
    {
        toSet.Enqueue(pieces);
        wake.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        wake.Set();
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private void Listen()
    {
        while (!closed)
        {
            while (toSet.TryDequeue(out var pieces))
            {
                reader.Stop();
                server.Hold(pieces);
                XSelection.XSetSelectionOwner(display, selection, window, 0);
            }

            reader.GiveUpIfLate();
            server.GiveUpIfLate();

            // Writing much also reads: what has come meanwhile must be heard before this sleeps.
            Xlib.Event next;
            while (!closed && Xlib.XEventsQueued(display, Xlib.QueuedAfterFlush) > 0)
            {
                Xlib.XNextEvent(display, &next);
                Hear(&next);
            }

            if (!closed && toSet.IsEmpty)
            {
                wake.Wait(Xlib.XConnectionNumber(display), reader.IsBusy || server.IsBusy ? SelectionReader.Patience : null);
            }
        }

        Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
        wake.Dispose();
    }

    private void Hear(Xlib.Event* what)
    {
        switch (what->Type)
        {
            case XSelection.SelectionRequest:
                server.Answer((XSelection.Request*)what);
                break;
            case XSelection.SelectionClear:
                server.Hold([]);
                break;
            case XSelection.SelectionNotify:
                reader.Converted((XSelection.Notify*)what);
                break;
            case Xlib.PropertyNotify:
                var property = (Xlib.PropertyEvent*)what;
                if (property->Window != window)
                {
                    server.Changed(property);
                }
                else if (property->State == XSelection.PropertyNewValue)
                {
                    reader.More(property->Atom);
                }

                break;
            case var type when type == fixesEvent:
                var owner = ((XSelection.OwnerChange*)what)->Owner;

                // What was set here comes back as an event too.
                if (owner == window)
                {
                    break;
                }

                reader.Stop();
                if (owner != 0 && events.MayRead)
                {
                    reader.Begin();
                }

                break;
            default:
                break;
        }
    }

    private void Read(IReadOnlyList<ClipboardContent> pieces)
    {
        // It may have been paused or taken back while it was read.
        if (events.MayRead)
        {
            events.Copied(pieces);
        }
    }
}
