using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Transfers;

/// <summary>Offsets and clipboards as both commands and messages have them, in both halves.</summary>
internal static class TransferWords
{
    private const int MostPieces = 3;

    /// <summary><c>varint</c>, at most <see cref="TransferLimits.Farthest"/>.</summary>
    public static long Offset(this ref WireReader from)
    {
        var read = from.Varint64();
        return read <= TransferLimits.Farthest ? (long)read : from.Break();
    }

    /// <summary>The writing half of <see cref="Offset(ref WireReader)"/>.</summary>
    public static void Offset(this WireWriter to, long offset) => to.Varint(checked((ulong)offset));

    /// <summary>Counted bytes, to the end, at least one; null where there are more than <paramref name="most"/>.</summary>
    public static byte[]? CountedBytes(this ref WireReader from, int most) =>
        from.Varint(most) is > 0 and var length && length == from.Left ? from.Bytes(length) : null;

    /// <summary><c>u8 pieces, each u8 format, varint size</c>: one to three, each format once, rising.</summary>
    public static IReadOnlyList<ClipboardPiece>? Pieces(this ref WireReader from)
    {
        var count = from.Byte();
        if (count is 0 or > MostPieces)
        {
            return null;
        }

        var pieces = new List<ClipboardPiece>(count);
        for (var i = 0; i < count; i++)
        {
            var piece = new ClipboardPiece((ClipboardFormat)from.Byte(), from.Offset());
            if (!Enum.IsDefined(piece.Format) || piece.Size == 0 || (i > 0 && piece.Format <= pieces[^1].Format))
            {
                return null;
            }

            pieces.Add(piece);
        }

        return pieces;
    }

    /// <summary>The writing half of <see cref="Pieces(ref WireReader)"/>.</summary>
    public static void Pieces(this WireWriter to, IReadOnlyList<ClipboardPiece> pieces)
    {
        to.Byte((byte)pieces.Count);
        foreach (var piece in pieces)
        {
            to.Byte((byte)piece.Format);
            to.Offset(piece.Size);
        }
    }
}
