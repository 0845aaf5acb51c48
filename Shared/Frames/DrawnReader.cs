namespace RemoteAssist.Shared.Frames;

/// <summary>Reads what <see cref="DrawnWriter"/> wrote.</summary>
internal sealed class DrawnReader
{
    private readonly PrefixCode[] codes = Drawn.MakeCodes();
    private readonly uint[] cache = new uint[Drawn.CacheSize];
    private int[] inherited = []; // how far back the last match of each column came from; 0 for nowhere
    private int inheritedWidth;
    private int cached;

    /// <summary>Begins a section: reads the codes.</summary>
    public bool TryBegin(ref BitReader reader)
    {
        cached = 0;
        inheritedWidth = 0;
        cache.AsSpan().Clear();
        foreach (var code in codes)
        {
            if (!code.TryReadTable(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Begins an area of this width. Below one of the same width it goes on, as if it were the same.</summary>
    public void BeginArea(int width)
    {
        if (width == inheritedWidth)
        {
            return;
        }

        inheritedWidth = width;
        if (inherited.Length < width)
        {
            inherited = new int[width];
        }

        inherited.AsSpan(0, width).Clear();
    }

    /// <summary>Reads the drawn pixels of one row from <paramref name="x"/> to <paramref name="right"/>.</summary>
    public bool TryRow(ref BitReader reader, Span<uint> pixels, int row, int x, int right, int width)
    {
        var code = codes[Drawn.RowStart];
        while (x < right)
        {
            reader.Fill();
            var symbol = code.Read(ref reader);
            if (symbol >= Drawn.NewColour)
            {
                var at = row + x++;
                pixels[at] = symbol == Drawn.NewColour
                    ? NewColour(ref reader, at == 0 ? 0 : pixels[at - 1])
                    : cache[symbol - Drawn.Cached];
                code = codes[Drawn.Single];
                continue;
            }

            var (kind, numberClass) = Math.DivRem(symbol, Drawn.RunSymbols);
            var run = numberClass == Drawn.ToEnd ? right - x : Number(ref reader, numberClass);
            var distance = kind switch
            {
                Drawn.Above => width,
                Drawn.Left => 1,
                Drawn.Inherited => inherited[x],
                _ => Number(ref reader, codes[Drawn.Distance].Read(ref reader)),
            };
            if (run > right - x || distance > row + x || distance == 0)
            {
                return false;
            }

            if (kind == Drawn.Match)
            {
                inherited.AsSpan(x, run).Fill(distance);
            }

            Copy(pixels, row + x, distance, run);
            code = codes[kind];
            x += run;
        }

        return !reader.IsPastEnd;
    }

    private static int Number(ref BitReader reader, int numberClass)
    {
        var (first, bits) = Drawn.NumberOf(numberClass);
        var number = first + (int)reader.Read(bits);
        reader.Fill();
        return number;
    }

    // Where the run is longer than the way back, it repeats what it has just made.
    private static void Copy(Span<uint> pixels, int at, int distance, int run)
    {
        if (distance == 1)
        {
            pixels.Slice(at, run).Fill(pixels[at - 1]);
        }
        else if (distance >= run)
        {
            pixels.Slice(at - distance, run).CopyTo(pixels[at..]);
        }
        else
        {
            for (var i = at; i < at + run; i++)
            {
                pixels[i] = pixels[i - distance];
            }
        }
    }

    private uint NewColour(ref BitReader reader, uint left)
    {
        var green = codes[Drawn.Green].Read(ref reader);
        var red = codes[Drawn.RedBlue].Read(ref reader) + green + (int)(left >> 16);
        var blue = codes[Drawn.RedBlue].Read(ref reader) + green + (int)left;
        green += (int)(left >> 8);
        var colour = ((uint)(red & 255) << 16) | ((uint)(green & 255) << 8) | (uint)(blue & 255);
        cache[cached++ % Drawn.CacheSize] = colour;
        return colour;
    }
}
