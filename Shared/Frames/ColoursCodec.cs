using System.Buffers;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// Few colours, for small changes where every byte counts: a letter, a caret, a line of text. The pixels of all areas are
/// answers to the questions of <see cref="ColourModel"/>, in one arithmetic code without any head; a caret takes a byte.
/// It costs about 0.2 µs a pixel, so large areas are for <c>lossless</c>. One thread at a time.
/// </summary>
public sealed class ColoursCodec : ITileCodec
{
    /// <summary>The type of its sections.</summary>
    public const byte Type = 3;

    /// <summary>The most pixels that all areas of a section may have together.</summary>
    public const int MaxPixels = 1 << 15;

    private readonly ColourModel model = new();
    private readonly ArrayBufferWriter<byte> written = new(1024);

    /// <inheritdoc/>
    public byte Id => Type;

    /// <summary>Writes the areas if it can.</summary>
    /// <returns>False, and nothing written, where they have more than <see cref="MaxPixels"/> pixels or 512 colours.</returns>
    public bool TryEncode(Frame frame, ReadOnlySpan<ScreenRect> areas, IBufferWriter<byte> target)
    {
        if (!Fits(areas))
        {
            return false;
        }

        model.Clear();
        written.ResetWrittenCount();
        var coder = new AnswerWriter(written);
        foreach (var area in areas)
        {
            if (!model.Code(ref coder, frame, area))
            {
                return false;
            }
        }

        coder.End();
        target.Write(written.WrittenSpan);
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="TryEncode"/> says no.</exception>
    public void Encode(Frame frame, ReadOnlySpan<ScreenRect> areas, IBufferWriter<byte> target)
    {
        if (!TryEncode(frame, areas, target))
        {
            throw new ArgumentException("There are too many pixels or colours for this codec.", nameof(areas));
        }
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ReadOnlySpan<ScreenRect> areas)
    {
        if (!Fits(areas))
        {
            return false;
        }

        model.Clear();
        var coder = new AnswerReader(source);
        foreach (var area in areas)
        {
            if (!model.Code(ref coder, frame, area))
            {
                return false;
            }
        }

        return coder.IsUsedUp;
    }

    private static bool Fits(ReadOnlySpan<ScreenRect> areas)
    {
        var pixels = 0L;
        foreach (var area in areas)
        {
            pixels += (long)area.Width * area.Height;
        }

        return pixels <= MaxPixels;
    }
}
