using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// The clipboard in both directions, while it is allowed and the session is live; before that and after it nothing of it is read. What
/// one side has set is not sent back to it. Everything but <see cref="MayRead"/> and <see cref="Copied"/> is called under the session's lock.
/// </summary>
internal sealed class ClipboardDesk(
    SessionStanding standing,
    CommandGate gate,
    ViewerBook book,
    RelayLine line,
    PictureFlow pictures,
    FeedDesk feed,
    Func<IClipboardEvents, IClipboard?>? open,
    Func<int> number,
    TimeProvider clock) : IClipboardEvents, IDisposable
{
    // Numbers of what the customer copies; a viewer has none of them.
    private const uint FirstOwn = 1u << 31;

    private readonly List<Coming> coming = [];
    private readonly List<Going> going = [];
    private IClipboard? clipboard;

    // What was sent last, in all its formats; and what was set last, each format by itself: who keeps what was set may keep less of it.
    private byte[] last = [];
    private IReadOnlyList<byte[]> set = [];
    private uint lastOwn = FirstOwn - 1;

    /// <summary>Whether this desktop has a clipboard that can be shared.</summary>
    public bool IsAble => open is not null;

    /// <inheritdoc/>
    public bool MayRead
    {
        get
        {
            lock (standing.Gate)
            {
                return IsOn && !standing.IsInterrupted;
            }
        }
    }

    private bool IsOn => !standing.IsOver && standing.State == SessionState.Live && standing.Allows(Scope.Clipboard, clock.GetUtcNow());

    /// <summary>A viewer wants to set the customer's clipboard. What it was sending before is of no interest any more.</summary>
    public CommandRefusal? Set(KnownViewer viewer, ViewerCommand.SetClipboard wanted)
    {
        if (wanted.Pieces.Any(piece => piece.Size > TransferLimits.ClipboardBytes))
        {
            return CommandRefusal.TooLarge;
        }

        if (clipboard is null)
        {
            return CommandRefusal.Unable;
        }

        foreach (var before in coming.Where(c => c.Viewer == viewer || c.Viewer.IsLost(clock)).ToArray())
        {
            End(before, TransferState.Cancelled);
        }

        if (coming.Count == ViewerBook.MostKnown)
        {
            return CommandRefusal.TooMuch;
        }

        var next = new Coming(viewer, wanted.Transfer, wanted.Pieces, new MemorySink());
        coming.Add(next);
        _ = Begin(next);
        return null;
    }

    /// <summary>A chunk of what a viewer has copied.</summary>
    /// <returns>False where nothing of this number is coming.</returns>
    public bool Take(KnownViewer viewer, ControlMessage.Chunk chunk)
    {
        if (coming.Find(c => c.Viewer == viewer && c.Wire == chunk.Transfer) is not { In: { } bytes } one)
        {
            return false;
        }

        if (MayCarry(one) && !bytes.Take(chunk.Offset, chunk.Data))
        {
            End(one, TransferState.Differs);
        }

        return true;
    }

    /// <summary>A viewer has so much of what the customer has copied.</summary>
    /// <returns>False where nothing of this number is going.</returns>
    public bool Take(KnownViewer viewer, ControlMessage.Received received)
    {
        if (going.Find(g => g.Viewer == viewer && g.Wire == received.Transfer) is not { } one)
        {
            return false;
        }

        if (!MayCarry(one))
        {
            return true;
        }

        if (!one.Out.Take(received.Offset))
        {
            End(one, TransferState.Differs);
        }
        else if (received.Offset == one.Out.Size)
        {
            End(one, TransferState.Done);
        }

        return true;
    }

    /// <summary>A viewer does not want it any more.</summary>
    /// <returns>False where there is nothing of this number.</returns>
    public bool Cancel(KnownViewer viewer, uint wire)
    {
        if (coming.Find(c => c.Viewer == viewer && c.Wire == wire) is { } one)
        {
            End(one, TransferState.Cancelled);
            return true;
        }

        return false;
    }

    /// <summary>What is under way with a viewer, on a new connection.</summary>
    public IEnumerable<ControlMessage> Greeting(KnownViewer viewer)
    {
        foreach (var one in coming.Where(c => c.Viewer == viewer && c.In is not null).ToArray())
        {
            one.IsBehind = false;
            yield return new ControlMessage.TransferStands(one.Wire, TransferState.Open, one.In!.Taken);
        }

        foreach (var one in going.Where(g => g.Viewer == viewer).ToArray())
        {
            one.IsBehind = false;
            one.Out.Hold();
            yield return new ControlMessage.Copied(one.Wire, one.Pieces);
            yield return new ControlMessage.TransferStands(one.Wire, TransferState.Open, 0);
        }
    }

    /// <summary>
    /// What is allowed may have changed, or the customer has paused, goes on, or has held something else back. Nothing outlives a pause;
    /// what was passed over meanwhile goes on from there.
    /// </summary>
    public void StandingChanged()
    {
        if (IsOn)
        {
            clipboard ??= open?.Invoke(this);
            if (gate.IsNow)
            {
                GoOn();
            }

            return;
        }

        coming.ToList().ForEach(one => End(one, TransferState.Cancelled));
        going.ToList().ForEach(one => End(one, TransferState.Cancelled));
        if (standing.IsOver || !standing.Allows(Scope.Clipboard, clock.GetUtcNow()))
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Copied(IReadOnlyList<ClipboardContent> pieces) => _ = Send(pieces);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not here: its thread may be waiting for the lock that is held.
        if (clipboard is { } old)
        {
            clipboard = null;
            _ = Task.Run(old.Dispose);
        }
    }

    private static byte[] Digest(ClipboardContent one) => SHA256.HashData([(byte)one.Format, .. SHA256.HashData(one.Bytes)]);

    private static byte[] Join(IReadOnlyList<ClipboardContent> content)
    {
        var (all, at) = (new byte[content.Sum(one => one.Bytes.Length)], 0);
        foreach (var one in content)
        {
            one.Bytes.CopyTo(all, at);
            at += one.Bytes.Length;
        }

        return all;
    }

    private void GoOn()
    {
        foreach (var one in coming.Where(c => c.IsBehind).ToArray())
        {
            one.IsBehind = false;
            Tell(one, TransferState.Open, one.In!.Taken);
        }

        foreach (var one in going.Where(g => g.IsBehind).ToArray())
        {
            one.IsBehind = false;
            one.Out.Hold();
            Tell(one, TransferState.Open);
        }
    }

    // Text says most about what was copied; the feed names one.
    private static string What(IReadOnlyList<ClipboardPiece> pieces) => $"{pieces[^1].Format}|{ByteSize.Say(pieces.Sum(piece => piece.Size))}";

    private TransferReport Report(bool fromCustomer, IReadOnlyList<ClipboardPiece> pieces) => new(
        number(),
        TransferKind.Clipboard,
        fromCustomer,
        string.Join(',', pieces.Select(piece => piece.Format.ToString().ToLowerInvariant())),
        pieces.Sum(piece => piece.Size));

    // Evidence first. A crash after it: written down, and never set.
    private async Task Begin(Coming one)
    {
        var logged = await line.Transferred(Report(fromCustomer: false, one.Pieces));
        lock (standing.Gate)
        {
            if (!coming.Contains(one))
            {
                return;
            }

            if (!logged)
            {
                End(one, TransferState.NotLogged);
                return;
            }

            one.In = new Receiving(one.Size, one.Sink, written => Written(one, written), () => { });
            Tell(one, TransferState.Open);
        }
    }

    private void Written(Coming one, long written)
    {
        // Megabytes are copied and hashed before the lock, which whoever stops waits for.
        IReadOnlyList<ClipboardContent> pieces = written == one.Size ? one.Split() : [];
        byte[][] digests = [.. pieces.Select(Digest)];
        lock (standing.Gate)
        {
            if (!coming.Contains(one))
            {
                return;
            }

            pictures.SayNow(one.Viewer, new ControlMessage.Received(true, one.Wire, written));
            if (written < one.Size)
            {
                return;
            }

            set = digests;
            last = [];
            clipboard?.Set(pieces);
            feed.Carried(Scope.Clipboard, FeedKind.ClipboardSet, What(one.Pieces));
            End(one, TransferState.Done);
        }
    }

    private async Task Send(IReadOnlyList<ClipboardContent> content)
    {
        byte[][] digests = [.. content.Select(Digest)];
        var digest = SHA256.HashData([.. digests.SelectMany(one => one)]);
        ClipboardPiece[] pieces = [.. content.Select(one => new ClipboardPiece(one.Format, one.Bytes.Length))];
        TransferReport report;
        lock (standing.Gate)
        {
            // A program that keeps what others copy takes it over, perhaps not in all its formats: it is still what the technician has.
            if (!IsOn || !book.AnyReady || digest.AsSpan().SequenceEqual(last) || digests.Any(kept => set.Any(kept.SequenceEqual)))
            {
                return;
            }

            last = digest;
            set = [];
            report = Report(fromCustomer: true, pieces);
        }

        var logged = await line.Transferred(report);
        var all = Join(content);
        lock (standing.Gate)
        {
            if (!digest.AsSpan().SequenceEqual(last))
            {
                return;
            }

            if (!logged || !IsOn || !book.AnyReady)
            {
                // Nobody has it: copied once more, it is news.
                last = [];
                return;
            }

            going.ToList().ForEach(before => End(before, TransferState.Cancelled));
            foreach (var viewer in book.Ready.Where(one => standing.Allows(one.Colleague, Scope.Clipboard, clock.GetUtcNow())).ToArray())
            {
                Going? one = null;
                one = new Going(viewer, ++lastOwn, pieces, new Sending(
                    standing.Gate, new MemorySource(all), all.Length, (at, data) => Carry(one!, at, data), () => { }, clock));
                going.Add(one);
                pictures.SayNow(viewer, new ControlMessage.Copied(one.Wire, pieces));
                Tell(one, TransferState.Open);
            }

            feed.Carried(Scope.Clipboard, FeedKind.ClipboardRead, What(pieces));
        }
    }

    private ChunkFate Carry(Going one, long at, byte[] data) =>
        MayCarry(one) ? pictures.Carry(one.Viewer, new ControlMessage.Chunk(true, one.Wire, at, data)) : ChunkFate.Held;

    private bool MayCarry(Way one)
    {
        var may = gate.MayCarry(one.Viewer, Scope.Clipboard);
        one.IsBehind |= !may;
        return may;
    }

    private void End(Coming one, TransferState state)
    {
        coming.Remove(one);
        one.In?.Dispose();
        Tell(one, state);
    }

    private void End(Going one, TransferState state)
    {
        going.Remove(one);
        one.Out.Dispose();
        Tell(one, state);
    }

    private void Tell(Way one, TransferState state, long offset = 0) =>
        pictures.SayNow(one.Viewer, new ControlMessage.TransferStands(one.Wire, state, offset));

    /// <summary>A clipboard on its way, in either direction.</summary>
    private abstract class Way(KnownViewer viewer, uint wire, IReadOnlyList<ClipboardPiece> pieces)
    {
        public KnownViewer Viewer => viewer;

        public uint Wire => wire;

        public IReadOnlyList<ClipboardPiece> Pieces => pieces;

        /// <summary>Something of it was passed over while it stood open.</summary>
        public bool IsBehind { get; set; }
    }

    /// <summary>What a viewer has copied, on its way.</summary>
    private sealed class Coming(KnownViewer viewer, uint wire, IReadOnlyList<ClipboardPiece> pieces, MemorySink sink) : Way(viewer, wire, pieces)
    {
        public long Size { get; } = pieces.Sum(piece => piece.Size);

        public MemorySink Sink => sink;

        public Receiving? In { get; set; }

        public IReadOnlyList<ClipboardContent> Split()
        {
            var (all, at) = (sink.Bytes, 0);
            return [.. Pieces.Select(piece => new ClipboardContent(piece.Format, all[at..(at += (int)piece.Size)]))];
        }
    }

    /// <summary>What the customer has copied, on its way to one viewer.</summary>
    private sealed class Going(KnownViewer viewer, uint wire, IReadOnlyList<ClipboardPiece> pieces, Sending sending) : Way(viewer, wire, pieces)
    {
        public Sending Out => sending;
    }
}
