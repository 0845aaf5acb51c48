namespace RemoteAssist.Shared.Frames;

/// <summary>One way to write a tile down; both halves live together, one codec a file.</summary>
public interface ITileCodec
{
    /// <summary>The byte that names it on the wire; never given to another codec.</summary>
    byte Id { get; }

    /// <summary>The tile as bytes, or null where this codec cannot write it without loss.</summary>
    /// <param name="frame">The frame that holds the tile.</param>
    /// <param name="area">The tile's pixels; inside the frame, at most 64×64.</param>
    byte[]? Encode(Frame frame, ScreenRect area);

    /// <summary>Paints the tile into <paramref name="frame"/>. Never reads or writes outside <paramref name="area"/>.</summary>
    /// <returns>False where the bytes are not what <see cref="Encode"/> writes for an area of this size.</returns>
    bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ScreenRect area);
}
