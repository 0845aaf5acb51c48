using System.IO.Compression;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class TileCodecTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    [InlineData(130, 70)]
    [InlineData(63, 129)]
    public void ThereAndBackIsIdentity(int width, int height)
    {
        var before = new Pictures(1).Noise(width, height);
        before.Fill(new ScreenRect(0, 0, Math.Min(64, width), Math.Min(64, height)), 10, 20, 30);
        var after = new Frame(width, height);
        var delta = new FrameDelta(1, 0, 0, width, height, FrameDelta.Between(null, before));
        delta.TryApplyTo(after).Should().BeTrue();
        after.ShowsTheSameAs(before).Should().BeTrue();
        delta.Tiles[0].Codec.Should().Be(1, "one colour is a fill");
    }

    [Fact]
    public void BetweenNamesTheTilesThatDifferAndNoOther()
    {
        var a = new Pictures(2).Noise(200, 200);
        var b = new Frame(200, 200);
        b.CopyFrom(a, new ScreenRect(0, 0, 200, 200));
        b.Fill(new ScreenRect(64, 128, 1, 1), 1, 2, 3);
        var tiles = FrameDelta.Between(a, b);
        tiles.Should().ContainSingle().Which.Should().Match<EncodedTile>(t => t.Column == 1 && t.Row == 2);
        new FrameDelta(2, 1, 0, 200, 200, tiles).TryApplyTo(a).Should().BeTrue();
        a.ShowsTheSameAs(b).Should().BeTrue();
    }

    [Fact]
    public void HostileBytesAreRefusedAndNeverPaintOutsideTheirTile()
    {
        for (uint seed = 0; seed < 300; seed++)
        {
            var draw = new Pictures(seed);
            var frame = new Frame(192, 192);
            var area = frame.Tiles.Area(1, 1);
            foreach (var codec in TileCodecs.All)
            {
                codec.TryDecode(draw.Bytes(draw.Next(200)), frame, area);
            }

            frame.Fill(area, 0, 0, 0);
            frame.ShowsTheSameAs(new Frame(192, 192)).Should().BeTrue("seed {0}", seed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData((64 * 64 * 3) - 1)]
    [InlineData((64 * 64 * 3) + 1)]
    [InlineData(100_000_000)]
    public void DeflateOfAnotherLengthIsRefused(int length)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[4096];
            for (var left = length; left > 0; left -= zeros.Length)
            {
                deflate.Write(zeros, 0, Math.Min(left, zeros.Length));
            }
        }

        var frame = new Frame(64, 64);
        new DeflateCodec().TryDecode(packed.ToArray(), frame, frame.Tiles.Area(0, 0)).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void AFillOfAnotherLengthIsRefused(int length)
    {
        var frame = new Frame(64, 64);
        new FillCodec().TryDecode(new byte[length], frame, frame.Tiles.Area(0, 0)).Should().BeFalse();
    }

    [Fact]
    public void ATileOutsideThePictureOrOfAnUnknownCodecIsRefused()
    {
        var frame = new Frame(64, 64);
        Apply(new EncodedTile(1, 0, 1, new byte[3])).Should().BeFalse();
        Apply(new EncodedTile(0, 0, 77, new byte[3])).Should().BeFalse();
        Apply(new EncodedTile(0, 0, 1, new byte[3])).Should().BeTrue();

        bool Apply(EncodedTile tile) => new FrameDelta(1, 0, 0, 64, 64, [tile]).TryApplyTo(frame);
    }
}
