using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// An arbitrary conversation of a few frames: bodies as they travel, and the picture that each must leave, which is kept
/// in the plainest way there is. The same seed gives the same bytes here and in tests/Canvas.Tests/edits.ts.
/// </summary>
internal sealed class Edits
{
    private const int MinSide = 4;
    private const int MaxSide = 100;

    private readonly Pictures draw;
    private readonly Frame picture;
    private readonly Dictionary<int, Frame> remembered = [];
    private int next;

    private Edits(uint seed)
    {
        draw = new Pictures(seed);
        picture = new Frame(MinSide + draw.Next(MaxSide), MinSide + draw.Next(MaxSide));
    }

    /// <summary>What is sent, and what must be seen after it.</summary>
    public sealed record Sent(bool StartsKeyFrame, byte[] Body, bool IsLast, Frame Picture);

    /// <summary>All parts of all frames.</summary>
    public static IReadOnlyList<Sent> Of(uint seed)
    {
        var edits = new Edits(seed);
        var parts = new List<Sent>();
        var frames = 2 + edits.draw.Next(4);
        for (uint number = 1; number <= frames; number++)
        {
            parts.AddRange(edits.Frame(number));
        }

        return parts;
    }

    // A key frame is one part; a delta is one or two.
    private IEnumerable<Sent> Frame(uint number)
    {
        var count = 1 + draw.Next(4);
        var cut = number > 1 && draw.Next(3) == 0 ? 1 : 0;
        var sections = Enumerable.Range(0, count).Select(_ => Section()).ToList();
        var delta = new FrameDelta(number, number - 1, number * 1000, picture.Width, picture.Height, sections);
        var truth = new TileTruth(new TileRun(0, picture.Tiles.Count), TileHash.Of(picture, new TileRun(0, picture.Tiles.Count)));
        if (cut > 0)
        {
            var head = FrameParts.Write(delta with { Sections = sections[..cut] }).Single();
            head[0] = 0; // not the last part
            yield return new Sent(false, head, false, picture);
        }

        var tail = FrameParts.Write(delta with { Sections = sections[cut..], Truth = truth }).Single();
        tail[1] = (byte)cut;
        yield return new Sent(number == 1, tail, true, Pictures.Copy(picture));
    }

    private PictureSection Section() => draw.Next(5) switch
    {
        0 => Fill(),
        1 => Copy(),
        2 => Remember(),
        3 => Recall(),
        _ => RecallParts(),
    };

    private PictureSection.Coded Fill()
    {
        var fills = new (ScreenRect, byte, byte, byte)[1 + draw.Next(4)];
        for (var i = 0; i < fills.Length; i++)
        {
            // Areas of a section have no more pixels than the picture, so each has a quarter at most.
            var area = draw.Area((picture.Width + 1) / 2, (picture.Height + 1) / 2);
            var (red, green, blue) = ((byte)draw.Next(256), (byte)draw.Next(256), (byte)draw.Next(256));
            fills[i] = (Small(area) ? area : area with { Width = 1, Height = 1 }, red, green, blue);
            picture.Fill(fills[i].Item1, red, green, blue);
        }

        return Pictures.Fill(fills);
    }

    // In a picture of a few pixels, four quarters that are rounded up would be more than all of it.
    private bool Small(ScreenRect area) => area.Width * area.Height * 4 <= picture.Width * picture.Height;

    private PictureSection.Copy Copy()
    {
        var before = Pictures.Copy(picture);
        var moves = new List<Move>();
        for (var count = 1 + draw.Next(4); count > 0; count--)
        {
            var to = draw.Area(picture.Width, picture.Height);
            var move = new Move(to, draw.Next(picture.Width - to.Width + 1), draw.Next(picture.Height - to.Height + 1));
            if (!Small(to) && (count > 1 || moves.Count > 0))
            {
                continue; // a large one goes alone
            }

            moves.Add(move);
            for (var y = 0; y < to.Height; y++)
            {
                before.Row(move.X, move.Y + y, to.Width).CopyTo(picture.Row(to.X, to.Y + y, to.Width));
            }
        }

        return new PictureSection.Copy(moves);
    }

    private PictureSection.Remember Remember()
    {
        var first = draw.Next(picture.Tiles.Count);
        var run = new TileRun(first, 1 + draw.Next(picture.Tiles.Count - first));
        for (var tile = run.First; tile < run.First + run.Count; tile++)
        {
            remembered[next++] = Cut(picture.Tiles.Area(tile));
        }

        return new PictureSection.Remember([run]);
    }

    private PictureSection.Recall Recall()
    {
        var runs = new List<RecalledRun>();
        for (var tries = 1 + draw.Next(4); tries > 0; tries--)
        {
            var tile = draw.Next(picture.Tiles.Count);
            var slot = draw.Next(next + 1);
            var area = picture.Tiles.Area(tile);
            if (Fits(slot, area))
            {
                runs.Add(new RecalledRun(tile, slot, 1));
                Paint(slot, area, area);
            }
        }

        return new PictureSection.Recall(runs);
    }

    private PictureSection.RecallParts RecallParts()
    {
        var parts = new List<RecalledPart>();
        for (var tries = 1 + draw.Next(4); tries > 0; tries--)
        {
            var tile = picture.Tiles.Area(draw.Next(picture.Tiles.Count));
            var slot = draw.Next(next + 1);
            var part = draw.Area(tile.Width, tile.Height);
            part = part with { X = part.X + tile.X, Y = part.Y + tile.Y };
            if (Fits(slot, tile))
            {
                parts.Add(new RecalledPart(slot, part));
                Paint(slot, tile, part);
            }
        }

        return new PictureSection.RecallParts(parts);
    }

    private bool Fits(int slot, ScreenRect tile) =>
        remembered.TryGetValue(slot, out var kept) && kept.Width == tile.Width && kept.Height == tile.Height;

    private void Paint(int slot, ScreenRect tile, ScreenRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            remembered[slot].Row(area.X - tile.X, y - tile.Y, area.Width).CopyTo(picture.Row(area.X, y, area.Width));
        }
    }

    private Frame Cut(ScreenRect area)
    {
        var cut = new Frame(area.Width, area.Height);
        for (var y = 0; y < area.Height; y++)
        {
            picture.Row(area.X, area.Y + y, area.Width).CopyTo(cut.Row(0, y, area.Width));
        }

        return cut;
    }
}
