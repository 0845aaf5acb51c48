namespace RemoteAssist.Fuzz;

/// <summary>Several messages in one input: each <c>u24 length, bytes</c>, the last as long as what is left.</summary>
internal static class Pieces
{
    private const int Head = 3;

    public static byte[] Join(params IEnumerable<byte[]> pieces) =>
        [.. pieces.SelectMany(piece => (byte[])[(byte)piece.Length, (byte)(piece.Length >> 8), (byte)(piece.Length >> 16), .. piece])];

    /// <summary>Takes the next message off; any bytes are some.</summary>
    /// <returns>False at the end.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> piece)
    {
        piece = default;
        if (rest.Length < Head)
        {
            return false;
        }

        var length = Math.Min(rest[0] | (rest[1] << 8) | (rest[2] << 16), rest.Length - Head);
        piece = rest.Slice(Head, length);
        rest = rest[(Head + length)..];
        return true;
    }

    /// <summary>The next message; none at the end.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest) => TryTake(ref rest, out var piece) ? piece : default;
}
