using RemoteAssist.Agent.Encode;

namespace RemoteAssist.Agent.Uplink.Seeking;

/// <summary>
/// When a recording gets its next seek point: after so much work that decoding it takes a good part of half a second. Where that is
/// bytes, frames are twice as many as those of seek points; where it is many tiny frames, there is one in 600. Tiles that go with
/// a seek point are not counted here. Nothing changes, nothing is made. Not thread-safe.
/// </summary>
internal sealed class SeekTurns
{
    /// <summary>They never come closer.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    /// <summary>So long one waits, once due, for a moment at which nothing was sent with loss.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Frames after which one is due, however small they are: opening and decoding one takes about 0.3 ms.</summary>
    public const int MostFrames = 600;

    /// <summary>Bytes of frames after which one is due, if they are twice the last one's: decoding them takes about 0.1 s.</summary>
    public const int LeastBytes = 512 * 1024;

    /// <summary>Bytes of frames after which it waits for no better moment: a film, which never has one.</summary>
    public const int MuchBytes = 4 * 1024 * 1024;

    private bool isOn;
    private TimeSpan last;
    private TimeSpan? dueSince;
    private int frames;
    private long bytes;
    private long size; // told by another thread

    /// <summary>Whether there is a recording.</summary>
    public void Record(bool on) => isOn = on;

    /// <summary>A frame was sent.</summary>
    public void Sent(long bytesOfIt, bool keyFrame, TimeSpan now)
    {
        if (keyFrame)
        {
            Begin(now);
            return;
        }

        frames++;
        bytes += bytesOfIt;
    }

    /// <summary>What is wished for behind the next frame.</summary>
    public SeekWish Wish(TimeSpan now)
    {
        if (!isOn || now - last < Apart || (frames < MostFrames && bytes < Math.Max(LeastBytes, 2 * Interlocked.Read(ref size))))
        {
            return SeekWish.None;
        }

        dueSince ??= now;
        return now - dueSince < Patience && bytes < MuchBytes ? SeekWish.IfExact : SeekWish.Now;
    }

    /// <summary>One stands behind the last frame.</summary>
    public void Begin(TimeSpan now)
    {
        last = now;
        dueSince = null;
        frames = 0;
        bytes = 0;
    }

    /// <summary>The last one has so many bytes. From any thread.</summary>
    public void Made(long bytesOfIt) => Interlocked.Exchange(ref size, bytesOfIt);
}
