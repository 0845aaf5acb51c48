using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>One entry that waits to be written, with what is written alongside, and later what came of it.</summary>
/// <param name="entry">What is about to happen.</param>
/// <param name="alongside">Changes of rows that belong to it; null for none.</param>
/// <param name="cancel">Gives it up before the commit begins.</param>
internal sealed class AppendStep(PendingEntry entry, Func<RelayDb, Task>? alongside, CancellationToken cancel)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    // Whoever writes it does it as the caller would: what flows with the caller, such as the request, flows with its changes.
    private readonly ExecutionContext? context = ExecutionContext.Capture();
    private readonly TaskCompletionSource<long> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state;
    private long sequence;
    private bool isOnDisk;
    private Exception? failure;

    public PendingEntry Entry => entry;

    public CancellationToken Cancel => cancel;

    /// <summary>Whether anything is written alongside.</summary>
    public bool HasChanges => alongside is not null;

    /// <summary>What came of it, once that is told: its number, or the exception.</summary>
    public Task<long> Result => result.Task;

    /// <summary>Whether it was refused because the disk or the database failed, and not by a rule.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether it is not to happen.</summary>
    public bool HasFailed => failure is not null;

    /// <summary>Takes it, to be written. False where it was withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

    /// <summary>Gives it up, unless somebody has taken it.</summary>
    public void Withdraw()
    {
        if (Interlocked.CompareExchange(ref state, Withdrawn, Waiting) == Waiting)
        {
            result.TrySetCanceled(cancel);
        }
    }

    /// <summary>Makes its own changes.</summary>
    public Task Alongside(RelayDb db)
    {
        if (alongside is null)
        {
            return Task.CompletedTask;
        }

        if (context is null)
        {
            return alongside(db);
        }

        var running = Task.CompletedTask;
        ExecutionContext.Run(context, _ => running = alongside(db), null);
        return running;
    }

    /// <summary>It is in the transaction under this number, and not yet on disk.</summary>
    public void Written(long number) => sequence = number;

    /// <summary>It is on disk.</summary>
    public void Succeed() => isOnDisk = true;

    /// <summary>It is not to happen; the first reason counts.</summary>
    public void Fail(Exception why) => failure ??= why;

    /// <summary>Tells whoever waits.</summary>
    public void Tell()
    {
        if (isOnDisk)
        {
            result.TrySetResult(sequence);
            return;
        }

        result.TrySetException(failure ?? new InvalidOperationException("It was neither written nor refused."));
        _ = result.Task.Exception; // what the log says of itself has nobody who would look
    }
}
