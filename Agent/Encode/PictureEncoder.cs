using RemoteAssist.Agent.Encode.Coding;
using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Agent.Encode.Memory;
using RemoteAssist.Agent.Encode.Movement;
using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>
/// Makes sections of changes: whatever the Viewers have somewhere is taken from there, the rest is encoded.
/// 1 remember what goes   2 recall what comes back   3 copy what has moved   4 divide the rest by kind   5 encode.
/// </summary>
internal sealed class PictureEncoder(EncoderOptions options)
{
    private readonly SeenBefore? memory = options.Memory ? new SeenBefore() : null;
    private readonly MovementFinder movement = new();
    private readonly Residue residue = new();
    private readonly PhotoPolicy? photography = options.Photos is null ? null : new PhotoPolicy();
    private readonly PhotoQuality quality = new();
    private readonly SectionCoder coder = new(options.Photos);

    private readonly List<TileChange> open = [];
    private readonly List<ScreenRect> flat = [];
    private readonly List<ScreenRect> plain = [];
    private readonly List<ScreenRect> still = [];
    private readonly List<ScreenRect> lossy = [];
    private readonly HashSet<int> exact = [];

    private readonly List<TileRun> remembered = [];
    private readonly List<Move> moves = [];
    private readonly List<RecalledRun> recalled = [];
    private readonly List<RecalledPart> parts = [];

    private bool onBlack;
    private bool isSmall;

    /// <summary>What a recording lacks behind its last seek point; null where nothing is remembered at all.</summary>
    public SeekTiles? Seek => memory?.Seek;

    /// <summary>The slot that the next remembered tile takes.</summary>
    public int NextSlot => memory?.NextSlot ?? 0;

    /// <summary>A key frame begins: nothing is remembered, and the picture is black.</summary>
    public void Begin(Frame size)
    {
        memory?.Clear(size);
        onBlack = true;
    }

    /// <summary>Pixels that were encoded for the last frame: neither copied nor recalled.</summary>
    public int Pixels => coder.Pixels;

    /// <summary>Lets go of what large frames have left behind.</summary>
    public void Tidy() => coder.Tidy();

    /// <summary>Makes the sections of one frame. Their lists and bytes are valid until the next call.</summary>
    /// <param name="sent">What the Viewers have. Its marks of loss are brought up to date here, its pixels are not.</param>
    /// <param name="picture">What they should have.</param>
    /// <param name="changes">Where both differ.</param>
    /// <param name="again">Tiles to be sent without loss, changed or not.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="plan">What the line bears.</param>
    /// <param name="sections">Takes the sections.</param>
    /// <param name="allLossAnew">Whether all that the Viewers have with loss afterwards must be in this frame's own photographs.</param>
    public void Encode(
        SentPicture sent, Frame picture, List<TileChange> changes, List<int> again, ulong now, SendPlan plan, List<PictureSection> sections,
        bool allLossAnew = false)
    {
        coder.Begin(picture);
        open.Clear();
        open.AddRange(changes);

        remembered.Clear();
        recalled.Clear();
        moves.Clear();
        if (!onBlack)
        {
            memory?.Remember(sent.Picture, open, sent.Facts, now, remembered);
            memory?.Recall(picture, open, sent.Facts, now, recalled);
            if (!allLossAnew)
            {
                movement.Find(sent.Picture, picture, open, now, moves);
            }
        }

        onBlack = false;
        Divide(sent, picture, again, now, plan);
        if (allLossAnew)
        {
            LossAnew(sent, again);
        }

        if (remembered.Count > 0)
        {
            sections.Add(new PictureSection.Remember(remembered));
        }

        if (moves.Count > 0)
        {
            sent.Copied(moves);
            sections.Add(new PictureSection.Copy(moves));
        }

        if (recalled.Count > 0)
        {
            sent.Recalled(recalled);
            sections.Add(new PictureSection.Recall(recalled));
        }

        if (parts.Count > 0)
        {
            sections.Add(new PictureSection.RecallParts(parts));
        }

        Code(sent, picture, plan, sections);
    }

