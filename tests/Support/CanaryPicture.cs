using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Tests.Support;

/// <summary>
/// A picture to be shown on the shared screen, and every form in which a program may hold it: its pixels in the usual
/// layouts, and its tiles as our codecs write them. The first row of tiles is flat, each tile of its own colour; the
/// others are noise of sixteen colours, which deflate can pack. Colours and noise come from a seed.
/// </summary>
public sealed class CanaryPicture
{
    private const int Slice = 16;        // pixels of a raw canary: 48 or 64 bytes
    private const int PackedSlice = 32;  // bytes of an encoded one
    private const int PackedEvery = 256; // so that a torn stream is found as well

    private readonly uint[] pixels;

    /// <summary>Draws the picture.</summary>
    /// <param name="seed">Another seed is another picture: one for what is shared, one for the control.</param>
    /// <param name="columns">Tiles in a row.</param>
    /// <param name="rows">Rows of tiles, the flat one included; at least 2.</param>
    public CanaryPicture(int seed, int columns = 6, int rows = 4)
    {
        var dice = new Random(seed);
        uint Colour() => ((uint)dice.Next(1, 256) << 16) | ((uint)dice.Next(1, 256) << 8) | (uint)dice.Next(1, 256);
        uint[] flat = [.. Enumerable.Range(0, columns).Select(_ => Colour())];
        uint[] palette = [.. Enumerable.Range(0, 16).Select(_ => Colour())];
        Width = columns * TileGrid.Side;
        Height = rows * TileGrid.Side;
        pixels = new uint[Width * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i / Width < TileGrid.Side ? flat[i % Width / TileGrid.Side] : palette[dice.Next(palette.Length)];
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>To be compared, or saved as a PNG for a program that shows pictures.</summary>
    public Picture Picture => new(Width, Height, pixels);

    /// <summary>
    /// Pieces of the noisy rows as X has them (BGRX, the fourth byte 0 or 255), as codecs read them (RGB, BGR), and as
    /// browsers have them (RGBA).
    /// </summary>
    public IReadOnlyList<Canary> Raw()
    {
        var found = new List<Canary>();
        for (var y = TileGrid.Side; y < Height; y++)
        {
            for (var x = 0; x <= Width - Slice; x += Slice * 2)
            {
                var row = pixels.AsSpan((y * Width) + x, Slice);
                found.Add(new($"pixels {x}, {y} as BGRX", Layout(row, pixel => [(byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16), 0])));
                found.Add(new($"pixels {x}, {y} as BGRA", Layout(row, pixel => [(byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16), 255])));
                found.Add(new($"pixels {x}, {y} as RGBA", Layout(row, pixel => [(byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel, 255])));
                found.Add(new($"pixels {x}, {y} as RGB", Layout(row, pixel => [(byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel])));
                found.Add(new($"pixels {x}, {y} as BGR", Layout(row, pixel => [(byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16)])));
            }
        }

        return found;
    }

    /// <summary>
    /// The tiles of the screen that lie wholly inside the picture as our codecs write them: pieces of each deflate
    /// stream, and flat tiles as they follow each other in a part of a frame (three bytes alone would be anywhere by
    /// chance).
    /// </summary>
    /// <param name="x">Where the picture's left edge is on the shared screen. Flat tiles need a multiple of 64.</param>
    /// <param name="y">Where its upper edge is.</param>
    public IReadOnlyList<Canary> Encoded(int x = 0, int y = 0)
    {
        var frame = Shown(x, y);
        var found = new List<Canary>();
        for (var row = Up(y); (row + 1) * TileGrid.Side <= y + Height; row++)
        {
            var flat = new List<EncodedTile>();
            for (var column = Up(x); (column + 1) * TileGrid.Side <= x + Width; column++)
            {
                var tile = TileCodecs.Encode(frame, column, row);
                if (tile.Codec == new FillCodec().Id)
                {
                    flat.Add(tile);
                    continue;
                }

                if (row * TileGrid.Side < y + TileGrid.Side)
                {
                    continue; // parts of flat tiles: two or four colours pack to bytes that others have too
                }

                for (var at = PackedEvery / 2; at + PackedSlice <= tile.Data.Length; at += PackedEvery)
                {
                    found.Add(new($"tile {column}, {row} as codec {tile.Codec} writes it, from byte {at}", tile.Data.Slice(at, PackedSlice).ToArray()));
                }
            }

            found.AddRange(flat.Zip(flat.Skip(1), (left, right) => Flat(frame, left, right)));
        }

        return found;
    }

    /// <summary>Everything to search for where the picture is shown at this place.</summary>
    public IReadOnlyList<Canary> All(int x = 0, int y = 0) => [.. Raw(), .. Encoded(x, y)];

    /// <summary>A black screen with the picture on it, just large enough.</summary>
    public Frame Shown(int x = 0, int y = 0)
    {
        var frame = new Frame(x + Width, y + Height);
        for (var line = 0; line < Height; line++)
        {
            Layout(pixels.AsSpan(line * Width, Width), pixel => [(byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16), 0])
                .CopyTo(frame.Row(x, y + line, Width));
        }

        return frame;
    }

    // From the first tile's codec byte on: what stands before it, its place, is mostly zeros.
    private static Canary Flat(Frame frame, EncodedTile left, EncodedTile right)
    {
        var delta = new FrameDelta(1, 0, 0, frame.Width, frame.Height, [left, right]);
        var tiles = FrameParts.Write(delta)[0].AsSpan(FrameParts.HeadSize + 5 + 2);
        return new($"flat tiles {left.Column} and {right.Column}, {left.Row} in a part", tiles[4..].ToArray());
    }

    private static int Up(int edge) => (edge + TileGrid.Side - 1) / TileGrid.Side;

    private static byte[] Layout(ReadOnlySpan<uint> row, Func<uint, byte[]> write)
    {
        var bytes = new List<byte>(row.Length * 4);
        foreach (var pixel in row)
        {
            bytes.AddRange(write(pixel));
        }

        return [.. bytes];
    }
}
