using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>A part of a frame in a recording.</summary>
/// <param name="At">Milliseconds since it began.</param>
/// <param name="Bytes">Of the envelope.</param>
/// <param name="StartsKeyFrame">Whether a whole picture begins with it.</param>
internal readonly record struct RecordedPart(long At, int Bytes, bool StartsKeyFrame);

/// <summary>What can be read of a recording without a key.</summary>
/// <param name="Begun">When it began.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Parts">Of frames, in their order.</param>
internal sealed record RecordedFile(DateTimeOffset Begun, long Bytes, IReadOnlyList<RecordedPart> Parts)
{
    /// <exception cref="InvalidOperationException">It is damaged.</exception>
    public static RecordedFile Read(string path)
    {
        using var source = File.OpenRead(path);
        var reader = new RecordingReader(source);
        var parts = new List<RecordedPart>();
        while (reader.Next() is { } chunk)
        {
            foreach (var record in chunk.Records.Where(record => record.Kind == RecordKind.Frame))
            {
                parts.Add(new RecordedPart(
                    record.At,
                    record.Payload.Length,
                    EnvelopeHeader.TryRead(record.Payload.Span, out var head) && head.Marks.HasFlag(EnvelopeMarks.KeyFrame)));
            }
        }

        return reader.Fault is null
            ? new RecordedFile(reader.Header!.Start, source.Length, parts)
            : throw new InvalidOperationException($"The recording is damaged: {reader.Fault}.");
    }
}
