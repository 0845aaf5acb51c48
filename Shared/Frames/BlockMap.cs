using System.Numerics;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// The areas of a section cut into blocks of 64×64 pixels, each area from its own top left corner, and which of them are
/// shaded (photographs, soft shadows) rather than drawn (text, flat graphics).
/// </summary>
internal sealed class BlockMap
{
    /// <summary>Pixels along a block's side.</summary>
    public const int Side = 64;

    // A block of which more than this share of pixels differs from both neighbours before it is shaded: beyond that, what
    // foretelling takes (about 10 bits a pixel) is less than what such pixels take as drawn ones (about 25 bits each).
    private const int NewPercent = 40;

    // … unless it has no more colours than this: a pattern.
    private const int FewColours = 48;

    // One row of so many is looked at: it tells as much.
    private const int Step = 4;

    private bool[] shaded = [];
    private int count;

    /// <summary>Whether there is any shaded block, and any drawn one.</summary>
    public (bool Shaded, bool Drawn) Kinds =>
        (shaded.AsSpan(0, count).Contains(true), shaded.AsSpan(0, count).Contains(false));

    /// <summary>Whether each block is shaded: area after area, row by row.</summary>
    public Span<bool> Shaded => shaded.AsSpan(0, count);

    /// <summary>Blocks across a number of pixels.</summary>
    public static int Across(int pixels) => (pixels + Side - 1) / Side;

    /// <summary>Makes room for the blocks of these areas.</summary>
    public void Begin(ReadOnlySpan<ScreenRect> areas)
    {
        count = 0;
        foreach (var area in areas)
        {
            count += Across(area.Width) * Across(area.Height);
        }

        if (shaded.Length < count)
        {
            shaded = new bool[count];
        }
    }

    /// <summary>Whether one block looks shaded.</summary>
    /// <param name="pixels">The section's pixels, each 0x00RRGGBB.</param>
    /// <param name="at">Where the block begins in them.</param>
    /// <param name="stride">Pixels from row to row.</param>
    /// <param name="width">The block's width.</param>
    /// <param name="height">The block's height.</param>
    public static bool IsShaded(ReadOnlySpan<uint> pixels, int at, int stride, int width, int height)
    {
        var met = 0;
        for (var y = 1; y < height; y += Step)
        {
            var row = pixels.Slice(at + (y * stride), width);
            met += NewIn(row, pixels.Slice(at + ((y - 1) * stride), width));
        }

        return met * Step * 100 > NewPercent * width * height && !HasFewColours(pixels, at, stride, width, height);
    }

    // How many pixels differ from the one above and the one to the left
    private static int NewIn(ReadOnlySpan<uint> row, ReadOnlySpan<uint> above)
    {
        var met = 0;
        var x = 1;
        var lanes = Vector<uint>.Count;
        var sum = Vector<uint>.Zero;
        for (; x <= row.Length - lanes; x += lanes)
        {
            var here = new Vector<uint>(row[x..]);
            var alike = Vector.Equals(here, new Vector<uint>(above[x..]))
                | Vector.Equals(here, new Vector<uint>(row[(x - 1)..]));
            sum += Vector<uint>.One + alike; // alike is -1
        }

        met += (int)Vector.Sum(sum);
        for (; x < row.Length; x++)
        {
            met += row[x] != above[x] && row[x] != row[x - 1] ? 1 : 0;
        }

        return met;
    }

    private static bool HasFewColours(ReadOnlySpan<uint> pixels, int at, int stride, int width, int height)
    {
        Span<uint> colours = stackalloc uint[FewColours];
        var met = 0;
        for (var y = 0; y < height; y++)
        {
            foreach (var pixel in pixels.Slice(at + (y * stride), width))
            {
                if (!colours[..met].Contains(pixel))
                {
                    if (met == FewColours)
                    {
                        return false;
                    }

                    colours[met++] = pixel;
                }
            }
        }

        return true;
    }
}
