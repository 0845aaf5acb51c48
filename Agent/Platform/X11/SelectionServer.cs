using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Hands out what was set here to whoever pastes, in pieces where it is large (INCR). On the clipboard's thread.</summary>
internal sealed unsafe class SelectionServer(nint display, TimeProvider clock)
{
    // Every X server takes a request of this size.
    private const int MostAtOnce = 128 * 1024;

    // Programs that paste at the same time; more are told no.
    private const int MostInPieces = 8;

    private readonly nuint incr = XDrawing.XInternAtom(display, "INCR", 0);
    private readonly nuint targets = XDrawing.XInternAtom(display, "TARGETS", 0);
    private readonly (nuint Atom, ClipboardFormat Format)[] served =
    [
        (XDrawing.XInternAtom(display, "UTF8_STRING", 0), ClipboardFormat.Text),
        (XDrawing.XInternAtom(display, "text/plain;charset=utf-8", 0), ClipboardFormat.Text),
        (XDrawing.XInternAtom(display, "text/plain", 0), ClipboardFormat.Text),
        (XDrawing.XInternAtom(display, "text/html", 0), ClipboardFormat.Html),
        (XDrawing.XInternAtom(display, "image/png", 0), ClipboardFormat.Png),
    ];

    private readonly List<InPieces> pasting = [];
    private IReadOnlyList<ClipboardContent> held = [];

    /// <summary>Whether somebody is pasting something large.</summary>
    public bool IsBusy => pasting.Count > 0;

    /// <summary>This is handed out from now on; nothing where it is empty.</summary>
    public void Hold(IReadOnlyList<ClipboardContent> pieces) => held = pieces;

    /// <summary>Somebody pastes.</summary>
    public void Answer(XSelection.Request* request)
    {
        // Programs of long ago name no property.
        var property = request->Property == 0 ? request->Target : request->Property;
        var given = Give(request->Requestor, property, request->Target);
        var notify = new XSelection.Notify
        {
            Type = XSelection.SelectionNotify,
            Display = display,
            Requestor = request->Requestor,
            Selection = request->Selection,
            Target = request->Target,
            Property = given ? property : 0,
            Time = request->Time,
        };
        XSelection.XSendEvent(display, request->Requestor, 0, 0, &notify);
    }

    /// <summary>Whoever pastes something large has taken a piece.</summary>
    public void Changed(Xlib.PropertyEvent* what)
    {
        if (what->State != XSelection.PropertyDelete
            || pasting.Find(p => p.Window == what->Window && p.Property == what->Atom) is not { } paste)
        {
            return;
        }

        var next = paste.Bytes.AsSpan(paste.At);
        next = next[..Math.Min(next.Length, MostAtOnce)];
        Put(paste.Window, paste.Property, paste.Type, next);
        paste.At += next.Length;
        paste.Since = clock.GetTimestamp();
        if (next.IsEmpty)
        {
            // An empty piece was the end.
            Forget(paste);
        }
    }

    /// <summary>Programs that began to paste and are gone.</summary>
    public void GiveUpIfLate()
    {
        foreach (var late in pasting.Where(p => clock.GetElapsedTime(p.Since) > SelectionReader.Patience).ToArray())
        {
            Forget(late);
        }
    }

    private bool Give(nuint window, nuint property, nuint target)
    {
        var offered = served.Where(s => held.Any(h => h.Format == s.Format)).ToArray();
        if (target == targets)
        {
            var atoms = offered.Select(s => s.Atom).Prepend(targets).ToArray();
            fixed (nuint* first = atoms)
            {
                XSelection.XChangeProperty(display, window, property, XSelection.AtomAtom, 32, XSelection.PropModeReplace, first, atoms.Length);
            }

            return true;
        }

        if (offered.FirstOrDefault(s => s.Atom == target) is not { Atom: not 0 } wanted)
        {
            return false;
        }

        var bytes = held.First(h => h.Format == wanted.Format).Bytes;
        if (bytes.Length <= MostAtOnce)
        {
            Put(window, property, target, bytes);
            return true;
        }

        if (pasting.Count == MostInPieces)
        {
            return false;
        }

        pasting.Add(new InPieces(window, property, target, bytes) { Since = clock.GetTimestamp() });
        Xlib.XSelectInput(display, window, Xlib.PropertyChangeMask);
        var size = (nint)bytes.Length;
        XSelection.XChangeProperty(display, window, property, incr, 32, XSelection.PropModeReplace, &size, 1);
        return true;
    }

    private void Put(nuint window, nuint property, nuint type, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            XSelection.XChangeProperty(display, window, property, type, 8, XSelection.PropModeReplace, first, bytes.Length);
        }
    }

    private void Forget(InPieces paste)
    {
        pasting.Remove(paste);
        if (!pasting.Exists(p => p.Window == paste.Window))
        {
            Xlib.XSelectInput(display, paste.Window, 0);
        }
    }

    private sealed class InPieces(nuint window, nuint property, nuint type, byte[] bytes)
    {
        public nuint Window => window;

        public nuint Property => property;

        public nuint Type => type;

        public byte[] Bytes => bytes;

        public int At { get; set; }

        public long Since { get; set; }
    }
}
