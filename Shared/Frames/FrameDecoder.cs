namespace RemoteAssist.Shared.Frames;

/// <summary>Decodes photographs (JPEG): the platform's or the browser's work, not this project's.</summary>
public interface IPhotoDecoder
{
    /// <summary>Paints a photograph. Never writes outside <paramref name="area"/>.</summary>
    /// <returns>False where the bytes are no JPEG of this size.</returns>
    bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area);
}

/// <summary>What came of a part.</summary>
public enum Decoded
{
    /// <summary>The frame is whole: the picture shows it.</summary>
    Shown,

    /// <summary>More parts of this frame are to come.</summary>
    More,

    /// <summary>Its bytes cannot be read.</summary>
    BadPart,

    /// <summary>It does not continue the frame that is being put together.</summary>
    PartOutOfOrder,

    /// <summary>It changes a frame that is not here.</summary>
    UnknownBase,

    /// <summary>Something before it was lost.</summary>
    AwaitingKeyFrame,

    /// <summary>A section names what is not there, lies outside the picture, or is broken.</summary>
    BadSection,
}

/// <summary>
/// Opened parts in, the picture out. After any loss nothing is taken before the next key frame, which must then be asked
/// for: a delta on the wrong picture would be worse than none. A key frame begins with a black picture and empty memory.
/// </summary>
/// <param name="photos">What decodes photographs; without it they are bad sections.</param>
public sealed class FrameDecoder(IPhotoDecoder? photos = null)
{
    /// <summary>
    /// How many whole pictures, told in whole tiles, the sections of a part may touch together. An Agent touches each pixel
    /// at most once to remember it, to copy, to recall and to code it; merged areas overlap a little.
    /// </summary>
    public const int MostPictures = 8;

    /// <summary>So many pixels any part may touch, however small the picture: they take some ten milliseconds.</summary>
    public const long AlwaysPixels = 1 << 24;

    private const long TilePixels = TileGrid.Side * TileGrid.Side;

    private readonly IReadOnlyList<ITileCodec> codecs = TileCodecs.Make();
    private readonly TileMemory memory = new();
    private FramePart? before;
    private bool inStep;

    /// <summary>The picture; another object after a change of size.</summary>
    public Frame Picture { get; private set; } = new(1, 1);

    /// <summary>The last frame that was shown.</summary>
    public FrameDelta? Shown { get; private set; }

    /// <summary>Where the last frame shown does not look as the Agent says it must; null where it does, or nothing was said.</summary>
    public TileRun? Differing { get; private set; }

    /// <summary>Takes the next part.</summary>
    /// <param name="body">As opened.</param>
    /// <param name="startsKeyFrame">Whether its envelope is marked so.</param>
    public Decoded Take(ReadOnlyMemory<byte> body, bool startsKeyFrame)
    {
        if (!startsKeyFrame && !inStep)
        {
            return Decoded.AwaitingKeyFrame;
        }

        if (FrameParts.Read(body) is not { } part || part.StartsKeyFrame != startsKeyFrame)
        {
            return Lose(Decoded.BadPart);
        }

        if (startsKeyFrame)
        {
            Begin(part.Delta);
        }
        else if (Continues(part) is { } loss)
        {
            return Lose(loss);
        }

        before = part;
        if (!PhotosFit(part.Delta) || !WorkFits(part.Delta) || !part.Delta.Sections.All(Execute))
        {
            return Lose(Decoded.BadSection);
        }

        return part.IsLast ? Finish(part.Delta) : Decoded.More;
    }

    /// <summary>Takes what a seek point says of the memory: after its picture, or at its place where an earlier one was begun with.</summary>
    /// <param name="nextSlot">The slot that the next remembered tile takes; null to go on.</param>
    /// <param name="tiles">What is remembered.</param>
    public void Remember(int? nextSlot, IEnumerable<SlotTile> tiles)
    {
        foreach (var tile in tiles)
        {
            memory.Hold(tile);
        }

        if (nextSlot is { } next)
        {
            memory.GoOnAt(next);
        }
    }

    private void Begin(FrameDelta delta)
    {
        inStep = true;
        memory.Clear();
        if (Picture.Width == delta.Width && Picture.Height == delta.Height)
        {
            Array.Clear(Picture.Pixels);
        }
        else
        {
            Picture = new Frame(delta.Width, delta.Height);
        }
    }

    private Decoded? Continues(FramePart part)
    {
        if (part.Part > 0)
        {
            return before is { IsLast: false } open && part.Part == open.Part + 1
                && part.Delta.Number == open.Delta.Number && part.Delta.Base == open.Delta.Base
                ? null
                : Decoded.PartOutOfOrder;
        }

        return before is not { IsLast: true } whole ? Decoded.PartOutOfOrder
            : part.Delta.Base == whole.Delta.Number ? null : Decoded.UnknownBase;
    }

