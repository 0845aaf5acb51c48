using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Encode.Compare;
using RemoteAssist.Agent.Encode.Rest;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>
/// Makes of each fetch what the Viewers do not have yet. Used by one thread.
/// 1 compare with what they have   2 choose what is sent again   3 encode   4 say how it must look.
/// </summary>
internal sealed class FrameEncoder
{
    /// <summary>After so long without a large frame, what they need beside the pictures is given back to the system.</summary>
    public static readonly TimeSpan TidyAfter = TimeSpan.FromSeconds(5);

    // An eighth of a screen of 1920×1080: what it takes to encode less is not worth the work.
    private const int LeastLarge = 64 * TileGrid.Side * TileGrid.Side;

    private readonly SentPicture sent = new();
    private readonly ChangeFinder finder = new();
    private readonly Repairs repairs = new();
    private readonly PictureEncoder encoder;
    private readonly List<TileChange> changes = [];
    private readonly List<int> again = [];
    private TruthRounds truths = new();
    private uint number;
    private IReadOnlyList<ScreenRect> masks = [];
    private PointerPosition pointer;
    private PointerShape? shape;
    private ulong? largeAt; // null once it was tidied up
    private SeekDraft? draft;

    /// <param name="options">What it is made with; null for all as usual, without photographs.</param>
    public FrameEncoder(EncoderOptions? options = null) => encoder = new PictureEncoder(options ?? new EncoderOptions());

    /// <summary>How many tiles a Viewer showed otherwise than it should, and were sent again.</summary>
    public long Healed { get; private set; }

    /// <summary>
    /// When <see cref="Next"/> should be called again though nothing changes, counted from the last fetch: to repair, or to
    /// say how tiles must look. Null for never.
    /// </summary>
    public TimeSpan? NextWork { get; private set; }

    /// <summary>The next frame. What its sections hold is valid until the next call.</summary>
    /// <param name="change">What the screen shows now.</param>
    /// <param name="capturedAt">When it was fetched, µs of the Agent's clock.</param>
    /// <param name="plan">What the line bears.</param>
    /// <returns>Null where there is nothing to tell the Viewers, and no key frame was asked for.</returns>
    public FrameDelta? Next(ScreenChange change, ulong capturedAt, SendPlan plan)
    {
        var picture = change.Picture;
        var keyFrame = plan.KeyFrame || number == 0 || !sent.Fits(picture);
        if (keyFrame)
        {
            sent.Begin(picture);
            encoder.Begin(picture);
            truths = new TruthRounds();
        }

        finder.Find(sent.Picture, picture, keyFrame ? [new ScreenRect(0, 0, picture.Width, picture.Height)] : change.Damage, changes);
        ChooseAgain(capturedAt, plan);

        draft = null;
        var sections = new List<PictureSection>();
        var changed = changes.Count > 0 || again.Count > 0;
        var lossy = plan.Seek != SeekWish.None && sent.HasLossAnywhere;
        var seeks = changed && !keyFrame && plan.Seek != SeekWish.None && (!lossy || plan.Seek == SeekWish.Now);
        if (changed)
        {
            encoder.Encode(sent, picture, changes, again, capturedAt, plan, sections, allLossAnew: seeks && lossy);
            sent.Take(picture, changes, capturedAt);
            if (encoder.Pixels >= LeastLarge)
            {
                largeAt = capturedAt;
            }
        }

        var delta = new FrameDelta(number + 1, keyFrame ? 0 : number, capturedAt, picture.Width, picture.Height, sections)
        {
            Masks = keyFrame || !masks.SequenceEqual(change.Masks) ? change.Masks : null,
            Pointer = keyFrame || pointer != change.Pointer ? change.Pointer : null,
            Shape = keyFrame || !ReferenceEquals(shape, change.Shape) ? change.Shape : null,
            Truth = truths.Next(sent.Picture, sent.Facts, capturedAt, changed),
        };
        NextWork = Due(capturedAt, plan);
        if (!keyFrame && !changed && delta is { Masks: null, Pointer: null, Shape: null, Truth: null })
        {
            return null;
        }

        masks = change.Masks;
        pointer = change.Pointer;
        shape = change.Shape;
        number++;
        if (seeks)
        {
            encoder.Seek?.Begin();
            draft = SeekDraft.Of(delta, sent.Picture, encoder.NextSlot) with { Masks = masks, Pointer = pointer, Shape = shape };
        }

        return delta;
    }

    /// <summary>The seek point behind the last frame, where one was wished for and could be.</summary>
    public SeekDraft? TakeDraft()
    {
        var taken = draft;
        draft = null;
        return taken;
    }

    /// <summary>Remembered tiles that a recording lacks behind its last seek point, and that were recalled since the call before.</summary>
    public IReadOnlyList<SlotTile> TakeSeekTiles() => encoder.Seek?.Take() ?? [];

    /// <summary>When <see cref="TidyIfDue"/> has something to do; null for never.</summary>
    /// <param name="now">µs of the Agent's clock.</param>
    public TimeSpan? TidyIn(ulong now) =>
        largeAt is not { } since ? null
        : TimeSpan.FromMicroseconds(since + TidyAfter.TotalMicroseconds - now) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>
    /// To be called once a frame is on its way. Large frames leave some 50 MB of a 1920×1080 screen behind, and on a screen
    /// that only blinks nothing would ever collect them.
    /// </summary>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <returns>Whether it was due.</returns>
    public bool TidyIfDue(ulong now)
    {
        if (TidyIn(now) != TimeSpan.Zero)
        {
            return false;
        }

        largeAt = null;
        encoder.Tidy();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return true;
    }

    /// <summary>Encodes and cuts small made-up pictures, so that the code is compiled before it is needed.</summary>
    public static void WarmUp()
    {
        var picture = new Frame(4 * TileGrid.Side, 2 * TileGrid.Side);
        for (var i = 0; i < picture.Pixels.Length / 2; i++)
        {
            picture.Pixels[i] = (byte)(i * i);
        }

        var encoder = new FrameEncoder();
        var whole = new ScreenRect(0, 0, picture.Width, picture.Height);
        var change = new ScreenChange(picture, [whole], [], default, null, 0);
        for (var moment = 0UL; moment < 5; moment++)
        {
            FrameParts.Write(encoder.Next(change, moment * 1_000_000, SendPlan.Free())!);

            // Down by some pixels, then up again: copies and remembered tiles.
            var down = moment % 2 == 0;
            picture.TryCopy([new Move(new ScreenRect(0, down ? 9 : 0, picture.Width, 100), 0, down ? 0 : 9)]);
        }
    }

    private void ChooseAgain(ulong now, SendPlan plan)
    {
        again.Clear();
        repairs.Choose(sent.Facts, now, plan, again);
        foreach (var run in plan.Heal)
        {
            for (var tile = Math.Max(0, run.First); tile < Math.Min(sent.Facts.Length, (long)run.First + run.Count); tile++)
            {
                Healed++;
                if (!again.Contains(tile))
                {
                    again.Add(tile);
                }
            }
        }
    }

    private TimeSpan? Due(ulong now, SendPlan plan)
    {
        var repair = Repairs.DueIn(sent.Facts, now, plan);
        var truth = truths.DueIn(now);
        var due = repair is null || truth < repair ? truth : repair;
        return due is null ? null : TimeSpan.FromMicroseconds((double)due);
    }
}
