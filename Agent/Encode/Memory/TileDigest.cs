using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Memory;

/// <summary>
/// SHA-256 of a tile's pixels and size. What is on a screen may be made by strangers (a page, a picture in a mail): with a
/// weaker hash, two tiles could be made that hash alike, and a Viewer would be shown one for the other.
/// </summary>
internal readonly record struct TileDigest(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The digest of a tile.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="tile">A tile of it.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/>.</param>
    public static TileDigest Of(Frame picture, ScreenRect tile, byte[] scratch)
    {
        var colour = Vector256.Create(0x00FF_FFFFu);
        var pixels = MemoryMarshal.Cast<byte, uint>(scratch.AsSpan());
        var at = 0;
        for (var y = tile.Y; y < tile.Bottom; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(picture.Row(tile.X, y, tile.Width));
            var x = 0;
            for (; x <= row.Length - Vector256<uint>.Count; x += Vector256<uint>.Count, at += Vector256<uint>.Count)
            {
                (Vector256.Create<uint>(row[x..]) & colour).CopyTo(pixels[at..]);
            }

            for (; x < row.Length; x++)
            {
                pixels[at++] = row[x] & 0x00FF_FFFF;
            }
        }

        pixels[at++] = (uint)tile.Width;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(scratch.AsSpan(0, at * Frame.BytesPerPixel), hash);
        var parts = MemoryMarshal.Cast<byte, ulong>(hash);
        return new TileDigest(parts[0], parts[1], parts[2], parts[3]);
    }

    /// <summary>The pixels of a tile and one number more.</summary>
    public const int ScratchBytes = ((TileGrid.Side * TileGrid.Side) + 1) * Frame.BytesPerPixel;
}
