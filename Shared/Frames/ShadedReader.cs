namespace RemoteAssist.Shared.Frames;

/// <summary>Reads what <see cref="ShadedWriter"/> wrote.</summary>
internal sealed class ShadedReader
{
    private const int Stride = BlockMap.Side + 1; // a row begins with one value of 0

    private readonly PrefixCode[] codes = [.. Enumerable.Range(0, Shaded.Classes).Select(_ => new PrefixCode(256))];
    private readonly PrefixCode changes = new((2 * Shaded.SameClass) + 1);
    private readonly int[] last = new int[Shaded.Planes];
    private readonly byte[] planes = new byte[Shaded.Planes * Stride * Stride];

    /// <summary>Begins a section: reads the codes.</summary>
    public bool TryBegin(ref BitReader reader)
    {
        last.AsSpan().Clear();
        if (!changes.TryReadTable(ref reader))
        {
            return false;
        }

        foreach (var code in codes.AsSpan(1))
        {
            if (!code.TryReadTable(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one block.</summary>
    public bool TryBlock(ref BitReader reader, Span<uint> pixels, int at, int stride, int width, int height)
    {
        for (var y = 0; y < height; y += Shaded.Cell)
        {
            for (var x = 0; x < width; x += Shaded.Cell)
            {
                reader.Fill();
                for (var plane = 0; plane < Shaded.Planes; plane++)
                {
                    last[plane] += changes.Read(ref reader) - Shaded.SameClass;
                    if (last[plane] is < 0 or >= Shaded.Classes)
                    {
                        return false;
                    }
                }

                for (var plane = 0; plane < Shaded.Planes; plane++)
                {
                    Cell(ref reader, plane, x, Math.Min(width, x + Shaded.Cell), y, Math.Min(height, y + Shaded.Cell));
                }
            }
        }

        Join(pixels, at, stride, width, height);
        return !reader.IsPastEnd;
    }

    private void Cell(ref BitReader reader, int plane, int x, int right, int y, int bottom)
    {
        var code = codes[last[plane]]; // that of class 0 knows nothing but 0, in no bits
        for (; y < bottom; y++)
        {
            var row = planes.AsSpan((plane * Stride * Stride) + ((y + 1) * Stride) + 1);
            var above = planes.AsSpan((plane * Stride * Stride) + (y * Stride));
            for (var i = x; i < right; i++)
            {
                reader.Fill();
                var folded = code.Read(ref reader);
                int left = planes[(plane * Stride * Stride) + ((y + 1) * Stride) + i], up = above[i + 1], corner = above[i];
                var low = Math.Min(left, up);
                var high = Math.Max(left, up);
                row[i] = (byte)(low + high - Math.Clamp(corner, low, high) + ((folded >> 1) ^ -(folded & 1)));
            }
        }
    }

    private void Join(Span<uint> pixels, int at, int stride, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            var from = ((y + 1) * Stride) + 1;
            for (var x = 0; x < width; x++)
            {
                int green = planes[from + x];
                var red = planes[(Stride * Stride) + from + x] + green - 128;
                var blue = planes[(2 * Stride * Stride) + from + x] + green - 128;
                pixels[at + (y * stride) + x] = (uint)(((red & 255) << 16) | (green << 8) | (blue & 255));
            }
        }
    }
}
