using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>A part of a frame in a recording.</summary>
/// <param name="At">Milliseconds since it began.</param>
/// <param name="Bytes">Of the envelope.</param>
/// <param name="StartsKeyFrame">Whether a whole picture begins with it.</param>
internal readonly record struct RecordedPart(long At, int Bytes, bool StartsKeyFrame);

/// <summary>A piece of a seek point in a recording.</summary>
/// <param name="At">Milliseconds since it began.</param>
/// <param name="Bytes">Of the envelope.</param>
/// <param name="Marks">What it is of one.</param>
internal readonly record struct RecordedPiece(long At, int Bytes, EnvelopeMarks Marks);

/// <summary>What can be read of a recording without a key.</summary>
/// <param name="Begun">When it began.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Parts">Of frames, in their order.</param>
/// <param name="Pieces">Of seek points, in their order.</param>
internal sealed record RecordedFile(DateTimeOffset Begun, long Bytes, IReadOnlyList<RecordedPart> Parts, IReadOnlyList<RecordedPiece> Pieces)
{
    /// <summary>When each seek point's picture was whole in it.</summary>
    public IReadOnlyList<long> SeekPoints =>
        [.. Pieces.Where(piece => piece.Marks.HasFlag(EnvelopeMarks.Last) && !piece.Marks.HasFlag(EnvelopeMarks.Tiles)).Select(piece => piece.At)];

    /// <summary>Where a moment can be reached from: key frames and seek points, in their order.</summary>
    public IReadOnlyList<long> Entrances => [.. Parts.Where(part => part.StartsKeyFrame).Select(part => part.At).Concat(SeekPoints).Order()];

    /// <exception cref="InvalidOperationException">It is damaged.</exception>
    public static RecordedFile Read(string path)
    {
        using var source = File.OpenRead(path);
        var reader = new RecordingReader(source);
        var parts = new List<RecordedPart>();
        var pieces = new List<RecordedPiece>();
        while (reader.Next() is { } chunk)
        {
            foreach (var record in chunk.Records.Where(record => record.Kind is RecordKind.Frame or RecordKind.SeekPoint))
            {
                EnvelopeHeader.TryRead(record.Payload.Span, out var head);
                if (record.Kind == RecordKind.Frame)
                {
                    parts.Add(new RecordedPart(record.At, record.Payload.Length, head.Marks.HasFlag(EnvelopeMarks.KeyFrame)));
                }
                else
                {
                    pieces.Add(new RecordedPiece(record.At, record.Payload.Length, head.Marks));
                }
            }
        }

        return reader.Fault is null
            ? new RecordedFile(reader.Header!.Start, source.Length, parts, pieces)
            : throw new InvalidOperationException($"The recording is damaged: {reader.Fault}.");
    }
}
