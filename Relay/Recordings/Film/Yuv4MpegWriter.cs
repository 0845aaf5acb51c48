using System.Globalization;
using System.Text;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>
/// Uncompressed video, YUV4MPEG2: a line of text about the whole, then <c>FRAME</c> and three planes of a byte a pixel for each frame.
/// 4:4:4, BT.601, limited range (16 to 235 and 240): what every reader of this form takes it for where nothing is said.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="width">Of every frame.</param>
/// <param name="height">Of every frame.</param>
/// <param name="rate">Frames a second.</param>
internal sealed class Yuv4MpegWriter(Stream output, int width, int height, int rate)
{
    private static readonly byte[] FrameLine = "FRAME\n"u8.ToArray();

    private readonly byte[] planes = new byte[3 * width * height];
    private bool begun;

    /// <summary>The next frame.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void Write(Frame frame)
    {
        if (frame.Width != width || frame.Height != height)
        {
            throw new ArgumentException($"A frame of {frame.Width}×{frame.Height} in a film of {width}×{height}.", nameof(frame));
        }

        Convert(frame);
        Repeat();
    }

    /// <summary>The last frame once more.</summary>
    public void Repeat()
    {
        if (!begun)
        {
            begun = true;
            output.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C444 XCOLORRANGE=LIMITED\n")));
        }

        output.Write(FrameLine);
        output.Write(planes);
    }

    // ITU-R BT.601-7, section 2.5: Kr 0.299, Kb 0.114, and 219 and 224 steps; in 65,536ths.
    private void Convert(Frame frame)
    {
        var size = width * height;
        var pixels = frame.Pixels.AsSpan();
        var light = planes.AsSpan(0, size);
        var towardsBlue = planes.AsSpan(size, size);
        var towardsRed = planes.AsSpan(2 * size, size);
        for (var i = 0; i < size; i++)
        {
            var pixel = pixels.Slice(i * Frame.BytesPerPixel, Frame.BytesPerPixel);
            var (blue, green, red) = ((int)pixel[0], (int)pixel[1], (int)pixel[2]);
            light[i] = (byte)(16 + (((16_829 * red) + (33_039 * green) + (6_416 * blue) + 32_768) >> 16));
            towardsBlue[i] = (byte)(128 + (((-9_714 * red) - (19_070 * green) + (28_784 * blue) + 32_768) >> 16));
            towardsRed[i] = (byte)(128 + (((28_784 * red) - (24_103 * green) - (4_681 * blue) + 32_768) >> 16));
        }
    }
}
