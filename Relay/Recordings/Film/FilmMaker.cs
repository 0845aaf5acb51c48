using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>
/// Lays the pictures of a recording out in time: a frame at every tick of the rate, from the first picture or the moment asked for.
/// Nothing is written before there is a picture.
/// </summary>
/// <param name="pictures">What there is to be seen.</param>
/// <param name="cut">Which part, and how often.</param>
/// <param name="output">Where the film goes.</param>
internal sealed class FilmMaker(RecordedPictures pictures, FilmCut cut, Stream output)
{
    private Yuv4MpegWriter? writer;
    private (int Shown, Unseen? Card, bool AfterGap)? last;

    /// <summary>When the film begins, ms since the recording began; null before the first picture.</summary>
    public uint? Start { get; private set; }

    /// <summary>Frames that were written.</summary>
    public long Frames { get; private set; }

    /// <summary>The film's size in pixels; 0 before its first frame.</summary>
    public (int Width, int Height) Size { get; private set; }

    private long Tick => Start!.Value + (Frames * 1000 / cut.Rate);

    /// <summary>Takes the next record.</summary>
    /// <returns>False where it is behind the part that was asked for.</returns>
    public bool Take(RecordingRecord record)
    {
        if (record.At >= cut.To)
        {
            return false;
        }

        ShowBefore(record.At);
        pictures.Take(record);
        if (Start is null && pictures.Picture is not null)
        {
            Start = Math.Max(cut.From, record.At);
        }

        return true;
    }

    /// <summary>Nothing more comes: what is still on the screen is shown.</summary>
    /// <param name="end">The last moment that is known, ms.</param>
    public void Finish(uint end) => ShowBefore(Math.Min((long)end + 1, cut.To));

    private void ShowBefore(long at)
    {
        while (Start is not null && Tick < at)
        {
            Show((uint)Tick);
            Frames++;
        }
    }

    private void Show(uint at)
    {
        writer ??= Begin(pictures.Picture!);
        Unseen? card = pictures.Nothing is { } nothing && at - nothing.Since >= FilmFrame.CardAfter ? nothing.Why : null;
        var afterGap = card is null && pictures.LastGap is { } gap && at - gap < FilmFrame.CardAfter;
        var look = (pictures.Shown, card, afterGap);
        if (look == last)
        {
            writer.Repeat();
            return;
        }

        last = look;
        writer.Write(card is { } why
            ? FilmFrame.Card(why, Size.Width, Size.Height)
            : FilmFrame.Picture(pictures, Size.Width, Size.Height, afterGap));
    }

    private Yuv4MpegWriter Begin(Frame first)
    {
        Size = (first.Width, first.Height);
        return new Yuv4MpegWriter(output, first.Width, first.Height, cut.Rate);
    }
}
