namespace RemoteAssist.Shared.Frames;

/// <summary>One thing done to the picture. A frame's sections are executed in their order.</summary>
public abstract record PictureSection
{
    private PictureSection()
    {
    }

    /// <summary>Pixels as a codec wrote them.</summary>
    /// <param name="Codec">The codec's <see cref="ITileCodec.Id"/>, or <see cref="TileCodecs.Photo"/>.</param>
    /// <param name="Areas">At least one, inside the picture; their pixels together are no more than the picture's.</param>
    /// <param name="Data">What the codec wrote for all of them.</param>
    public sealed record Coded(byte Codec, IReadOnlyList<ScreenRect> Areas, ReadOnlyMemory<byte> Data) : PictureSection;

    /// <summary>Pixels that are on the picture already, elsewhere. All are read before the first is written.</summary>
    public sealed record Copy(IReadOnlyList<Move> Moves) : PictureSection;

    /// <summary>Whole tiles that were remembered.</summary>
    public sealed record Recall(IReadOnlyList<RecalledRun> Runs) : PictureSection;

    /// <summary>Parts of tiles that were remembered: the same places within the tile.</summary>
    public sealed record RecallParts(IReadOnlyList<RecalledPart> Parts) : PictureSection;

    /// <summary>Tiles to be remembered as they are now, in the next slots (<see cref="TileMemory"/>).</summary>
    public sealed record Remember(IReadOnlyList<TileRun> Runs) : PictureSection;
}

/// <summary>A copy within the picture.</summary>
/// <param name="To">Where to; inside the picture.</param>
/// <param name="X">The source's left edge; the source is as large, and inside the picture too.</param>
/// <param name="Y">The source's top edge.</param>
public readonly record struct Move(ScreenRect To, int X, int Y)
{
    /// <summary>Where from.</summary>
    public ScreenRect From => To with { X = X, Y = Y };
}

/// <summary>Tiles that follow each other, row by row of the grid.</summary>
/// <param name="First">The first tile's number, from 0.</param>
/// <param name="Count">At least 1.</param>
public readonly record struct TileRun(int First, int Count);

/// <summary>Tiles that follow each other, from slots that follow each other.</summary>
/// <param name="First">The first tile's number.</param>
/// <param name="Slot">The slot that it comes from.</param>
/// <param name="Count">At least 1.</param>
public readonly record struct RecalledRun(int First, int Slot, int Count);

/// <summary>A part of a tile that was remembered.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Area">Inside one tile of the picture.</param>
public readonly record struct RecalledPart(int Slot, ScreenRect Area);
