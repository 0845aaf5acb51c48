using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class LosslessCodecTests
{
    private readonly LosslessCodec codec = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(63, 65)]
    [InlineData(64, 64)]
    [InlineData(129, 130)]
    [InlineData(1920, 1080)]
    public void PicturesOfAnySizeComeBackAsTheyWere(int width, int height)
    {
        ThereAndBack(Screens.Text(width, height, 1), "text");
        ThereAndBack(Screens.Photograph(width, height, 2), "a photograph");
        ThereAndBack(Screens.Page(width, height, 3), "a page");
        ThereAndBack(new Pictures(4).Noise(width, height), "noise");
        ThereAndBack(new Frame(width, height), "nothing at all");
    }

    [Fact]
    public void AnyAreasOfAnyPictureComeBackAsTheyWere()
    {
        for (uint seed = 0; seed < 600; seed++)
        {
            var draw = new Pictures(seed);
            var (width, height) = (1 + draw.Next(200), 1 + draw.Next(200));
            ThereAndBack(Any(seed, width, height), $"seed {seed}", draw.Areas(5, width, height));
        }
    }

    [Fact]
    public void TextTakesLessThanHalfOfWhatDeflateTakes()
    {
        var text = Screens.Text(640, 400, 5);
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(text.Pixels);
        }

        Size(text).Should().BeLessThan((int)packed.Length / 2);
    }

    [Fact]
    public void APhotographTakesLessThanHalfOfItsBytes()
    {
        var photograph = Screens.Photograph(640, 400, 6);
        Size(photograph).Should().BeLessThan(640 * 400 * 3 / 2);
    }

    [Fact]
    public void NoiseHardlyGrows()
    {
        var noise = new Pictures(7).Noise(320, 200);
        Size(noise).Should().BeLessThan(320 * 200 * 3 * 101 / 100);
    }

    [Fact]
    public void OneSectionDoesNotShowInTheNext()
    {
        var fresh = Pictures.Coded(new LosslessCodec(), Screens.Page(200, 200, 8), new ScreenRect(0, 0, 200, 200));
        for (uint seed = 0; seed < 20; seed++)
        {
            Size(Any(seed, 190, 170));
        }

        var again = Pictures.Coded(codec, Screens.Page(200, 200, 8), new ScreenRect(0, 0, 200, 200));
        again.Data.ToArray().Should().Equal(fresh.Data.ToArray());
    }

    [Fact]
    public void WhatIsInTheFourthByteDoesNotMatter()
    {
        var page = Screens.Page(150, 150, 9);
        var other = Pictures.Copy(page);
        for (var i = 3; i < other.Pixels.Length; i += Frame.BytesPerPixel)
        {
            other.Pixels[i] = (byte)i;
        }

        Pictures.Coded(codec, other, Pictures.Whole(other)).Data.ToArray()
            .Should().Equal(Pictures.Coded(codec, page, Pictures.Whole(page)).Data.ToArray());
    }

    [Fact]
    public void BytesThatWereBentOrCutNeverDoHarm() => new BentBytes(codec, seed => Any(seed, 60, 40)).Try(10_000);

    [Fact]
    public void AreasOfMorePixelsThanThePictureAreRefused()
    {
        var frame = new Frame(20, 20);
        ScreenRect[] areas = [new(0, 0, 20, 20), new(0, 0, 20, 20)];
        codec.TryDecode(Pictures.Coded(codec, frame, areas).Data.Span, frame, areas).Should().BeFalse();
    }

    [Fact]
    public void ACodeThatIsNoneIsRefused()
    {
        var frame = new Frame(64, 64);
        byte[] drawnWithTooManyShortCodes = [0b0100_0100, 0b0100_0100, 0b0100_0100, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        codec.TryDecode(drawnWithTooManyShortCodes, frame, [Pictures.Whole(frame)]).Should().BeFalse();
    }

    private static Frame Any(uint seed, int width, int height) => (seed % 4) switch
    {
        0 => Screens.Text(width, height, seed),
        1 => Screens.Photograph(width, height, seed),
        2 => Screens.Page(width, height, seed),
        _ => new Pictures(seed).Noise(width, height),
    };

    private int Size(Frame frame) => Pictures.Coded(codec, frame, Pictures.Whole(frame)).Data.Length;

    private void ThereAndBack(Frame before, string what) => ThereAndBack(before, what, Pictures.Whole(before));

    private void ThereAndBack(Frame before, string what, params ScreenRect[] areas)
    {
        var section = Pictures.Coded(codec, before, areas);
        var after = new Frame(before.Width, before.Height);
        codec.TryDecode(section.Data.Span, after, areas).Should().BeTrue("of {0}", what);
        areas.Should().OnlyContain(area => TileCompare.Same(before, after, area), "of {0}", what);
    }
}
