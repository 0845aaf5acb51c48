using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// Writes one recording, from its grant to its end:
/// <c>1 the entry that it begins   2 the file   3 chunks, each on the disk and then in the log   4 the end</c>.
/// </summary>
internal sealed class RecordingJob
{
    /// <summary>How old the first record of a chunk gets before it is closed: with the writing, two seconds are never reached.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryLogEvery = TimeSpan.FromSeconds(5);

    private readonly Guid session;
    private readonly RecordingFolder folder;
    private readonly RecordingBook book;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long begun;
    private readonly CancellationToken stopping;
    private string? reason;
    private long startAt; // of this grant, in milliseconds of the file
    private RecordingStanding standing = new(0, 0, null, 0);

    /// <param name="session">Which session.</param>
    /// <param name="folder">Where its file lies.</param>
    /// <param name="book">Its entries.</param>
    /// <param name="askKeyFrame">Asks the Agent for a key frame, after a loss.</param>
    /// <param name="clock">When chunks are closed.</param>
    /// <param name="logger">Hears of trouble.</param>
    /// <param name="stopping">Once cancelled, nothing waits for a log that cannot be written.</param>
    public RecordingJob(
        Guid session, RecordingFolder folder, RecordingBook book, Action askKeyFrame, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        this.session = session;
        this.folder = folder;
        this.book = book;
        this.clock = clock;
        this.logger = logger;
        this.stopping = stopping;
        begun = clock.GetTimestamp();
        Queue = new RecordingQueue(askKeyFrame, clock);
    }

    /// <summary>What waits to be written.</summary>
    public RecordingQueue Queue { get; }

    /// <summary>The file is closed, and the entry that it has ended was written or could not be.</summary>
    public Task Closed => closed.Task;

    /// <summary>Done when the log has all of it, or the Relay is stopped.</summary>
    public Task Done => done.Task;

    /// <summary>Whether it was told to end.</summary>
    public bool IsEnding => ending.Task.IsCompleted;

