using System.IO.Compression;

namespace RemoteAssist.Shared.Frames;

/// <summary>Any tile, without loss: its pixels as <c>red, green, blue</c> row by row, in one raw deflate stream (RFC 1951).</summary>
public sealed class DeflateCodec : ITileCodec
{
    private const int MaxRaw = TileGrid.Side * TileGrid.Side * 3;

    /// <inheritdoc/>
    public byte Id => 2;

    /// <inheritdoc/>
    public byte[]? Encode(Frame frame, ScreenRect area)
    {
        Span<byte> raw = stackalloc byte[MaxRaw];
        var length = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = frame.Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i += Frame.BytesPerPixel)
            {
                raw[length++] = row[i + 2];
                raw[length++] = row[i + 1];
                raw[length++] = row[i];
            }
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(raw[..length]);
        }

        return packed.ToArray();
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> source, Frame frame, ScreenRect area)
    {
        var expected = area.Width * area.Height * 3;
        Span<byte> raw = stackalloc byte[MaxRaw + 1];
        int length;
        try
        {
            using var packed = new MemoryStream(source.ToArray(), writable: false);
            using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
            length = inflate.ReadAtLeast(raw[..(expected + 1)], expected + 1, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        if (length != expected)
        {
            return false;
        }

        var at = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = frame.Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i += Frame.BytesPerPixel)
            {
                row[i + 2] = raw[at++];
                row[i + 1] = raw[at++];
                row[i] = raw[at++];
                row[i + 3] = 0;
            }
        }

        return true;
    }
}
