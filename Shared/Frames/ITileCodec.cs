using System.Buffers;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// One way to write pixels down; both halves live together, one codec a file. A coded section holds a list of areas
/// and, behind it, what the codec wrote for all of them.
/// </summary>
public interface ITileCodec
{
    /// <summary>The type of its sections on the wire, 1 to 15; never given to another codec.</summary>
    byte Id { get; }

    /// <summary>Writes the pixels of <paramref name="areas"/>, in their order.</summary>
    /// <param name="frame">The frame that holds them.</param>
    /// <param name="areas">Not empty, and inside the frame.</param>
    /// <param name="target">Takes the bytes.</param>
    void Encode(Frame frame, ReadOnlySpan<ScreenRect> areas, IBufferWriter<byte> target);

    /// <summary>Paints the areas. Never reads or writes outside them, nor allocates by an unchecked number.</summary>
    /// <param name="source">Exactly what <see cref="Encode"/> wrote.</param>
    /// <param name="frame">The frame to paint into.</param>
    /// <param name="areas">Not empty, and inside the frame.</param>
    /// <returns>False where the bytes are not what <see cref="Encode"/> writes for areas of these sizes; some may be painted then.</returns>
    bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ReadOnlySpan<ScreenRect> areas);
}
