using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings;

/// <summary>Closes the recordings that a Relay before this one did not: after <c>kill -9</c>, a crash, or a power cut.</summary>
internal sealed class RecordingRecovery(RecordingFolder folder, RecordingBook book, TimeProvider clock, ILogger<RecordingRecovery> logger)
{
    /// <summary>Closes all of them.</summary>
    /// <exception cref="AuditUnavailableException">The log cannot be written: nothing was changed that it does not have.</exception>
    public async Task Run(CancellationToken cancel)
    {
        foreach (var row in await book.LeftOpen(cancel))
        {
            try
            {
                await Close(row, cancel);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                logger.LogError(failure, "Session {Session}: its recording could not be closed; the next start tries again", row.SessionId);
            }
        }
    }

    private async Task Close(RecordingRow row, CancellationToken cancel)
    {
        if (Scan(row) is not var (reader, chunks, length))
        {
            await book.Ended(row, RecordingStanding.Of(row), RecordingBook.Nothing, 0);
            return;
        }

        // A torn write is the last one, and one chunk long at most. Whatever else is wrong is not for a start to cut away.
        var cut = length - reader.GoodBytes;
        if (reader.GoodBytes == 0 || cut > RecordingChunk.HeadSize + RecordingChunk.MostBytes)
        {
            await book.Ended(row, Standing(reader), RecordingWords.FileDiffers, 0);
            return;
        }

        var logged = await book.Logged(row.SessionId, cancel);
        var unlogged = chunks.Where(chunk => !logged.ContainsKey(chunk.Number)).ToList();
        if (reader.Ended is { } reason && cut == 0)
        {
            if (unlogged.Count > 0)
            {
                await book.Recovered(row, cut, unlogged);
            }

            await book.Ended(row, Standing(reader), reason, 0);
            return;
        }

        // A crash behind this line: the next start finds the same file and says it once more.
        await book.Recovered(row, cut, unlogged);
        var (closing, standing) = CloseFile(row, reader);
        await book.Chunks(row, [closing]);
        await book.Ended(row, standing, RecordingWords.RelayLost, 0);
        logger.LogWarning("Session {Session}: its recording was broken off and is closed; {Bytes} bytes were not whole", row.SessionId, cut);
    }

    private (RecordingReader Reader, List<LoggedChunk> Chunks, long Length)? Scan(RecordingRow row)
    {
        using var file = folder.Read(row.SessionId);
        if (file is null)
        {
            return null;
        }

        var reader = new RecordingReader(file);
        var chunks = new List<LoggedChunk>();
        while (reader.Next() is { } chunk)
        {
            chunks.Add(chunk.Logged);
        }

        return (reader, chunks, file.Length);
    }

    private (LoggedChunk Closing, RecordingStanding Standing) CloseFile(RecordingRow row, RecordingReader reader)
    {
        var at = (uint)Math.Clamp((clock.GetUtcNow() - row.Started).TotalMilliseconds, 0, uint.MaxValue);
        var writer = new RecordingWriter(reader.Chunks, reader.LastHash, reader.LastAt);
        if (reader.Chunks == 0)
        {
            writer.Add(RecordKind.Mark, 0, RecordingWords.Of(reader.Header!));
        }

        writer.Add(RecordKind.Gap, at, RecordingWords.RelayLost);
        writer.Add(RecordKind.End, at, RecordingWords.RelayLost);
        var (closing, bytes) = writer.Close();
        using var file = RecordingFile.Continue(folder.FileOf(row.SessionId), reader.GoodBytes);
        file.Append(bytes.Span);
        return (closing, new RecordingStanding(writer.Next, file.Length, closing.Hash, closing.To));
    }

    private static RecordingStanding Standing(RecordingReader reader) =>
        new(reader.Chunks, reader.GoodBytes, reader.Chunks == 0 ? null : Convert.ToHexStringLower(reader.LastHash), reader.LastAt);
}
