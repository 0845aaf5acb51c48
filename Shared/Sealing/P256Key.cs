namespace RemoteAssist.Shared.Sealing;

/// <summary>Public P-256 keys as everybody writes them: SubjectPublicKeyInfo (RFC 5480) of an uncompressed point, 91 bytes.</summary>
public static class P256Key
{
    // The SubjectPublicKeyInfo of every such key begins so, and the point follows. Read by a parser of ASN.1, keys of other
    // curves throw this and that.
    private static ReadOnlySpan<byte> Head =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, // a key on a curve
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, // P-256, 65 bytes
    ];

    /// <summary>Whether these bytes are such a key.</summary>
    public static bool IsOne(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == Head.Length + P256Point.Size && publicKey.StartsWith(Head) && P256Point.IsValid(publicKey[Head.Length..]);

    /// <summary>The 65 bytes of the point of one that <see cref="IsOne"/>.</summary>
    public static ReadOnlySpan<byte> PointOf(ReadOnlySpan<byte> publicKey) => publicKey[Head.Length..];

    /// <summary>The key that a point is.</summary>
    public static byte[] Of(ReadOnlySpan<byte> point) => [.. Head, .. point];
}
