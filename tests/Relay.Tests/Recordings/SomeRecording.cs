using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>Recordings, as the Relay writes them.</summary>
internal static class SomeRecording
{
    /// <summary>One with a frame of this size in each chunk.</summary>
    /// <returns>The file, and what the log says of it.</returns>
    public static (byte[] File, List<LoggedChunk> Log) Of(RecordingHeader header, int chunks, int size = 100, bool closed = true)
    {
        using var agent = new SealedFrames(header.Session);
        using var file = new MemoryStream();
        var log = new List<LoggedChunk>();
        file.Write(header.ToBytes());
        var writer = new RecordingWriter();
        writer.Add(RecordKind.Mark, 0, RecordingWords.Of(header));
        writer.Add(RecordKind.Keys, 0, agent.NewKey());
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var left = size; left > 0; left -= 1_000_000)
            {
                if (writer.IsFull)
                {
                    Close();
                }

                writer.Add(RecordKind.Frame, (uint)(chunk * 1000), agent.Next(Math.Min(left, 1_000_000)));
            }

            if (closed && chunk == chunks - 1)
            {
                writer.Add(RecordKind.End, (uint)(chunk * 1000), "sessionOver");
            }

            Close();
        }

        return (file.ToArray(), log);

        void Close()
        {
            var (logged, bytes) = writer.Close();
            file.Write(bytes.Span);
            log.Add(logged);
        }
    }
}
