namespace RemoteAssist.Agent.Encode.Photo;

/// <summary>
/// Chooses the JPEG quality at which a frame's photographs take about the bytes that the line bears. Learns from the
/// frames before how many bytes a pixel of these photographs takes.
/// </summary>
internal sealed class PhotoQuality
{
    /// <summary>Below this, squares of 8×8 pixels are all that can be seen.</summary>
    public const int Least = 10;

    /// <summary>The best for large photographs: they take a third of what the best quality takes, and are repaired when they rest.</summary>
    public const int Large = 80;

    // From this quality on, blurred colours would be what can be seen; below, they are a third of the bytes for little.
    private const int FullColourFrom = 90;

    // Bytes a pixel takes in JPEG of quality 10, 20 … 90, 95 with chroma of half the size; photographs of landscapes and rooms, measured.
    private static readonly (int Quality, double Bytes)[] Usual =
    [
        (10, 0.045), (20, 0.065), (30, 0.082), (40, 0.098), (50, 0.112), (60, 0.130), (70, 0.158), (80, 0.205), (90, 0.325), (95, 0.500),
    ];

    // How many times as much as usual these photographs take.
    private double factor = 1;

    /// <summary>How this frame's photographs are to be written.</summary>
    /// <param name="pixels">How many pixels they have.</param>
    /// <param name="best">The quality where bytes do not matter.</param>
    /// <param name="mostBytes">What they should take at most.</param>
    public PhotoLook Choose(long pixels, int best, int mostBytes)
    {
        var quality = best;
        if (mostBytes != int.MaxValue)
        {
            var each = mostBytes / (Math.Max(1, pixels) * factor);
            quality = Math.Min(best, At(each));
        }

        return new PhotoLook(quality, FullColour: quality >= FullColourFrom);
    }

    /// <summary>What came of it.</summary>
    public void Learn(long pixels, PhotoLook look, long bytes)
    {
        if (look.FullColour || pixels == 0)
        {
            return;
        }

        // Half of the new, half of what was known: another picture is learnt within three frames.
        var now = bytes / (pixels * Bytes(look.Quality));
        factor = Math.Clamp((factor + now) / 2, 0.1, 10);
    }

    private static int At(double bytes)
    {
        for (var i = Usual.Length - 1; i > 0; i--)
        {
            var (low, high) = (Usual[i - 1], Usual[i]);
            if (bytes >= low.Bytes)
            {
                var part = Math.Min(1, (bytes - low.Bytes) / (high.Bytes - low.Bytes));
                return low.Quality + (int)(part * (high.Quality - low.Quality));
            }
        }

        return Least;
    }

    private static double Bytes(int quality)
    {
        for (var i = 1; i < Usual.Length; i++)
        {
            var (low, high) = (Usual[i - 1], Usual[i]);
            if (quality <= high.Quality)
            {
                return low.Bytes + ((high.Bytes - low.Bytes) * Math.Max(0, quality - low.Quality) / (high.Quality - low.Quality));
            }
        }

        return Usual[^1].Bytes;
    }
}
