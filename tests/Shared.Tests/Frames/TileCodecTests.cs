using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class TileCodecTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    [InlineData(130, 70)]
    [InlineData(63, 129)]
    public void ThereAndBackIsIdentityForAreasOfAnySize(int width, int height)
    {
        foreach (var codec in TileCodecs.Make())
        {
            for (uint seed = 0; seed < 20; seed++)
            {
                var draw = new Pictures(seed);
                var before = codec switch
                {
                    FillCodec => Flat(width, height, draw),
                    ColoursCodec => Screens.Text(width, height, seed),
                    _ => draw.Noise(width, height),
                };
                var areas = draw.Areas(3, width, height);
                var section = Pictures.Coded(codec, before, areas);
                var after = new Frame(width, height);
                codec.TryDecode(section.Data.Span, after, areas).Should().BeTrue("codec {0}, seed {1}", codec.Id, seed);
                areas.Should().OnlyContain(area => TileCompare.Same(before, after, area), "codec {0}, seed {1}", codec.Id, seed);
            }
        }
    }

    [Fact]
    public void EveryCodecHasItsOwnNumberAndPhotoIsOneOfThem()
    {
        var ids = TileCodecs.Make().Select(codec => codec.Id).Append(TileCodecs.Photo).Order().ToList();
        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(id => id >= 1 && id <= 15);
        TileCodecs.Ids.Should().Equal(ids);
    }

    [Fact]
    public void HostileBytesAreRefusedAndNeverPaintOutsideTheirAreas()
    {
        for (uint seed = 0; seed < 300; seed++)
        {
            var draw = new Pictures(seed);
            var frame = new Frame(192, 192);
            ScreenRect[] areas = [new(64, 64, 64, 64), new(5, 100, 7, 3)];
            foreach (var codec in TileCodecs.Make())
            {
                codec.TryDecode(draw.Bytes(draw.Next(200)), frame, areas);
            }

            foreach (var area in areas)
            {
                frame.Fill(area, 0, 0, 0);
            }

            frame.ShowsTheSameAs(new Frame(192, 192)).Should().BeTrue("seed {0}", seed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void AFillOfAnotherLengthIsRefused(int length)
    {
        var frame = new Frame(64, 64);
        new FillCodec().TryDecode(new byte[length], frame, [frame.Tiles.Area(0)]).Should().BeFalse();
    }

    [Fact]
    public void OnlyAnAreaOfOneColourIsFlat()
    {
        for (uint seed = 0; seed < 200; seed++)
        {
            var draw = new Pictures(seed);
            var frame = new Frame(40, 30);
            var area = draw.Area(40, 30);
            FillCodec.IsFlat(frame, area).Should().BeTrue();
            frame.Fill(new ScreenRect(draw.Next(40), draw.Next(30), 1, 1), 0, 1, 0);
            var other = area.Width * area.Height == 1 || Enumerable.Range(area.Y, area.Height).All(y => frame.Row(area.X, y, area.Width).IndexOf((byte)1) < 0);
            FillCodec.IsFlat(frame, area).Should().Be(other, "seed {0}", seed);
        }
    }

    private static Frame Flat(int width, int height, Pictures draw)
    {
        var frame = new Frame(width, height);
        frame.Fill(Pictures.Whole(frame), (byte)draw.Next(256), (byte)draw.Next(256), (byte)draw.Next(256));
        return frame;
    }
}