    /// <summary>Writes until it ends, and until the log has all of it.</summary>
    /// <param name="after">The recording of this session before it, which must be closed.</param>
    public async Task Run(Task after)
    {
        try
        {
            await after.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
            if (await Begin() is { } row)
            {
                await Write(row);
            }
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "Session {Session}: its recording broke off", session);
        }
        finally
        {
            Queue.Close();
            closed.TrySetResult();
            done.TrySetResult();
        }
    }

    /// <summary>Ends it; the first reason counts.</summary>
    public void End(string why)
    {
        Interlocked.CompareExchange(ref reason, why, null);
        ending.TrySetResult();
        Queue.Close();
    }

    // Nothing is kept before the log says so. One that ends as soon as it began is still tried once: frames may wait already.
    private async Task<RecordingRow?> Begin()
    {
        do
        {
            try
            {
                return await book.Begin(session, HubContract.ProtocolVersion);
            }
            catch (AuditUnavailableException unavailable)
            {
                logger.LogError(unavailable, "Session {Session}: the log cannot be written, so it is not recorded yet", session);
                await Task.WhenAny(Task.Delay(RetryLogEvery, clock), ending.Task);
            }
        }
        while (!IsEnding);

        return null;
    }

    private async Task Write(RecordingRow row)
    {
        standing = RecordingStanding.Of(row);
        var log = new ChunkLog(book, row, Queue.Wake, clock, logger);
        startAt = Math.Max(0, (long)(clock.GetUtcNow() - row.Started - clock.GetElapsedTime(begun)).TotalMilliseconds);
        try
        {
            if (!folder.HasRoom)
            {
                End(RecordingWords.DiskFull);
            }
            else
            {
                using var file = Open(row);
                await Fill(file, row, log);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogError(failure, "Session {Session}: its recording ends, the disk does not take it", session);
            End(failure is FileDiffersException ? RecordingWords.FileDiffers : RecordingWords.Disk);
        }

        await SayEnd(row, log);
    }

    private RecordingFile Open(RecordingRow row)
    {
        var path = folder.FileOf(session);
        folder.Make();
        if (row.Chunks > 0)
        {
            var length = new FileInfo(path) is { Exists: true } there ? there.Length : 0;
            return length == row.Bytes ? RecordingFile.Continue(path, length) : throw new FileDiffersException(length, row.Bytes);
        }

        File.Delete(path); // of a start that got no further
        return RecordingFile.Begin(path, Header(row).ToBytes());
    }

    private static RecordingHeader Header(RecordingRow row) => new(row.SessionId, (ushort)row.ProtocolVersion, row.Started);

    private async Task Fill(RecordingFile file, RecordingRow row, ChunkLog log)
    {
        var writer = new RecordingWriter((uint)row.Chunks, row.LastHash is { } hash ? Convert.FromHexString(hash) : RecordingChunk.NoPrevious, (uint)row.LastAt);
        if (row.Chunks == 0)
        {
            writer.Add(RecordKind.Mark, 0, RecordingWords.Of(Header(row)));
        }

        writer.Add(RecordKind.Mark, At(begun), RecordingWords.Begin);
        var opened = clock.GetTimestamp();
        using var alarm = clock.CreateTimer(_ => Queue.Wake(), null, MaxAge, Timeout.InfiniteTimeSpan);
        bool open;
        do
        {
            open = await Queue.Wait();
            while (Queue.TryTake(out var next))
            {
                opened = writer.IsEmpty ? next.Since : opened;
                writer.Add(next.Kind, At(next.Since), next.Payload.Span);
                if (writer.IsFull)
                {
                    Close(writer, file, log);
                }
            }

            if (!writer.IsEmpty && clock.GetElapsedTime(opened) >= MaxAge)
            {
                Close(writer, file, log);
            }

            log.SayDue();
            alarm.Change(Due(writer.IsEmpty ? null : MaxAge - clock.GetElapsedTime(opened), log.DueIn), Timeout.InfiniteTimeSpan);
        }
        while (open);

        writer.Add(RecordKind.End, At(clock.GetTimestamp()), reason ?? RecordingWords.RelayStopped);
        Close(writer, file, log);
    }

    // 1 on the disk   2 to be said in the log. A crash between: whole, and not logged; the next start says so.
    private void Close(RecordingWriter writer, RecordingFile file, ChunkLog log)
    {
        var (chunk, bytes) = writer.Close();
        file.Append(bytes.Span);
        standing = new RecordingStanding(writer.Next, file.Length, chunk.Hash, chunk.To);
        log.Add(chunk);
        if (!folder.HasRoom)
        {
            logger.LogWarning("Session {Session}: less than {Bytes} bytes of the disk are free, its recording ends", session, RecordingFolder.Reserve);
            End(RecordingWords.DiskFull);
        }
    }

    // Whoever waits for the end of a recording does not wait for a log that is in trouble.
    private async Task SayEnd(RecordingRow row, ChunkLog log)
    {
        while (true)
        {
            try
            {
                if (await log.SayAll())
                {
                    await book.Ended(row, standing, reason!, Queue.Lost);
                    return;
                }
            }
            catch (AuditUnavailableException unavailable)
            {
                logger.LogError(unavailable, "Session {Session}: the end of its recording waits for the log", session);
            }

            closed.TrySetResult();
            await Task.Delay(RetryLogEvery, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return; // the next start finds the file, and says it then
            }
        }
    }

    private static TimeSpan Due(TimeSpan? chunk, TimeSpan? log)
    {
        var first = (chunk, log) switch
        {
            ({ } one, { } other) => one < other ? one : other,
            _ => chunk ?? log,
        };
        return first is not { } due ? Timeout.InfiniteTimeSpan : due < TimeSpan.Zero ? TimeSpan.Zero : due;
    }

    private uint At(long timestamp) => (uint)Math.Clamp(startAt + (long)clock.GetElapsedTime(begun, timestamp).TotalMilliseconds, 0, uint.MaxValue);

    private sealed class FileDiffersException(long now, long before)
        : IOException($"The file has {now} bytes; when it was closed there were {before}.");
}
