using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>Why there is nothing to be seen.</summary>
internal enum Unseen
{
    /// <summary>The session was paused.</summary>
    Paused,

    /// <summary>Something that was sent is not in the recording.</summary>
    Missing,

    /// <summary>The recording had ended; later it was granted again.</summary>
    Off,

    /// <summary>It is there, and this auditor's key does not open it, or it makes no sense.</summary>
    Unopened,
}

/// <summary>
/// Records of a recording in, pictures out: the live picture's own way. Where live sharing would end, here nothing is shown before
/// the next key frame.
/// </summary>
/// <param name="header">Of the recording: the keys are bound to it.</param>
/// <param name="key">The auditor's.</param>
/// <param name="photos">What decodes photographs.</param>
internal sealed class RecordedPictures(RecordingHeader header, AuditorKey key, IPhotoDecoder photos) : IDisposable
{
    private readonly FrameOpener opener = new(header.ProtocolVersion, header.Session);
    private readonly FrameDecoder decoder = new(photos);
    private uint? paused;
    private (uint Since, Unseen Why)? lost;

    /// <summary>The last whole picture, as it was sent; null before the first.</summary>
    public Frame? Picture { get; private set; }

    /// <summary>How many whole pictures there were.</summary>
    public int Shown { get; private set; }

    /// <summary>Those of them that did not look in each place as the Agent said that they must.</summary>
    public int Differed { get; private set; }

    /// <summary>Content keys that were met.</summary>
    public int KeysMet { get; private set; }

    /// <summary>Those of them that this auditor can open.</summary>
    public int KeysOpened { get; private set; }

    /// <summary>Envelopes of pictures that could not be opened, or not decoded.</summary>
    public int Failed { get; private set; }

    /// <summary>When the last gap was noted, ms; null before the first.</summary>
    public uint? LastGap { get; private set; }

    /// <summary>The places that the Agent kept to itself.</summary>
    public IReadOnlyList<ScreenRect> Masks { get; private set; } = [];

    /// <summary>Where the pointer is.</summary>
    public PointerPosition? Pointer { get; private set; }

    /// <summary>How the pointer looks.</summary>
    public PointerShape? Shape { get; private set; }

    /// <summary>Why there is nothing new to be seen, and since when (ms); null where the picture is what was on the screen.</summary>
    public (uint Since, Unseen Why)? Nothing => lost ?? (paused is { } since ? (since, Unseen.Paused) : null);

    /// <summary>Takes the next record.</summary>
    public void Take(RecordingRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.Keys:
                TakeKey(record.Payload.Span);
                break;
            case RecordKind.Frame:
                TakeFrame(record);
                break;
            case RecordKind.Gap:
                LastGap = record.At;
                lost ??= (record.At, Unseen.Missing);
                break;
            case RecordKind.End:
                paused = null;
                lost = (record.At, Unseen.Off);
                break;
            case RecordKind.Mark when record.Text == RecordingWords.Paused:
                paused ??= record.At;
                break;
            case RecordKind.Mark when record.Text == RecordingWords.Live:
                paused = null;
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => opener.Dispose();

    private void TakeKey(ReadOnlySpan<byte> wrapped)
    {
        KeysMet++;
        var mine = WrappedKey.ReadAll(wrapped)?.FirstOrDefault(one => one.AuditorId.AsSpan().SequenceEqual(key.Id));
        if (mine?.Open(key.Own, header.Session) is { } content)
        {
            KeysOpened += opener.Add(content) ? 1 : 0;
            content.Forget();
        }
    }

    private void TakeFrame(RecordingRecord record)
    {
        EnvelopeHeader.TryRead(record.Payload.Span, out var head);
        var startsKeyFrame = head.Marks.HasFlag(EnvelopeMarks.KeyFrame);
        if (opener.Open(record.Payload.Span, out var body) is not null)
        {
            Lose(record.At);
            return;
        }

        switch (decoder.Take(body, startsKeyFrame))
        {
            case Decoded.More:
                break;
            case Decoded.Shown:
                Show(decoder.Shown!);
                break;
            default:
                Lose(record.At);
                break;
        }
    }

    private void Lose(uint at)
    {
        Failed++;
        lost ??= (at, Unseen.Unopened);
    }

    // The decoder paints the parts of the next frame into its picture: what is whole is copied out.
    private void Show(FrameDelta delta)
    {
        Shown++;
        Differed += decoder.Differing is null ? 0 : 1;
        lost = null;
        var now = decoder.Picture;
        if (Picture?.Width != now.Width || Picture.Height != now.Height)
        {
            Picture = new Frame(now.Width, now.Height);
        }

        now.Pixels.CopyTo(Picture.Pixels, 0);
        Masks = delta.Masks ?? (delta.IsKeyFrame ? [] : Masks);
        Pointer = delta.Pointer ?? (delta.IsKeyFrame ? null : Pointer);
        Shape = delta.Shape ?? (delta.IsKeyFrame ? null : Shape);
    }
}
