using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Files in both directions. Each begins once its beginning is in the log, and is done once its end is. Everything is called under the
/// session's lock; what writes and reads does so on its own.
/// </summary>
/// <remarks>
/// To the customer: 1 <see cref="Send"/>   2 <see cref="Begin"/>   3 <see cref="Take(KnownViewer, ControlMessage.Chunk)"/>   4 <see cref="Finish(KnownViewer, ViewerCommand.FinishFile)"/>.
/// From the customer: 1 <see cref="Ask"/>   2 <see cref="FileWishes.Chose"/>   3 <see cref="Fetch"/>   4 <see cref="Begin"/>
/// 5 <see cref="Take(KnownViewer, ControlMessage.Received)"/>   6 <see cref="Finish(KnownViewer, ViewerCommand.FinishFile)"/>.
/// </remarks>
/// <param name="standing">How the session stands.</param>
/// <param name="gate">Asked for every chunk.</param>
/// <param name="word">Says what becomes of each.</param>
/// <param name="all">Where they are kept.</param>
/// <param name="progress">Looks how far they are.</param>
/// <param name="pictures">The way to the viewers.</param>
/// <param name="wishes">Where the customer is asked for a file.</param>
/// <param name="number">The next number in the log, of files and clipboards together.</param>
/// <param name="folder">Where files go; null where there is no such folder.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For what failed.</param>
internal sealed class FileDesk(
    SessionStanding standing,
    CommandGate gate,
    FileWord word,
    FileList all,
    FileProgress progress,
    PictureFlow pictures,
    FileWishes wishes,
    Func<int> number,
    Func<string?> folder,
    TimeProvider clock,
    ILogger log)
{
    /// <summary>A viewer wants to send a file.</summary>
    public CommandRefusal? Send(KnownViewer viewer, ViewerCommand.SendFile send)
    {
        if (SafeName.LeadsElsewhere(send.Name))
        {
            return CommandRefusal.UnsafeName;
        }

        if (send.Size > TransferLimits.FileBytes)
        {
            return CommandRefusal.TooLarge;
        }

        if (folder() is not { } place)
        {
            return CommandRefusal.Unable;
        }

        if (all.CannotAdd(viewer, send.Transfer) is { } why)
        {
            return why;
        }

        if (FreeSpace.In(place) < send.Size)
        {
            return CommandRefusal.NoRoom;
        }

        var transfer = all.Add(new FileTransfer(viewer, send.Transfer, number(), SafeName.Of(send.Name), send.Size));
        _ = Begin(transfer, FeedKind.FileComing, () =>
        {
            transfer.Part = PartFile.Begin(place, transfer.Name);
            transfer.In = new Receiving(transfer.Size, transfer.Part, written => Written(transfer, written), () => Broken(transfer));
        });
        return null;
    }

    /// <summary>A viewer wants a file of the customer's.</summary>
    public CommandRefusal? Ask(KnownViewer viewer, uint sequence, uint wire) =>
        all.CannotAdd(viewer, wire) ?? wishes.Ask(viewer, sequence, wire, (name, file) => Offer(viewer, wire, name, file));

    /// <summary>A viewer begins to take the file that the customer has chosen.</summary>
    public CommandRefusal? Fetch(KnownViewer viewer, uint wire)
    {
        if (all.Find(viewer, wire) is not { Chosen: { } chosen, IsTold: false } transfer)
        {
            return CommandRefusal.NoSuchTransfer;
        }

        _ = Begin(transfer, FeedKind.FileGoing, () =>
        {
            transfer.Chosen = null;
            transfer.Out = new Sending(
                standing.Gate, chosen, transfer.Size, (at, data) => Carry(transfer, at, data), () => Broken(transfer), clock);
        });
        return null;
    }

    /// <summary>A chunk of a file that comes.</summary>
    /// <returns>False where there is no such file.</returns>
    public bool Take(KnownViewer viewer, ControlMessage.Chunk chunk)
    {
        if (all.Find(viewer, chunk.Transfer) is not { In: { } coming, State: TransferState.Open, IsFinishing: false } transfer)
        {
            return false;
        }

        // What the gate holds back was not taken: the file goes on from there.
        if (MayCarry(transfer) && !coming.Take(chunk.Offset, chunk.Data))
        {
            word.End(transfer, TransferState.Differs, TransferEnd.Differs);
        }

        return true;
    }

    /// <summary>A viewer has written what it got of a file that goes.</summary>
    /// <returns>False where there is no such file.</returns>
    public bool Take(KnownViewer viewer, ControlMessage.Received received)
    {
        if (all.Find(viewer, received.Transfer) is not { Out: { } going, State: TransferState.Open } transfer)
        {
            return false;
        }

        if (MayCarry(transfer) && !going.Take(received.Offset))
        {
            word.End(transfer, TransferState.Differs, TransferEnd.Differs);
        }

        transfer.Carried = going.Received;
        return true;
    }

    /// <summary>A viewer has sent all of a file, or has got all of one, and says what it hashed.</summary>
    public CommandRefusal? Finish(KnownViewer viewer, ViewerCommand.FinishFile finish)
    {
        if (all.Find(viewer, finish.Transfer) is not { IsFinishing: false, IsOver: false } transfer || (transfer.In ?? (object?)transfer.Out) is null)
        {
            return CommandRefusal.NoSuchTransfer;
        }

        transfer.IsFinishing = true;
        transfer.Theirs = finish.Hash;
        FinishIfNow(transfer);
        return null;
    }

    /// <summary>A viewer does not want it any more.</summary>
    public CommandRefusal? Cancel(KnownViewer viewer, uint wire)
    {
        if (all.Find(viewer, wire) is { IsOver: false } transfer)
        {
            if (transfer.CanEnd)
            {
                word.End(transfer, TransferState.Cancelled, TransferEnd.CancelledByTechnician);
            }

            return null;
        }

        return wishes.Withdraw(viewer, wire) ? null : CommandRefusal.NoSuchTransfer;
    }

    /// <summary>The customer does not want it any more.</summary>
    public void Cancel(int number)
    {
        if (all.CanEnd.FirstOrDefault(t => t.Number == number) is { } transfer)
        {
            word.End(transfer, TransferState.Cancelled, TransferEnd.CancelledByCustomer);
        }
    }

    /// <summary>How all of a viewer's stand, on a new connection. What goes waits until it has said how much it has.</summary>
    public IEnumerable<ControlMessage> Greeting(KnownViewer viewer)
    {
        foreach (var transfer in all.Of(viewer))
        {
            transfer.IsBehind = false;
            transfer.Out?.Hold();
            if (transfer.Chosen is not null)
            {
                yield return FileWord.Offered(transfer);
            }
            else if (transfer.State is { } state)
            {
                yield return new ControlMessage.TransferStands(transfer.Wire, state, transfer.Offset);
            }
        }
    }

    /// <summary>What is allowed may have changed, or the customer has paused, goes on, or has held something else back.</summary>
    public void StandingChanged()
    {
        var allowed = IsAllowed;
        var live = standing.State == SessionState.Live;
        foreach (var transfer in all.CanEnd)
        {
            if (!allowed)
            {
                word.End(transfer, TransferState.Cancelled, TransferEnd.CancelledByCustomer);
                continue;
            }

            if (transfer.State is { } state && (live != (state == TransferState.Open) || (transfer.IsBehind && gate.IsNow)))
            {
                transfer.IsBehind = false;
                transfer.Out?.Hold();
                transfer.State = live ? TransferState.Open : TransferState.Held;
                word.Tell(transfer);
            }

            FinishIfNow(transfer);
        }
    }

    /// <summary>The session is over: what is not done never will be, and no part of it is left.</summary>
    public void Forget()
    {
        foreach (var transfer in all.CanEnd)
        {
            word.End(transfer, TransferState.Cancelled, TransferEnd.CancelledByCustomer);
        }

        all.Clear();
    }

    private bool IsAllowed => standing.Allows(Scope.Files, clock.GetUtcNow());

    // Evidence first. A crash before the log has it: nothing came or went. A crash after: begun, and never done.
    private async Task Begin(FileTransfer transfer, FeedKind told, Action open)
    {
        transfer.IsTold = true;
        var logged = await word.Log(transfer, null);
        lock (standing.Gate)
        {
            if (transfer.IsOver)
            {
                // Cancelled meanwhile; that was written behind this.
                return;
            }

            if (!logged)
            {
                word.End(transfer, TransferState.NotLogged, null);
                return;
            }

            try
            {
                open();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                log.LogWarning(problem, "A file cannot be begun.");
                word.End(transfer, TransferState.Broken, TransferEnd.Broken);
                return;
            }

            transfer.State = standing.State == SessionState.Live ? TransferState.Open : TransferState.Held;
            word.Show(transfer, told);
            word.Tell(transfer);
            progress.Look();
        }
    }

    private void FinishIfNow(FileTransfer transfer)
    {
        if (transfer.Theirs is { } theirs && gate.IsNow)
        {
            transfer.Theirs = null;
            _ = Finish(transfer, theirs);
        }
    }

    private async Task Finish(FileTransfer transfer, byte[] theirs)
    {
        var complete = transfer.In is { } coming ? coming.Taken == coming.Size : transfer.Out!.HasSentAll;
        var mine = transfer.In is not null ? await transfer.In.Finish() : transfer.Out!.Hash;
        lock (standing.Gate)
        {
            if (transfer.IsOver)
            {
                return;
            }

            if (!gate.IsNow)
            {
                // Paused while the last of it was written: it gets its name when they go on.
                transfer.Theirs = theirs;
                return;
            }

            if (!complete || mine is null || !mine.AsSpan().SequenceEqual(theirs))
            {
                word.End(transfer, TransferState.Differs, TransferEnd.Differs, mine);
                return;
            }

            transfer.IsBeingKept = true;
        }

        // A crash here: all of it is there, as a part that nobody was told is done.
        var logged = await word.Log(transfer, TransferEnd.Done, mine);
        lock (standing.Gate)
        {
            if (transfer.IsOver)
            {
                return;
            }

            if (!logged)
            {
                word.End(transfer, TransferState.NotLogged, null);
                return;
            }

            Keep(transfer);
        }
    }

    private void Keep(FileTransfer transfer)
    {
        var name = transfer.Name;
        try
        {
            name = transfer.Part?.Keep() ?? name;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(problem, "A file that is all there cannot be given its name.");
            word.End(transfer, TransferState.Broken, TransferEnd.Broken);
            return;
        }

        transfer.State = TransferState.Done;
        transfer.Dispose();
        word.Show(transfer, transfer.FromCustomer ? FeedKind.FileGiven : FeedKind.FileReceived, name);
        word.Tell(transfer);
    }

    private ChunkFate Carry(FileTransfer transfer, long at, byte[] data) =>
        MayCarry(transfer)
            ? pictures.Carry(transfer.By, new ControlMessage.Chunk(true, transfer.Wire, at, data))
            : ChunkFate.Held;

    private bool MayCarry(FileTransfer transfer)
    {
        var may = gate.MayCarry(transfer.By, Scope.Files);
        transfer.IsBehind |= !may;
        return may;
    }

    private void Written(FileTransfer transfer, long written)
    {
        lock (standing.Gate)
        {
            if (!transfer.IsOver)
            {
                transfer.Carried = written;
                pictures.SayNow(transfer.By, new ControlMessage.Received(true, transfer.Wire, written));
            }
        }
    }

    private void Broken(FileTransfer transfer)
    {
        lock (standing.Gate)
        {
            if (!transfer.IsOver)
            {
                word.End(transfer, TransferState.Broken, TransferEnd.Broken);
            }
        }
    }

    private void Offer(KnownViewer viewer, uint wire, string name, FileSource file)
    {
        var transfer = all.Add(new FileTransfer(viewer, wire, number(), SafeName.Of(name), file.Size) { FromCustomer = true, Chosen = file });
        pictures.SayNow(viewer, FileWord.Offered(transfer));
        progress.Look();
    }
}
