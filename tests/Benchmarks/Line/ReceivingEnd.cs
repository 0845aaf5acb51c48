using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Benchmarks.Watching;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Line;

/// <summary>What the receiving end saw of a line, from its begin to its end.</summary>
/// <param name="Frames">Frames decoded.</param>
/// <param name="OpeningMs">Time spent in step 8 alone.</param>
/// <param name="Torn">Frames whose two markers did not agree.</param>
/// <param name="Picture">The last picture's <see cref="PictureHash"/>.</param>
internal sealed record Received(int Frames, double OpeningMs, int Torn, string Picture);

/// <summary>
/// A headless viewer in a process of its own: opens, decodes, acknowledges. Prints <c>port NUMBER</c>; then for each
/// line <c>shown STEP TIMESTAMP</c> whenever a decoded picture shows a further step, and at its end a <see cref="Received"/>.
/// </summary>
internal static class ReceivingEnd
{
    // The largest part, and room for any envelope around it.
    private const int MaxEnvelope = FrameParts.MaxPartBytes + 64;

    public static async Task<int> Run(TimeProvider clock)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Console.Out.WriteLineAsync($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
        var left = Task.Run(Console.In.ReadToEnd); // the console reads without giving the thread back
        while (true)
        {
            var accept = listener.AcceptTcpClientAsync();
            if (await Task.WhenAny(accept, left) == left)
            {
                return 0;
            }

            using var client = await accept;
            client.NoDelay = true;
            var received = await Receive(client.GetStream(), clock);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(received));
        }
    }

    private static async Task<Received> Receive(NetworkStream line, TimeProvider clock)
    {
        var opening = await Opening.Read(line);
        using var opener = opening.Opener();
        var (frames, torn, shown, openingTicks) = (0, 0, 0, 0L);
        var decoding = new Decoding();
        var number = new byte[4];
        while (await line.ReadAtLeastAsync(number, 4, throwOnEndOfStream: false) == 4)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(number);
            if (length is < 0 or > MaxEnvelope)
            {
                throw new InvalidDataException("An envelope is too large.");
            }

            var envelope = new byte[length];
            await line.ReadExactlyAsync(envelope);

            // 8 open   9 decode
            var before = clock.GetTimestamp();
            var body = opener.Open(envelope);
            openingTicks += clock.GetTimestamp() - before;
            EnvelopeHeader.TryRead(envelope, out var head);
            var taken = decoding.Take(body, head.Marks.HasFlag(EnvelopeMarks.KeyFrame));
            if (taken.Ask is not null)
            {
                throw new InvalidDataException("A frame could not be decoded.");
            }

            if (!taken.IsWhole)
            {
                continue;
            }

            var at = clock.GetTimestamp();
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)++frames);
            await line.WriteAsync(number);
            var step = StepMarker.Read(decoding.Picture, 0, 0);
            if (step is null || step != StepMarker.Read(decoding.Picture, Layout.EndMarkerX, Layout.EndMarkerY))
            {
                torn++;
            }
            else if (step > shown)
            {
                shown = step.Value;
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"shown {shown} {at}"));
            }
        }

        return new Received(frames, clock.GetElapsedTime(0, openingTicks).TotalMilliseconds, torn, PictureHash.Of(decoding.Picture));
    }
}
