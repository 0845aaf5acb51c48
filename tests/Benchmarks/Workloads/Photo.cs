using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>
/// A made-up photograph: a hazy sky, ridges one behind the other, rough ground, and the grain of a sensor. To a codec it is
/// what a photograph is: soft gradients, texture of every size, hard edges, no two pixels alike.
/// </summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Pixels">0x00RRGGBB, row by row.</param>
internal sealed record Photo(int Width, int Height, uint[] Pixels)
{
    private const int Ridges = 5;

    /// <summary>Takes one; another seed, another place.</summary>
    public static Photo Take(int width, int height, uint seed)
    {
        var pixels = new uint[width * height];
        var tops = new float[Ridges * width];
        for (var ridge = 0; ridge < Ridges; ridge++)
        {
            var (level, swing) = (height * (0.32f + (0.13f * ridge)), height * (0.20f - (0.02f * ridge)));
            for (var x = 0; x < width; x++)
            {
                tops[(ridge * width) + x] = level - (swing * (Cloud(x * (0.7f + (0.5f * ridge)) / width * 6, ridge * 7.3f, 7, seed) - 0.35f));
            }
        }

        var grain = seed | 1;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = Light(x, y, width, height, tops, seed);
                var noise = ((int)(Prose.Next(ref grain) & 15) + (int)(Prose.Next(ref grain) & 15) - 15) * 0.35f;
                pixels[(y * width) + x] = (Byte(red + noise) << 16) | (Byte(green + noise) << 8) | Byte(blue + noise);
            }
        }

        return new Photo(width, height, pixels);
    }

    private static (float Red, float Green, float Blue) Light(int x, int y, int width, int height, float[] tops, uint seed)
    {
        var (u, v) = ((float)x / width, (float)y / height);
        for (var ridge = Ridges - 1; ridge >= 0; ridge--)
        {
            var depth = y - tops[(ridge * width) + x];
            if (depth >= 0)
            {
                // Nearer ground is darker, greener and rougher; its upper edge is lit.
                var near = (ridge + 1f) / Ridges;
                var rough = Cloud(u * 40 * (0.5f + near), v * 60, 5, seed + (uint)ridge) - 0.5f;
                var lit = (40f / (1 + (depth * 0.12f))) + (rough * 110 * near);
                return (150 - (95 * near) + lit, 158 - (70 * near) + lit, 172 - (125 * near) + (lit * 0.7f));
            }
        }

        var haze = Cloud(u * 5, v * 9, 5, seed + 99);
        var sun = 90 / (1 + (40 * (((u - 0.72f) * (u - 0.72f)) + ((v - 0.12f) * (v - 0.12f)))));
        return (110 + (90 * v) + (haze * 60) + sun, 140 + (60 * v) + (haze * 50) + (sun * 0.8f), 195 + (10 * v) + (haze * 25) + (sun * 0.3f));
    }

    // Fractal noise, 0 to about 1: octaves of smooth random values, each half as strong and twice as fine.
    private static float Cloud(float x, float y, int octaves, uint seed)
    {
        var (sum, weight) = (0f, 0.5f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += weight * Smooth(x, y, seed + ((uint)octave * 131));
            (x, y, weight) = (x * 2.03f, y * 2.03f, weight * 0.55f);
        }

        return sum;
    }

    private static float Smooth(float x, float y, uint seed)
    {
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (x - column, y - row);
        (u, v) = (u * u * (3 - (2 * u)), v * v * (3 - (2 * v)));
        var above = Value(column, row, seed) + (u * (Value(column + 1, row, seed) - Value(column, row, seed)));
        var below = Value(column, row + 1, seed) + (u * (Value(column + 1, row + 1, seed) - Value(column, row + 1, seed)));
        return above + (v * (below - above));
    }

    private static float Value(int column, int row, uint seed)
    {
        var mixed = ((uint)column * 0x9E3779B1) ^ ((uint)row * 0x85EBCA77) ^ (seed * 0xC2B2AE3D);
        mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D;
        return ((mixed ^ (mixed >> 13)) & 0xFFFF) / 65536f;
    }

    private static uint Byte(float light) => (uint)Math.Clamp(light, 0, 255);
}
