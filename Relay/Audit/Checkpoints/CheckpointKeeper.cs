using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>
/// Makes checkpoints: when a session ends, when the Relay has come up, within a minute of any other entry, and after the last
/// entry of a stop. Entries go on meanwhile: it reads what is committed, signs, and writes one row. Added before all other
/// hosted services, so that it looks at the log before anybody writes, and has the last word.
/// </summary>
internal sealed class CheckpointKeeper(
    LogTree tree, CheckpointStore store, CheckpointBell bell, RelayKey key, TimeProvider clock, ILogger<CheckpointKeeper> logger)
    : IHostedService, IDisposable
{
    /// <summary>How long an entry waits at most; what is left of the minute is for making it.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(50);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private Task working = Task.CompletedTask;
    private Task? stopping;
    private long last;

    /// <exception cref="StorageException">The log does not continue what was signed: its end was cut off, or other entries took their place.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await store.Last(cancellationToken) is { } signed)
        {
            await Continue(signed, cancellationToken);
            last = signed.Size;
        }

        working = Work();
    }

    // A host may be stopped from two sides at once, and again when nothing is left of it; all wait for the one last checkpoint.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return stopping ??= Stop();
        }
    }

    public void Dispose() => stop.Dispose();

    private async Task Continue(Checkpoint signed, CancellationToken cancel)
    {
        var found = await tree.Grow(signed.Size, cancel);
        if (found is null || found.Size < signed.Size)
        {
            throw new StorageException(
                $"The log has {found?.Size ?? 0} entries, but a checkpoint of {signed.Size} was signed: its end was cut off. Restore a backup into a new folder.");
        }

        if (!found.IsSameAs(signed))
        {
            throw new StorageException(
                $"The first {signed.Size} entries of the log are not those that were signed. \"Relay audit verify\" says more; restore a backup into a new folder.");
        }
    }

    private async Task Stop()
    {
        await stop.CancelAsync();
        await working;
        await TryMake();
    }

    private async Task Work()
    {
        try
        {
            while (true)
            {
                await bell.Wait(AtMost, clock, stop.Token);
                if (!await TryMake())
                {
                    bell.Ring(""); // after another wait
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The Relay goes down; the last one is made after the last entry.
        }
    }

    private async Task<bool> TryMake()
    {
        try
        {
            await Make();
            return true;
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or StorageException or IOException)
        {
            logger.LogError(failure, "No checkpoint of the log could be made");
            return false;
        }
    }

    // 1 what is committed   2 sign   3 keep. A crash anywhere: the next start makes it.
    private async Task Make()
    {
        if (await tree.Grow(null, CancellationToken.None) is { } checkpoint && checkpoint.Size > last)
        {
            var note = new SignedNote(checkpoint.ToBody(), [key.Sign(checkpoint)]);
            await store.Keep(checkpoint.Size, note, clock.GetUtcNow(), CancellationToken.None);
            last = checkpoint.Size;
        }
    }
}