    private void Divide(SentPicture sent, Frame picture, List<int> again, ulong now, SendPlan plan)
    {
        parts.Clear();
        flat.Clear();
        plain.Clear();
        still.Clear();
        lossy.Clear();
        photography?.Clear();
        isSmall = again.Count == 0 && open.Sum(static change => change.Box.Width * change.Box.Height) <= SectionCoder.MostSmall;
        foreach (var change in open)
        {
            foreach (var part in residue.Of(sent.Picture, picture, change, moves))
            {
                if (isSmall)
                {
                    plain.Add(part);
                }
                else if (memory?.TryRecallPart(picture, change.Tile, part, now, out var slot) == true)
                {
                    parts.Add(new RecalledPart(slot, part));
                }
                else if (FillCodec.IsFlat(picture, part))
                {
                    flat.Add(part);
                }
                else if (photography?.Takes(picture, change.Tile, part, mayBeFilm: !IsNearCopy(part)) != true)
                {
                    plain.Add(part);
                }
            }
        }

        photography?.Divide(sent.Facts, now, plan, lossy, still);
        foreach (var tile in again)
        {
            still.Add(picture.Tiles.Area(tile));
        }
    }

    // A copy would carry loss of before along, so there is none in such a frame; a tile that is recalled or repaired has lost its own.
    private void LossAnew(SentPicture sent, List<int> again)
    {
        exact.Clear();
        exact.UnionWith(again);
        foreach (var run in recalled)
        {
            exact.UnionWith(Enumerable.Range(run.First, run.Count));
        }

        var tiles = sent.Picture.Tiles;
        for (var tile = 0; tile < sent.Facts.Length; tile++)
        {
            if (!sent.Facts[tile].IsLossy || exact.Contains(tile))
            {
                continue;
            }

            var loss = sent.Facts[tile].Loss;
            for (var i = lossy.Count - 1; i >= 0; i--)
            {
                if (tiles.TileAt(lossy[i].X, lossy[i].Y) == tile)
                {
                    loss = loss.Union(lossy[i]);
                    lossy.RemoveAt(i);
                }
            }

            lossy.Add(loss);
        }

        lossy.Sort((one, other) => tiles.TileAt(one.X, one.Y).CompareTo(tiles.TileAt(other.X, other.Y)));
    }

    private bool IsNearCopy(ScreenRect part)
    {
        var around = new ScreenRect(
            part.X - TileGrid.Side, part.Y - TileGrid.Side, part.Width + (2 * TileGrid.Side), part.Height + (2 * TileGrid.Side));
        foreach (var move in moves)
        {
            if (!move.To.Intersect(around).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private void Code(SentPicture sent, Frame picture, SendPlan plan, List<PictureSection> sections)
    {
        sent.SentExactly(flat);
        sent.SentExactly(plain);
        sent.SentExactly(still);
        sent.SentLossy(lossy);
        coder.AddFlat(picture, flat);
        if (isSmall)
        {
            coder.AddSmall(plain);
        }
        else
        {
            coder.AddPlain(plain);
        }

        coder.AddStill(still);
        var pixels = lossy.Sum(static area => (long)area.Width * area.Height);

        // What has come up as large is looked at before it is looked into; it is repaired soon.
        var best = photography?.IsLarge == true ? Math.Min(plan.PhotoQuality, PhotoQuality.Large) : plan.PhotoQuality;
        var look = quality.Choose(pixels, best, plan.MostBytes);
        coder.AddPhotos(lossy, look);
        coder.Run(picture, sections);
        if (pixels > 0)
        {
            quality.Learn(pixels, look, sections.OfType<PictureSection.Coded>().Where(static s => s.Codec == TileCodecs.Photo).Sum(static s => s.Data.Length));
        }
    }
}
