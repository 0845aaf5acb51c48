using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Recordings that somebody hands over to be checked.</summary>
internal static class RecordingTargets
{
    private static readonly RecordingHeader Header = new(Guid.Empty, HubContract.ProtocolVersion, new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("recording", ["RecordingHeader.Read"], () => [Written()], () => input =>
        {
            using var stream = new MemoryStream(input.ToArray());
            var finding = RecordingCheck.Of(stream, new Dictionary<uint, string>());
            RecordingCheck.Heads(stream);
            return finding.Fault is null;
        }),
        new Target("recording-records", ["RecordingRecord.Read"], () => [Body()], () => input =>
            RecordingRecord.Read(input.ToArray(), 0) is { } records
            && (records.Sum(record => record.Payload.Length + RecordingRecord.HeadSize) == input.Length
                ? true
                : throw new BrokenPromiseException("Something was passed over."))),
    ];

    private static byte[] Frame() =>
        new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, 0, 1, 1).Wrap([1, 0, 0, 0, .. new byte[40]]);

    private static byte[] Body() => Written()[(RecordingHeader.Size + RecordingChunk.HeadSize)..];

    private static byte[] Written()
    {
        var writer = new RecordingWriter();
        writer.Add(RecordKind.Mark, 0, RecordingWords.Of(Header));
        writer.Add(RecordKind.Keys, 5, new byte[2 * RecordingRecord.WrappedKeySize]);
        writer.Add(RecordKind.Frame, 6, Frame());
        writer.Add(RecordKind.SeekPoint, 6, new EnvelopeHeader(EnvelopeChannel.SeekPoints, EnvelopeMarks.First, 0, 1, 1).Wrap([1, 0, 0, 0, .. new byte[40]]));
        writer.Add(RecordKind.Gap, 7, "tooSlow 3");
        writer.Add(RecordKind.End, 8, "takenBack");
        return [.. Header.ToBytes(), .. writer.Close().Bytes.Span];
    }
}
