using System.Buffers;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// The screen at one moment: BGRX, four bytes a pixel, rows from the top without padding.
/// The fourth byte means nothing and is never compared or sent.
/// </summary>
public sealed class Frame
{
    /// <summary>Bytes a pixel takes in memory.</summary>
    public const int BytesPerPixel = 4;

    /// <summary>The widest or highest monitor, in pixels. X11 allows 32,767; 16,384 holds two 8K monitors side by side.</summary>
    public const int MaxSide = 16_384;

    /// <summary>The most pixels a frame may have: an 8K monitor (7680×4320) fits, and 133 MB is the most one frame holds.</summary>
    public const int MaxPixels = 7_680 * 4_320;

    /// <summary>A black frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is outside 1 to <see cref="MaxSide"/>, or the area is over <see cref="MaxPixels"/>.</exception>
    public Frame(int width, int height)
    {
        if (!Fits(width, height))
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"{width}×{height} is not the size of a monitor.");
        }

        Width = width;
        Height = height;
        Pixels = new byte[width * height * BytesPerPixel];
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes in a row.</summary>
    public int Stride => Width * BytesPerPixel;

    /// <summary>All pixels, row by row.</summary>
    public byte[] Pixels { get; }

    /// <summary>The grid of tiles over this frame.</summary>
    public TileGrid Tiles => new(Width, Height);

    /// <summary>Whether a peer's size may be allocated.</summary>
    public static bool Fits(int width, int height) =>
        width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide && (long)width * height <= MaxPixels;

    /// <summary>The bytes of the pixels from <paramref name="x"/> on in row <paramref name="y"/>.</summary>
    public Span<byte> Row(int x, int y, int width) =>
        Pixels.AsSpan((y * Stride) + (x * BytesPerPixel), width * BytesPerPixel);

    /// <summary>Takes over the pixels of one rectangle from a frame of the same size.</summary>
    public void CopyFrom(Frame source, ScreenRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            source.Row(area.X, y, area.Width).CopyTo(Row(area.X, y, area.Width));
        }
    }

    /// <summary>Paints one rectangle flat.</summary>
    public void Fill(ScreenRect area, byte red, byte green, byte blue)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i += BytesPerPixel)
            {
                row[i] = blue;
                row[i + 1] = green;
                row[i + 2] = red;
                row[i + 3] = 0;
            }
        }
    }

    /// <summary>Whether a rectangle has pixels, and all of them are in this frame.</summary>
    public bool Holds(ScreenRect area) =>
        !area.IsEmpty && area.X >= 0 && area.Y >= 0 && area.Width <= Width - area.X && area.Height <= Height - area.Y;

    /// <summary>Copies within the picture: all sources are read before the first target is written.</summary>
    /// <returns>False, and nothing is written, where a source or target is not inside the frame, or sources have more pixels than the frame.</returns>
    public bool TryCopy(ReadOnlySpan<Move> moves)
    {
        long pixels = 0;
        foreach (var move in moves)
        {
            if (!Holds(move.To) || !Holds(move.From))
            {
                return false;
            }

            pixels += (long)move.To.Width * move.To.Height;
        }

        if (pixels > (long)Width * Height)
        {
            return false;
        }

        if (moves.Length == 1)
        {
            CopyWithin(moves[0]);
            return true;
        }

        // Several may cross: all are taken out first.
        var held = ArrayPool<byte>.Shared.Rent((int)pixels * BytesPerPixel);
        var at = 0;
        foreach (var move in moves)
        {
            for (var y = 0; y < move.To.Height; y++)
            {
                var row = Row(move.X, move.Y + y, move.To.Width);
                row.CopyTo(held.AsSpan(at));
                at += row.Length;
            }
        }

        at = 0;
        foreach (var move in moves)
        {
            for (var y = 0; y < move.To.Height; y++)
            {
                var row = Row(move.To.X, move.To.Y + y, move.To.Width);
                held.AsSpan(at, row.Length).CopyTo(row);
                at += row.Length;
            }
        }

        ArrayPool<byte>.Shared.Return(held);
        return true;
    }

    // Rows in the order in which none is written before it was read; a span's copy minds overlap within the row.
    private void CopyWithin(Move move)
    {
        var down = move.To.Y > move.Y;
        for (var i = 0; i < move.To.Height; i++)
        {
            var y = down ? move.To.Height - 1 - i : i;
            Row(move.X, move.Y + y, move.To.Width).CopyTo(Row(move.To.X, move.To.Y + y, move.To.Width));
        }
    }

    /// <summary>Whether both show the same picture; the fourth byte of a pixel does not count.</summary>
    public bool ShowsTheSameAs(Frame other) =>
        Width == other.Width && Height == other.Height
        && TileCompare.Same(this, other, new ScreenRect(0, 0, Width, Height));
}
