using System.Collections.Concurrent;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>A program that has copied something, and gives one of its formats late: behind the one that it is asked for next.</summary>
internal sealed unsafe class CopyingProgram : IDisposable
{
    private readonly nint display;
    private readonly nuint window;
    private readonly nuint targets;
    private readonly (string Name, nuint Atom, byte[] Bytes)[] copied;
    private readonly WakeFile wake = new();
    private readonly Thread thread;
    private XSelection.Request? owed;
    private volatile bool closed;

    public CopyingProgram(string displayName, params (string Target, byte[] Bytes)[] copied)
    {
        display = Xlib.XOpenDisplay(displayName);
        window = XSelection.XCreateSimpleWindow(display, Xlib.XDefaultRootWindow(display), -1, -1, 1, 1, 0, 0, 0);
        targets = XDrawing.XInternAtom(display, "TARGETS", 0);
        this.copied = [.. copied.Select(one => (one.Target, XDrawing.XInternAtom(display, one.Target, 0), one.Bytes))];
        thread = new Thread(Listen) { IsBackground = true, Name = "copying program" };
    }

    /// <summary>The targets that it was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The target that is late; null where none is.</summary>
    public string? Late { get; init; }

    /// <summary>Lets so much time pass that it is too late.</summary>
    public Action Wait { get; init; } = () => { };

    /// <summary>Has the clipboard from now on.</summary>
    public void Copy()
    {
        _ = XSelection.XSetSelectionOwner(display, XDrawing.XInternAtom(display, "CLIPBOARD", 0), window, 0);
        _ = Xlib.XSync(display, 0);
        thread.Start();
    }

    public void Dispose()
    {
        closed = true;
        wake.Set();
        thread.Join();
        _ = Xlib.XCloseDisplay(display);
        XErrors.Forget(display);
        wake.Dispose();
    }

    private void Listen()
    {
        Xlib.Event next;
        while (!closed)
        {
            while (Xlib.XEventsQueued(display, Xlib.QueuedAfterFlush) > 0)
            {
                _ = Xlib.XNextEvent(display, &next);
                if (next.Type == XSelection.SelectionRequest)
                {
                    Hear(*(XSelection.Request*)&next);
                }
            }

            wake.Wait(Xlib.XConnectionNumber(display), null);
        }
    }

    private void Hear(XSelection.Request request)
    {
        var name = copied.FirstOrDefault(one => one.Atom == request.Target).Name ?? "TARGETS";
        Asked.Enqueue(name);
        if (name == Late)
        {
            // Whoever has asked sleeps, and looks at the clock when something stirs.
            owed = request;
            Wait();
            Put(request.Requestor, XDrawing.XInternAtom(display, "SOMETHING_STIRS", 0), request.Target, []);
            return;
        }

        Give(request);
        if (owed is { } late)
        {
            owed = null;
            Give(late);
        }
    }

    private void Give(XSelection.Request request)
    {
        if (request.Target == targets)
        {
            var atoms = copied.Select(one => one.Atom).Prepend(targets).ToArray();
            fixed (nuint* first = atoms)
            {
                _ = XSelection.XChangeProperty(
                    display, request.Requestor, request.Property, XSelection.AtomAtom, 32, XSelection.PropModeReplace, first, atoms.Length);
            }
        }
        else
        {
            Put(request.Requestor, request.Property, request.Target, copied.First(one => one.Atom == request.Target).Bytes);
        }

        var said = new XSelection.Notify
        {
            Type = XSelection.SelectionNotify,
            Display = display,
            Requestor = request.Requestor,
            Selection = request.Selection,
            Target = request.Target,
            Property = request.Property,
        };
        _ = XSelection.XSendEvent(display, request.Requestor, 0, 0, &said);
    }

    private void Put(nuint requestor, nuint property, nuint type, byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            _ = XSelection.XChangeProperty(display, requestor, property, type, 8, XSelection.PropModeReplace, first, bytes.Length);
        }
    }
}
