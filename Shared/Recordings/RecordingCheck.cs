namespace RemoteAssist.Shared.Recordings;

/// <summary>What a check of a recording found.</summary>
/// <param name="Fault">The first thing that is wrong; null where all is well.</param>
/// <param name="Header">The header; null where there is none.</param>
/// <param name="Chunks">Good chunks.</param>
/// <param name="Logged">How many of them are as the log says; the others are not in it.</param>
/// <param name="GoodUntil">Milliseconds of the last record of the last good chunk.</param>
/// <param name="Gaps">What the recording says is missing, in its order.</param>
/// <param name="Ended">Why it ended; null where it does not say.</param>
public sealed record RecordingFinding(
    RecordingFault? Fault, RecordingHeader? Header, uint Chunks, uint Logged, uint GoodUntil, IReadOnlyList<string> Gaps, string? Ended);

/// <summary>Checks a recording from end to end, against itself and against the log.</summary>
public static class RecordingCheck
{
    // A hostile file may be made of gaps alone.
    private const int MostGaps = 1000;

    /// <summary>Reads all of it.</summary>
    /// <param name="source">The file, from its beginning.</param>
    /// <param name="logged">The hashes that the log has, in lower-case hex, by the number of the chunk; empty where there is no log.</param>
    public static RecordingFinding Of(Stream source, IReadOnlyDictionary<uint, string> logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var reader = new RecordingReader(source);
        var gaps = new List<string>();
        uint inLog = 0;
        uint goodUntil = 0;
        uint good = 0;
        RecordingFault? fault = null;
        while (fault is null && reader.Next() is { } chunk)
        {
            if (logged.TryGetValue(chunk.Number, out var hash))
            {
                if (hash != chunk.Logged.Hash)
                {
                    fault = new RecordingFault(RecordingDamage.NotAsLogged, chunk.Number);
                    break;
                }

                inLog++;
            }

            good++;
            goodUntil = reader.LastAt;
            gaps.AddRange(chunk.Records.Where(record => record.Kind == RecordKind.Gap && gaps.Count < MostGaps).Select(record => record.Text));
        }

        fault ??= reader.Fault ?? (logged.Keys.Any(number => number >= good) ? new RecordingFault(RecordingDamage.Missing, good) : null);
        return new RecordingFinding(fault, reader.Header, good, inLog, goodUntil, gaps, reader.Ended);
    }

    /// <summary>The heads of the chunks, as they say of themselves; bodies are passed over, and nothing is checked but lengths and numbers.</summary>
    /// <param name="source">A file that can seek, from its beginning.</param>
    /// <returns>The hash of each chunk in lower-case hex, in their order, up to the first that is not whole.</returns>
    public static IReadOnlyList<string> Heads(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var hashes = new List<string>();
        var head = new byte[RecordingChunk.HeadSize];
        var at = (long)RecordingHeader.Size;
        var end = source.Length;
        while (at + head.Length < end)
        {
            source.Position = at;
            if (source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            {
                break;
            }

            var (length, number, hash) = RecordingChunk.ReadHead(head);
            at += head.Length + length;
            if (length is 0 or > RecordingChunk.MostBytes || number != hashes.Count || at > end)
            {
                break;
            }

            hashes.Add(Convert.ToHexStringLower(hash));
        }

        return hashes;
    }
}
