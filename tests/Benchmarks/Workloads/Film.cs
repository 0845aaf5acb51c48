using System.Runtime.InteropServices;
using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>Pictures of 640×360, made beforehand: half of them zoom into one photograph, half into another.</summary>
internal sealed unsafe class Film
{
    public const int Width = 640;
    public const int Height = 360;

    private readonly nint[] pictures;

    public Film(Board board, uint seed, int count)
    {
        pictures = new nint[count];
        var grain = seed | 1;
        for (var i = 0; i < count; i++)
        {
            var half = count / 2;
            if (i % half == 0)
            {
                photo = Photo.Take(1600, 1000, seed + (uint)i);
            }

            var pixels = (uint*)NativeMemory.Alloc(Width * Height, 4);
            Shoot(pixels, i % half, ref grain);
            pictures[i] = board.ImageOf((nint)pixels, Width, Height);
        }
    }

    private Photo photo = new(0, 0, []);

    /// <summary>Shows a picture of the film, from 0.</summary>
    public void Show(Board board, int picture, int x, int y) =>
        board.Put(pictures[picture % pictures.Length], 0, 0, Width, Height, x, y);

    // 8-bit fixed point: where each pixel comes from, between four of the photograph's.
    private void Shoot(uint* pixels, int picture, ref uint grain)
    {
        var step = (int)(256 * (2.0 - (0.006 * picture)));
        var (left, top) = ((picture * 5 * 256) / 4, (picture * 3 * 256) / 4);
        for (var y = 0; y < Height; y++)
        {
            var fromY = top + (y * step);
            var row = photo.Pixels.AsSpan((fromY >> 8) * photo.Width);
            var below = photo.Pixels.AsSpan(((fromY >> 8) + 1) * photo.Width);
            for (var x = 0; x < Width; x++)
            {
                var fromX = left + (x * step);
                var (column, u, v) = (fromX >> 8, (uint)(fromX & 255), (uint)(fromY & 255));
                var light = Mix(Mix(row[column], row[column + 1], u), Mix(below[column], below[column + 1], u), v);
                *pixels++ = Noisy(light, (int)(Prose.Next(ref grain) & 7) - 3);
            }
        }
    }

    private static uint Mix(uint one, uint other, uint part)
    {
        var redBlue = (((one & 0xFF00FF) * (256 - part)) + ((other & 0xFF00FF) * part)) >> 8;
        var green = (((one & 0x00FF00) * (256 - part)) + ((other & 0x00FF00) * part)) >> 8;
        return (redBlue & 0xFF00FF) | (green & 0x00FF00);
    }

    private static uint Noisy(uint light, int noise)
    {
        var red = Math.Clamp((int)(light >> 16) + noise, 0, 255);
        var green = Math.Clamp((int)((light >> 8) & 255) + noise, 0, 255);
        var blue = Math.Clamp((int)(light & 255) + noise, 0, 255);
        return (uint)((red << 16) | (green << 8) | blue);
    }
}
