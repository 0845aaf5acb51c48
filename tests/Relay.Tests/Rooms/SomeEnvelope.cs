using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Rooms;

/// <summary>Envelopes, as an Agent or a Viewer makes them.</summary>
internal static class SomeEnvelope
{
    public static byte[] KeyFrame(uint viewer = 0, int size = 100) =>
        new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.KeyFrame, viewer, 1, 1).Wrap(new byte[size]);

    public static byte[] Delta(uint viewer = 0, int size = 100) =>
        new EnvelopeHeader(EnvelopeChannel.Frames, EnvelopeMarks.None, viewer, 1, 1).Wrap(new byte[size]);

    public static byte[] Control(uint viewer, int size = 10) =>
        new EnvelopeHeader(EnvelopeChannel.Control, EnvelopeMarks.None, viewer, 1, 0).Wrap(new byte[size]);

    public static byte[] SeekPoint(EnvelopeMarks marks = EnvelopeMarks.First | EnvelopeMarks.Last, uint viewer = 0, int size = 100) =>
        new EnvelopeHeader(EnvelopeChannel.SeekPoints, marks, viewer, 1, 1).Wrap(new byte[size]);

    /// <summary>Takes what waits just now.</summary>
    public static async Task<List<byte[]>> Read(ViewerQueue queue)
    {
        using var enough = new CancellationTokenSource();
        var read = new List<byte[]>();
        await using var reader = queue.ReadAll(enough.Token).GetAsyncEnumerator(enough.Token);
        while (true)
        {
            var next = reader.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                // What is there comes at once; this would wait for more.
                await enough.CancelAsync();
                await next.ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            }

            if (!await next)
            {
                break;
            }

            read.Add(reader.Current);
        }

        return read;
    }
}
