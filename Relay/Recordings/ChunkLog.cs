using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// The chunks of one recording that are on the disk and not yet in the log. They are said many at once, beside the writing:
/// a log that is slow holds up no frame. Used by the recording's own writer alone.
/// </summary>
internal sealed class ChunkLog(RecordingBook book, RecordingRow recording, Action wake, TimeProvider clock, ILogger logger)
{
    /// <summary>An entry comes at most so often.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // About 100 characters each.
    private const int MostInEntry = 64;

    private readonly List<LoggedChunk> unlogged = [];
    private Task<bool> saying = Task.FromResult(true);
    private int said;
    private long since = clock.GetTimestamp();

    /// <summary>When there is something to say; null where there is nothing.</summary>
    public TimeSpan? DueIn => unlogged.Count == 0 || said > 0 ? null : Every - clock.GetElapsedTime(since);

    /// <summary>A chunk is on the disk.</summary>
    public void Add(LoggedChunk chunk) => unlogged.Add(chunk);

    /// <summary>Says what is due, and does not wait for it.</summary>
    public void SayDue()
    {
        if (saying.IsCompleted)
        {
            Settle();
            if (DueIn <= TimeSpan.Zero)
            {
                saying = Say();
            }
        }
    }

    /// <summary>Says everything.</summary>
    /// <returns>False where the log could not be written; what it lacks is still here.</returns>
    public async Task<bool> SayAll()
    {
        await saying;
        Settle();
        while (unlogged.Count > 0)
        {
            saying = Say();
            var written = await saying;
            Settle();
            if (!written)
            {
                return false;
            }
        }

        return true;
    }

    private void Settle()
    {
        if (said == 0)
        {
            return;
        }

        unlogged.RemoveRange(0, saying.Result ? said : 0);
        said = 0;
        since = clock.GetTimestamp();
    }

    private async Task<bool> Say()
    {
        said = Math.Min(unlogged.Count, MostInEntry);
        try
        {
            await book.Chunks(recording, unlogged[..said]);
            return true;
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "Session {Session}: the hashes of its recording wait for the log", recording.SessionId);
            return false;
        }
        finally
        {
            wake();
        }
    }
}