    // A Viewer decodes a part's photographs all at once: they are held to the picture's size together.
    private bool PhotosFit(FrameDelta delta) => delta.Sections
        .OfType<PictureSection.Coded>()
        .Where(static section => section.Codec == TileCodecs.Photo)
        .Sum(static section => section.Areas.Sum(static area => (long)area.Width * area.Height)) <= (long)Picture.Width * Picture.Height;

    // A run of tiles is three bytes, and sections are as many as fit: without a bound a single part could cost minutes.
    private bool WorkFits(FrameDelta delta) =>
        delta.Sections.Sum(static section => PixelsOf(section)) <= Math.Max(AlwaysPixels, (long)MostPictures * Picture.Tiles.Count * TilePixels);

    private static long PixelsOf(PictureSection section) => section switch
    {
        PictureSection.Coded coded => coded.Areas.Sum(static area => PixelsOf(area)),
        PictureSection.Copy copy => copy.Moves.Sum(static move => PixelsOf(move.To)),
        PictureSection.Recall recall => recall.Runs.Sum(static run => (long)run.Count * TilePixels),
        PictureSection.RecallParts parts => parts.Parts.Sum(static part => PixelsOf(part.Area)),
        PictureSection.Remember remember => remember.Runs.Sum(static run => (long)run.Count * TilePixels),
        _ => 0,
    };

    private static long PixelsOf(ScreenRect area) => (long)area.Width * area.Height;

    private Decoded Finish(FrameDelta delta)
    {
        Shown = delta;
        Differing = null;
        if (delta.Truth is { } truth)
        {
            if (!Picture.Tiles.Has(truth.Tiles))
            {
                return Lose(Decoded.BadSection);
            }

            Differing = TileHash.Of(Picture, truth.Tiles) == truth.Hash ? null : truth.Tiles;
        }

        return Decoded.Shown;
    }

    private Decoded Lose(Decoded why)
    {
        inStep = false;
        return why;
    }

    private bool Execute(PictureSection section) => section switch
    {
        PictureSection.Coded coded => Decode(coded),
        PictureSection.Copy copy => Picture.TryCopy([.. copy.Moves]),
        PictureSection.Recall recall => recall.Runs.All(Recall),
        PictureSection.RecallParts parts => parts.Parts.All(Recall),
        PictureSection.Remember remember => remember.Runs.All(Remember),
        _ => false,
    };

    private bool Decode(PictureSection.Coded coded)
    {
        var areas = coded.Areas.ToArray();
        long pixels = 0;
        foreach (var area in areas)
        {
            pixels += (long)area.Width * area.Height;
            if (!Picture.Holds(area))
            {
                return false;
            }
        }

        // Areas that overlap would let a few bytes cost any amount of work.
        if (pixels > (long)Picture.Width * Picture.Height)
        {
            return false;
        }

        return coded.Codec == TileCodecs.Photo
            ? DecodePhotos(coded.Data.Span, areas)
            : codecs.FirstOrDefault(c => c.Id == coded.Codec)?.TryDecode(coded.Data.Span, Picture, areas) == true;
    }

    // Each area: varint length, JPEG.
    private bool DecodePhotos(ReadOnlySpan<byte> data, ScreenRect[] areas)
    {
        var reader = new WireReader(data);
        foreach (var area in areas)
        {
            var length = reader.Varint(reader.Left);
            if (reader.IsBroken || length > reader.Left
                || photos?.TryDecode(data.Slice(reader.At, length), Picture, area) != true)
            {
                return false;
            }

            reader.Skip(length);
        }

        return reader.IsDone;
    }

    private bool Recall(RecalledRun run)
    {
        if (!Picture.Tiles.Has(new TileRun(run.First, run.Count)))
        {
            return false;
        }

        for (var i = 0; i < run.Count; i++)
        {
            var tile = Picture.Tiles.Area(run.First + i);
            if (!memory.TryRecall((run.Slot + i) % TileMemory.Slots, Picture, tile, tile))
            {
                return false;
            }
        }

        return true;
    }

    private bool Recall(RecalledPart part)
    {
        if (!Picture.Holds(part.Area))
        {
            return false;
        }

        var tile = Picture.Tiles.Area(Picture.Tiles.TileAt(part.Area.X, part.Area.Y));
        return part.Area.Right <= tile.Right && part.Area.Bottom <= tile.Bottom
            && memory.TryRecall(part.Slot, Picture, tile, part.Area);
    }

    private bool Remember(TileRun run)
    {
        if (!Picture.Tiles.Has(run))
        {
            return false;
        }

        for (var i = 0; i < run.Count; i++)
        {
            memory.Remember(Picture, Picture.Tiles.Area(run.First + i));
        }

        return true;
    }
}
