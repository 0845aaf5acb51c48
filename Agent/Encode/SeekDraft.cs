using RemoteAssist.Agent.Capture;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>What a seek point behind a frame is made of; encoded later, elsewhere than where frames are.</summary>
/// <param name="Frame">The number of the frame.</param>
/// <param name="CapturedAt">When it was fetched, µs of the Agent's clock.</param>
/// <param name="Picture">What the Viewers have after it, black where <paramref name="Photos"/> are. Its own copy.</param>
/// <param name="Photos">The photographs of that frame, byte for byte: all that the Viewers have with loss is in them.</param>
/// <param name="NextSlot">The slot that the next remembered tile takes.</param>
internal sealed record SeekDraft(uint Frame, ulong CapturedAt, Frame Picture, IReadOnlyList<PictureSection.Coded> Photos, int NextSlot)
{
    /// <summary>What is painted flat.</summary>
    public IReadOnlyList<ScreenRect> Masks { get; init; } = [];

    /// <summary>Where the pointer is.</summary>
    public PointerPosition Pointer { get; init; }

    /// <summary>How it looks.</summary>
    public PointerShape? Shape { get; init; }

    /// <summary>Takes what it needs of a frame that was just made.</summary>
    public static SeekDraft Of(FrameDelta frame, Frame shown, int nextSlot)
    {
        var picture = new Frame(shown.Width, shown.Height);
        shown.Pixels.CopyTo(picture.Pixels, 0);
        var photos = new List<PictureSection.Coded>();
        foreach (var photo in frame.Sections.OfType<PictureSection.Coded>().Where(static section => section.Codec == TileCodecs.Photo))
        {
            photos.Add(photo with { Areas = [.. photo.Areas], Data = photo.Data.ToArray() });
            foreach (var area in photo.Areas)
            {
                picture.Fill(area, 0, 0, 0);
            }
        }

        return new SeekDraft(frame.Number, frame.CapturedAt, picture, photos, nextSlot);
    }

    /// <summary>The seek point's bytes.</summary>
    /// <param name="behind">The number of the envelope that ended the frame.</param>
    public byte[] ToBytes(ulong behind)
    {
        var whole = WholeOf(Picture) with { Masks = Masks, Pointer = Pointer, Shape = Shape };
        return SeekPointBytes.Write(behind, NextSlot, whole with { Number = Frame, CapturedAt = CapturedAt, Sections = [.. whole.Sections, .. Photos] });
    }

    /// <summary>The bytes of tiles that go with it.</summary>
    /// <param name="tiles">1 to <see cref="SeekPointBytes.MostTiles"/>.</param>
    public static byte[] ToBytes(IReadOnlyList<SlotTile> tiles)
    {
        var strip = new Frame(TileGrid.Side, tiles.Count * TileGrid.Side);
        for (var i = 0; i < tiles.Count; i++)
        {
            var tile = tiles[i].Pixels;
            for (var y = 0; y < tile.Height; y++)
            {
                tile.Row(0, y, tile.Width).CopyTo(strip.Row(0, (i * TileGrid.Side) + y, tile.Width));
            }
        }

        return SeekPointBytes.Write(tiles, WholeOf(strip));
    }

    // Without loss, by the same encoder as any key frame.
    private static FrameDelta WholeOf(Frame picture)
    {
        var change = new ScreenChange(picture, [new ScreenRect(0, 0, picture.Width, picture.Height)], [], default, null, 0);
        var encoder = new FrameEncoder(new EncoderOptions { Memory = false });
        return encoder.Next(change, capturedAt: 0, SendPlan.Free(keyFrame: true))! with { Truth = null, Masks = null, Pointer = null };
    }
}
