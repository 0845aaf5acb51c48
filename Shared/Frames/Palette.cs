namespace RemoteAssist.Shared.Frames;

/// <summary>The colours that have been met, in the order in which they were, and what a further one is likely to be.</summary>
internal sealed class Palette
{
    /// <summary>Colours that fit: soft edges of letters in two colours have nearly as many.</summary>
    public const int MaxColours = 512;

    private readonly uint[] colours = new uint[MaxColours]; // 0x00RRGGBB
    private int metBeforeArea;

    /// <summary>Colours met.</summary>
    public int Count { get; private set; }

    /// <summary>The ground of the area: the index of its first pixel; -1 until there is one.</summary>
    public int Ground { get; set; } = -1;

    /// <summary>One colour as 0x00RRGGBB.</summary>
    public uint this[int index] => colours[index];

    /// <summary>Forgets all colours.</summary>
    public void Clear() => Count = 0;

    /// <summary>Another area begins.</summary>
    public void BeginArea()
    {
        metBeforeArea = Count;
        Ground = -1;
    }

    /// <summary>The index of a colour, or -1.</summary>
    public int Find(uint colour) => colours.AsSpan(0, Count).IndexOf(colour);

    /// <summary>Takes a colour in and gives its index.</summary>
    public int Add(int red, int green, int blue)
    {
        colours[Count] = (uint)((red << 16) | (green << 8) | blue);
        return Count++;
    }

    /// <summary>
    /// The red and blue that a new colour of this green is likely to have. Where the edge of a letter covers a pixel in
    /// part, its colour lies on the line between letter and ground.
    /// </summary>
    public (int Red, int Blue) Expect(int green)
    {
        if (Count == 0)
        {
            return (green, green);
        }

        var ground = colours[Math.Max(Ground, 0)];
        var end = Farthest(Green(ground));
        var way = green - Green(ground);
        var span = Green(end) - Green(ground);
        return (Along(Red(ground), Red(end)), Along(Blue(ground), Blue(end)));

        int Along(int from, int to) => Math.Clamp(from + (span == 0 ? way : way * (to - from) / span), 0, 255);
    }

    // The letter's own colour, as well as it is known: of those met in this area, else of all.
    private uint Farthest(int green)
    {
        var first = Count > metBeforeArea + (Ground >= metBeforeArea ? 1 : 0) ? metBeforeArea : 0;
        var best = colours[Count - 1];
        for (var i = Count - 2; i >= first; i--)
        {
            best = Math.Abs(Green(colours[i]) - green) > Math.Abs(Green(best) - green) ? colours[i] : best;
        }

        return best;
    }

    private static int Red(uint colour) => (int)(colour >> 16) & 255;

    private static int Green(uint colour) => (int)(colour >> 8) & 255;

    private static int Blue(uint colour) => (int)colour & 255;
}
