using System.Threading.Channels;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Audit;

/// <summary>Tells whoever makes checkpoints that the log has grown. Ringing never waits, and rings that nobody heard yet are one.</summary>
public sealed class CheckpointBell : IEntryFollower
{
    // What nobody is to wait a minute for: a session is over, or the Relay came up, perhaps from a crash.
    private static readonly HashSet<string> AtOnce = new(StringComparer.Ordinal)
    {
        AuditActions.Of(SessionEvent.End), AuditActions.RelayStarted, AuditActions.RelayRestored,
    };

    private readonly Channel<bool> any = Once();
    private readonly Channel<bool> hurry = Once();

    /// <summary>No rows: a checkpoint is made of entries that are committed.</summary>
    public bool HasRows(PendingEntry entry) => false;

    public Task Follow(RelayDb db, PendingEntry entry, long sequence, CancellationToken cancel) => Task.CompletedTask;

    public void Written(PendingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Ring(entry.Action);
    }

    /// <summary>An entry is committed.</summary>
    /// <param name="action">Its action.</param>
    public void Ring(string action)
    {
        if (AtOnce.Contains(action))
        {
            Hurry();
        }

        any.Writer.TryWrite(true);
    }

    /// <summary>Somebody waits for a checkpoint of what is committed.</summary>
    public void Hurry()
    {
        hurry.Writer.TryWrite(true);
        any.Writer.TryWrite(true);
    }

    /// <summary>Waits for an entry, and then on for one that must not wait, at most as long as this.</summary>
    /// <param name="atMost">How long a checkpoint may wait for further entries.</param>
    /// <param name="clock">Which time.</param>
    /// <param name="stop">Ends the waiting by an exception.</param>
    public async Task Wait(TimeSpan atMost, TimeProvider clock, CancellationToken stop)
    {
        await any.Reader.ReadAsync(stop);
        using var time = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop);
        try
        {
            await hurry.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It has waited long enough.
        }

        any.Reader.TryRead(out _); // what rang until now is in the checkpoint that is made next
    }

    private static Channel<bool> Once() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
