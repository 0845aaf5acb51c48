using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

/// <summary>All that a recording has of a screen: frames, seek points and the tiles that go with them; and a player that enters anywhere.</summary>
internal sealed class Tape(Watching watching)
{
    private readonly List<(FrameDelta Delta, IReadOnlyList<byte[]> Parts, Frame Shown)> frames = [];

    public Watching Watching => watching;

    /// <summary>Behind which frame each stands.</summary>
    public List<(int Frame, byte[] Bytes, List<SlotTile> Tiles)> Points { get; } = [];

    public void Step(ulong later, IReadOnlyList<ScreenRect>? damage = null, SendPlan? plan = null)
    {
        watching.Step(later, damage, plan);
        if (watching.Delta is { } delta)
        {
            var shown = new Frame(watching.Shown.Width, watching.Shown.Height);
            watching.Shown.Pixels.CopyTo(shown.Pixels, 0);
            frames.Add((delta, FrameParts.Write(delta), shown));
        }

        if (watching.Encoder.TakeSeekTiles() is { Count: > 0 } tiles)
        {
            Points[^1].Tiles.AddRange(SeekPointBytes.ReadTiles(SeekDraft.ToBytes(tiles))!);
        }

        if (watching.Encoder.TakeDraft() is { } draft)
        {
            draft.Frame.Should().Be(frames[^1].Delta.Number);
            Points.Add((frames.Count - 1, draft.ToBytes((ulong)frames.Count), []));
        }
    }

    /// <summary>Enters at a seek point and plays to the next key frame; says of each frame whether it looks as it did live.</summary>
    public void PlayFrom(int point, Action<bool, int> say)
    {
        var (at, bytes, tiles) = Points[point];
        var decoder = new FrameDecoder(new RoughPhotos());
        var picture = SeekPointBytes.ReadPicture(bytes)!;
        picture.Behind.Should().Be((ulong)at + 1);
        for (var part = 0; part < picture.Parts.Count; part++)
        {
            decoder.Take(picture.Parts[part], part == 0).Should().Be(part == picture.Parts.Count - 1 ? Decoded.Shown : Decoded.More);
        }

        decoder.Remember(picture.NextSlot, tiles);
        say(decoder.Picture.ShowsTheSameAs(frames[at].Shown), at);
        for (var frame = at + 1; frame < frames.Count && !frames[frame].Delta.IsKeyFrame; frame++)
        {
            var came = frames[frame].Parts.Select(part => decoder.Take(part, startsKeyFrame: false)).Last();
            say(came == Decoded.Shown && decoder.Differing is null && decoder.Picture.ShowsTheSameAs(frames[frame].Shown), frame);
            decoder.Remember(null, Points.Where(other => other.Frame == frame).SelectMany(other => other.Tiles));
        }
    }
}
