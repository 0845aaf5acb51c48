using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Uplink.Seeking;

/// <summary>The seek points of a recording, from the wish to the line. Not thread-safe, apart from what is sent.</summary>
internal sealed class SeekPoints
{
    private readonly SeekTurns turns = new();
    private readonly SeekUplink uplink;
    private uint sent;
    private (uint Frame, uint Epoch)? standing;

    /// <param name="send">Seals and sends a piece. From any thread.</param>
    /// <param name="clock">The clock.</param>
    public SeekPoints(Func<SeekPiece, PieceFate> send, TimeProvider clock) => uplink = new SeekUplink(send, turns.Made, clock);

    /// <summary>Whether there is a recording.</summary>
    public void Record(bool on) => turns.Record(on);

    /// <summary>What is wished for behind the next frame; nothing while one is on its way.</summary>
    public SeekWish Wish(TimeSpan now) => uplink.IsIdle ? turns.Wish(now) : SeekWish.None;

    /// <summary>A frame was sent, over a line that carries so many bytes a second; null while nobody knows.</summary>
    public void Sent(FrameDelta frame, long bytes, double? rate, TimeSpan now)
    {
        uplink.Rate = rate;
        sent = frame.Number;
        standing = frame.IsKeyFrame ? null : standing;
        turns.Sent(bytes, frame.IsKeyFrame, now);
    }

    /// <summary>Takes one behind the frame that was sent last; of a frame that was not sent nothing is kept.</summary>
    public void Keep(SeekDraft draft, (uint Epoch, ulong Number) behind, TimeSpan now)
    {
        if (draft.Frame == sent)
        {
            standing = (draft.Frame, behind.Epoch);
            turns.Begin(now);
            uplink.Add(draft, behind.Epoch, behind.Number);
        }
    }

    /// <summary>Takes tiles that go with the last one.</summary>
    public void Keep(IReadOnlyList<SlotTile> tiles)
    {
        if (standing is { } place)
        {
            uplink.Add(place.Frame, place.Epoch, tiles);
        }
    }
}
