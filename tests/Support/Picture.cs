using System.Buffers.Binary;
using System.IO.Compression;

namespace RemoteAssist.Tests.Support;

/// <summary>A picture to compare, to search and to save: 0x00RRGGBB a pixel, row by row.</summary>
public sealed class Picture(int width, int height, uint[] pixels)
{
    public int Width => width;

    public int Height => height;

    public uint this[int x, int y] => pixels[(y * width) + x];

    /// <summary>Reads the bytes of a browser's ImageData: red, green, blue, alpha.</summary>
    public static Picture FromRgba(int width, int height, ReadOnlySpan<byte> rgba)
    {
        var pixels = new uint[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = ((uint)rgba[i * 4] << 16) | ((uint)rgba[(i * 4) + 1] << 8) | rgba[(i * 4) + 2];
        }

        return new Picture(width, height, pixels);
    }

    /// <summary>Whether every pixel is the same.</summary>
    public bool SameAs(Picture other) =>
        Width == other.Width && Height == other.Height && pixels.AsSpan().SequenceEqual(other.All);

    /// <summary>
    /// The largest connected block of pixels of exactly this colour inside <paramref name="within"/> that fills at least
    /// half of the rectangle around it: a button with words on it, not the frame of a field.
    /// </summary>
    /// <returns>The rectangle around it, or null where no block has <paramref name="atLeast"/> pixels.</returns>
    public Area? Find(uint colour, Area within, int atLeast = 400)
    {
        var seen = new bool[pixels.Length];
        var (largest, most) = (default(Area?), atLeast - 1);
        for (var y = Math.Max(0, within.Y); y < Math.Min(height, within.Bottom); y++)
        {
            for (var x = Math.Max(0, within.X); x < Math.Min(width, within.Right); x++)
            {
                var (block, count) = Flood(x, y, colour, within, seen);
                if (count > most && count * 2 > block.Width * block.Height)
                {
                    (largest, most) = (block, count);
                }
            }
        }

        return largest;
    }

    /// <summary>Compares every pixel outside <paramref name="leftOut"/>.</summary>
    public Comparison CompareWith(Picture other, IReadOnlyList<Area> leftOut)
    {
        var (compared, differing, masked) = (0, 0, 0);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (leftOut.Any(area => area.Has(x, y)))
                {
                    masked++;
                }
                else
                {
                    compared++;
                    differing += this[x, y] == other[x, y] ? 0 : 1;
                }
            }
        }

        return new Comparison(compared, differing, masked);
    }

    /// <summary>Writes a PNG (RFC 2083: one zlib stream, no filter).</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = File.Create(path);
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8; // bits a channel
        head[9] = 2; // red, green, blue
        file.Write(PngChunk.Of("IHDR", head));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + (width * 3)];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var pixel = this[x, y];
                    row[1 + (x * 3)] = (byte)(pixel >> 16);
                    row[2 + (x * 3)] = (byte)(pixel >> 8);
                    row[3 + (x * 3)] = (byte)pixel;
                }

                zlib.Write(row);
            }
        }

        file.Write(PngChunk.Of("IDAT", packed.ToArray()));
        file.Write(PngChunk.Of("IEND", []));
    }

    private (Area Block, int Count) Flood(int startX, int startY, uint colour, Area within, bool[] seen)
    {
        var (left, top, right, bottom, count) = (startX, startY, startX, startY, 0);
        var open = new Stack<(int X, int Y)>([(startX, startY)]);
        while (open.TryPop(out var at))
        {
            var (x, y) = at;
            if (x < 0 || y < 0 || x >= width || y >= height || !within.Has(x, y) || seen[(y * width) + x] || this[x, y] != colour)
            {
                continue;
            }

            seen[(y * width) + x] = true;
            count++;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            open.Push((x + 1, y));
            open.Push((x - 1, y));
            open.Push((x, y + 1));
            open.Push((x, y - 1));
        }

        return (new Area(left, top, right - left + 1, bottom - top + 1), count);
    }

    private ReadOnlySpan<uint> All => pixels;
}

/// <summary>A rectangle of a screen, in pixels.</summary>
public readonly record struct Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public (int X, int Y) Middle => (X + (Width / 2), Y + (Height / 2));

    public bool Has(int x, int y) => x >= X && x < Right && y >= Y && y < Bottom;
}

/// <summary>What a comparison of two pictures found, in pixels.</summary>
public sealed record Comparison(int Compared, int Differing, int Masked);
