using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Page;

/// <summary>
/// A step's number in the picture: 16 blocks of 8×8 pixels in a row, black or white. Bits 0 to 11, from the left,
/// are the step; bits 12 to 15 check it (step ^ step&gt;&gt;4 ^ step&gt;&gt;8 ^ 0xA).
/// </summary>
internal static class StepMarker
{
    public const int Width = 16 * Block;
    public const int Height = Block;

    /// <summary>The highest number.</summary>
    public const int MaxStep = 4095;

    private const int Block = 8;

    /// <summary>Paints it into rows of 32-bit pixels, <see cref="Width"/> × <see cref="Height"/>.</summary>
    public static void Paint(int step, Span<uint> pixels)
    {
        var bits = step | (Check(step) << 12);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = ((bits >> (i % Width / Block)) & 1) == 1 ? 0xFFFFFFu : 0;
        }
    }

    /// <summary>The number that stands there; null where there is none, or half of one and half of another.</summary>
    public static int? Read(Frame picture, int x, int y)
    {
        var bits = 0;
        for (var i = 0; i < 16; i++)
        {
            var middle = picture.Row(x + (i * Block) + (Block / 2), y + (Block / 2), 1);
            bits |= middle[1] > 127 ? 1 << i : 0;
        }

        var step = bits & MaxStep;
        return bits >> 12 == Check(step) ? step : null;
    }

    private static int Check(int step) => (step ^ (step >> 4) ^ (step >> 8) ^ 0xA) & 0xF;
}
