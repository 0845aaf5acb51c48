using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Agent.Platform.Jpeg;
using RemoteAssist.Agent.Tests.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>The real library, which every computer that runs these tests must have.</summary>
public sealed class JpegEncoderTests
{
    [Fact]
    public void TheLibraryIsHere() => JpegEncoder.IsHere.Should().BeTrue();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 9)]
    [InlineData(640, 360)]
    public void AnAreaBecomesAJpegOfItsSizeThatGrowsWithQuality(int width, int height)
    {
        var picture = new Frame(700, 400);
        Drawn.Photo(picture, new ScreenRect(0, 0, 700, 400), new Lcg(3));
        using var encoder = new JpegEncoder();
        var before = 0;
        foreach (var quality in new[] { 10, 50, 80, 95 })
        {
            foreach (var full in new[] { false, true })
            {
                var jpeg = encoder.Encode(picture, new ScreenRect(13, 11, width, height), new PhotoLook(quality, full)).ToArray();
                SizeOf(jpeg).Should().Be((width, height));
                if (width == 640)
                {
                    jpeg.Length.Should().BeGreaterThan(before);
                }

                before = full ? 0 : jpeg.Length;
            }
        }
    }

    // The frame header (SOF0): FF C0, length, bits, height, width.
    private static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        jpeg[..2].Should().Equal(0xFF, 0xD8);
        jpeg[^2..].Should().Equal(0xFF, 0xD9);
        for (var at = 2; ; at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3])
        {
            jpeg[at].Should().Be(0xFF);
            if (jpeg[at + 1] == 0xC0)
            {
                return ((jpeg[at + 7] << 8) + jpeg[at + 8], (jpeg[at + 5] << 8) + jpeg[at + 6]);
            }
        }
    }
}
