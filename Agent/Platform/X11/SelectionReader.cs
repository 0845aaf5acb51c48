using System.Buffers;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// Reads what somebody else has copied: first which formats there are, then each of ours, one after the other, in pieces where it is
/// large (INCR). What is larger than is ever taken is left out before all of it is here. On the clipboard's thread.
/// </summary>
internal sealed unsafe class SelectionReader(
    nint display, nuint window, nuint selection, TimeProvider clock, Action<IReadOnlyList<ClipboardContent>> read)
{
    /// <summary>Whoever has copied may take so long for each step.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Fetched at once, in units of four bytes.
    private const nint PieceUnits = 64 * 1024;

    // Each question has a property of its own, so that what somebody answers too late is not taken for the answer to the next.
    // The X server keeps a name for ever: there are only so many, used in turn.
    private const int Properties = 16;

    private readonly nuint incr = XDrawing.XInternAtom(display, "INCR", 0);
    private readonly nuint targets = XDrawing.XInternAtom(display, "TARGETS", 0);
    private readonly nuint secret = XDrawing.XInternAtom(display, "x-kde-passwordManagerHint", 0);
    private readonly (ClipboardFormat Format, nuint Atom)[] known =
    [
        (ClipboardFormat.Text, XDrawing.XInternAtom(display, "UTF8_STRING", 0)),
        (ClipboardFormat.Text, XDrawing.XInternAtom(display, "text/plain;charset=utf-8", 0)),
        (ClipboardFormat.Html, XDrawing.XInternAtom(display, "text/html", 0)),
        (ClipboardFormat.Png, XDrawing.XInternAtom(display, "image/png", 0)),
    ];

    private readonly Queue<(ClipboardFormat Format, nuint Atom)> wanted = new();
    private readonly List<ClipboardContent> got = [];
    private readonly ArrayBufferWriter<byte> piece = new();
    private nuint property;
    private uint questions;
    private nuint asked;
    private bool inPieces;
    private bool tooLarge;
    private long since;

    /// <summary>Whether something is being read.</summary>
    public bool IsBusy => asked != 0;

    /// <summary>Somebody has copied something.</summary>
    public void Begin()
    {
        wanted.Clear();
        got.Clear();
        Ask(targets);
    }

    /// <summary>What is being read is of no interest any more.</summary>
    public void Stop() => asked = 0;

    /// <summary>Whoever has copied does not answer: what else there is of it may still come.</summary>
    public void GiveUpIfLate()
    {
        if (IsBusy && clock.GetElapsedTime(since) > Patience)
        {
            Next();
        }
    }

    /// <summary>What was asked for is there, begins to come, or is not to be had.</summary>
    public void Converted(XSelection.Notify* notify)
    {
        if (!IsBusy || notify->Target != asked || (notify->Property != 0 && notify->Property != property))
        {
            return;
        }

        if (notify->Property == 0)
        {
            Next();
        }
        else if (asked == targets)
        {
            var there = XProperty.Words(display, window, property);
            XSelection.XDeleteProperty(display, window, property);
            if (there.Contains(secret))
            {
                // A password manager marks what it copies: that is for nobody else.
                Stop();
                return;
            }

            foreach (var format in known.Where(k => there.Contains(k.Atom)).DistinctBy(k => k.Format))
            {
                wanted.Enqueue(format);
            }

            Next();
        }
        else if (!Fetch(out var type))
        {
            Next();
        }
        else if (type != incr)
        {
            Keep();
        }
        else
        {
            // Deleting it asks for the first piece.
            inPieces = true;
            piece.ResetWrittenCount();
            XSelection.XDeleteProperty(display, window, property);
        }
    }

    /// <summary>The next piece is there.</summary>
    public void More(nuint atom)
    {
        if (!IsBusy || !inPieces || atom != property)
        {
            return;
        }

        since = clock.GetTimestamp();
        var before = piece.WrittenCount;
        if (!Fetch(out _))
        {
            // It was fetched together with the one before.
            return;
        }

        if (tooLarge)
        {
            // The rest is fetched and thrown away no further: whoever gives it gives up by itself.
            Next();
        }
        else if (piece.WrittenCount == before)
        {
            Keep();
        }
    }

    private void Keep()
    {
        var (format, _) = wanted.Dequeue();
        if (!tooLarge && piece.WrittenCount > 0)
        {
            got.Add(new ClipboardContent(format, piece.WrittenSpan.ToArray()));
        }

        Go();
    }

    private void Next()
    {
        if (asked != targets)
        {
            wanted.Dequeue();
        }

        Go();
    }

    private void Go()
    {
        if (wanted.TryPeek(out var next))
        {
            Ask(next.Atom);
            return;
        }

        Stop();
        if (got.Count > 0)
        {
            read([.. got]);
        }
    }

    private void Ask(nuint target)
    {
        asked = target;
        inPieces = false;
        tooLarge = false;
        piece.ResetWrittenCount();
        since = clock.GetTimestamp();
        property = XDrawing.XInternAtom(display, $"REMOTEASSIST_COPIED_{questions++ % Properties}", 0);
        XSelection.XDeleteProperty(display, window, property);
        XSelection.XConvertSelection(display, selection, target, property, window, 0);
    }

    // Adds what the property holds, and deletes it; nothing more once it is too large.
    private bool Fetch(out nuint type)
    {
        nint at = 0;
        nuint left;
        do
        {
            var failed = Xlib.XGetWindowProperty(
                display, window, property, at, PieceUnits, 0, 0, out type, out var format, out var count, out left, out var data) != 0;
            if (failed || data == 0)
            {
                return false;
            }

            tooLarge |= piece.WrittenCount + (long)count + (long)left > TransferLimits.ClipboardBytes;
            if (type != incr && format == 8 && !tooLarge)
            {
                piece.Write(new ReadOnlySpan<byte>((void*)data, (int)count));
            }

            Xlib.XFree(data);
            at += PieceUnits;
        }
        while (left > 0 && type != incr && !tooLarge);
        if (type != incr)
        {
            XSelection.XDeleteProperty(display, window, property);
        }

        return true;
    }
}
