namespace RemoteAssist.Fuzz;

/// <summary>An input while it is made. Its memory is used again for the next one; it never grows beyond <see cref="MostBytes"/>.</summary>
internal sealed class Draft
{
    /// <summary>The longest input: a part of a frame is refused from 1 MiB on, and a hub message from 2 MiB.</summary>
    public const int MostBytes = (1 << 20) + 64;

    private byte[] bytes = new byte[4096];

    public int Length { get; private set; }

    public Span<byte> Written => bytes.AsSpan(0, Length);

    public void Set(ReadOnlySpan<byte> from)
    {
        Length = 0;
        Insert(0, from);
    }

    public void Cut(int length) => Length = Math.Min(length, Length);

    public void Remove(int at, int count)
    {
        bytes.AsSpan(at + count, Length - at - count).CopyTo(bytes.AsSpan(at));
        Length -= count;
    }

    /// <summary>Puts these in, as far as there is room.</summary>
    /// <param name="at">From 0 to <see cref="Length"/>.</param>
    /// <param name="piece">Not of this draft's own memory.</param>
    public void Insert(int at, ReadOnlySpan<byte> piece)
    {
        piece = piece[..Math.Min(piece.Length, MostBytes - Length)];
        if (Length + piece.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(Length + piece.Length, Math.Min(2 * bytes.Length, MostBytes)));
        }

        bytes.AsSpan(at, Length - at).CopyTo(bytes.AsSpan(at + piece.Length));
        piece.CopyTo(bytes.AsSpan(at));
        Length += piece.Length;
    }

    /// <summary>Writes these over what stands there, as far as it reaches.</summary>
    public void Overwrite(int at, ReadOnlySpan<byte> piece) => piece[..Math.Min(piece.Length, Length - at)].CopyTo(Written[at..]);
}
