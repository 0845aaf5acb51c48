using System.Buffers;
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
    private const int FlatSlice = 12;    // four flat tiles

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
    /// The screen as our codecs write it: pieces of what is written without loss, and flat tiles as they follow each other
    /// in a section (three bytes alone would be anywhere by chance).
    /// </summary>
    /// <param name="x">Where the picture's left edge is on the shared screen. Flat tiles need a multiple of 64.</param>
    /// <param name="y">Where its upper edge is.</param>
    public IReadOnlyList<Canary> Encoded(int x = 0, int y = 0)
    {
        var found = new List<Canary>();
        foreach (var section in Sections(Shown(x, y)))
        {
            var data = section.Data.ToArray();
            var first = section.Areas[0];
            if (section.Codec == FillCodec.Type)
            {
                var flat = data[(Math.Max(0, Up(x) - (first.X / TileGrid.Side)) * 3)..];
                for (var at = 0; first.Y >= y && at + FlatSlice <= flat.Length; at += 3)
                {
                    found.Add(new($"flat tiles at {first.Y}, from byte {at}", flat[at..(at + FlatSlice)]));
                }
            }
            else if (first.X >= x && first.Y >= y + TileGrid.Side)
            {
                // Not the uppermost: parts of flat tiles, two or four colours, pack to bytes that others have too.
                for (var at = PackedEvery / 2; at + PackedSlice <= data.Length; at += PackedEvery)
                {
                    found.Add(new($"tile at {first.X}, {first.Y} as codec {section.Codec} writes it, from byte {at}", data[at..(at + PackedSlice)]));
                }
            }
        }

        return found;
    }

    /// <summary>A whole picture as sections: the flat tiles of each row together, and each other tile by itself.</summary>
    public static IReadOnlyList<PictureSection.Coded> Sections(Frame frame)
    {
        var sections = new List<PictureSection.Coded>();
        var codecs = TileCodecs.Make();
        for (var row = 0; row < frame.Tiles.Rows; row++)
        {
            var tiles = Enumerable.Range(0, frame.Tiles.Columns).Select(column => frame.Tiles.Area(column, row)).ToList();
            var flat = tiles.Where(tile => FillCodec.IsFlat(frame, tile)).ToArray();
            if (flat.Length > 0)
            {
                sections.Add(Coded(codecs[0], flat));
            }

            sections.AddRange(tiles.Except(flat).Select(tile => Coded(codecs[^1], [tile])));
        }

        return sections;

        PictureSection.Coded Coded(ITileCodec codec, ScreenRect[] areas)
        {
            var data = new ArrayBufferWriter<byte>();
            codec.Encode(frame, areas, data);
            return new PictureSection.Coded(codec.Id, areas, data.WrittenMemory);
        }
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
