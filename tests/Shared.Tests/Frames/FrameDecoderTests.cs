using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class FrameDecoderTests
{
    private static readonly PictureSection Nothing = new PictureSection.Copy([]);

    private readonly FrameDecoder decoder = new(new FlatPhotos());
    private uint last;

    [Fact]
    public void AKeyFrameBeginsBlackAndDeltasFollow()
    {
        Key(100, 50).Should().Be(Decoded.Shown);
        decoder.Picture.ShowsTheSameAs(new Frame(100, 50)).Should().BeTrue();
        Delta(Pictures.Fill((new(0, 0, 100, 50), 9, 9, 9))).Should().Be(Decoded.Shown);
        decoder.Shown!.Number.Should().Be(2);
        Key(100, 50).Should().Be(Decoded.Shown);
        decoder.Picture.ShowsTheSameAs(new Frame(100, 50)).Should().BeTrue("nothing before a key frame shines through");
        Key(64, 200).Should().Be(Decoded.Shown);
        (decoder.Picture.Width, decoder.Picture.Height).Should().Be((64, 200));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FewBytesDoNotCostAnyAmountOfWork(bool remembers)
    {
        const int width = 1920, height = 1080;
        var tiles = new TileRun(0, new TileGrid(width, height).Count);
        PictureSection again = remembers
            ? new PictureSection.Remember([tiles])
            : new PictureSection.Recall([new RecalledRun(0, 0, tiles.Count)]);
        Key(width, height);
        Delta(new PictureSection.Remember([tiles])).Should().Be(Decoded.Shown);
        Delta([.. Enumerable.Repeat(again, FrameDecoder.MostPictures)]).Should().Be(Decoded.Shown, "no Agent needs as much");
        Delta([.. Enumerable.Repeat(again, FrameDecoder.MostPictures + 1)]).Should().Be(Decoded.BadSection);
    }

    [Fact]
    public void ADeltaBeforeAnyKeyFrameAwaitsOne() =>
        Take(new FrameDelta(9, 8, 0, 0, 0, [])).Should().Be(Decoded.AwaitingKeyFrame);

    [Fact]
    public void AfterALossNothingIsTakenBeforeTheNextKeyFrame()
    {
        Key();
        Take(new FrameDelta(9, 8, 0, 0, 0, [])).Should().Be(Decoded.UnknownBase);
        Delta(Nothing).Should().Be(Decoded.AwaitingKeyFrame);
        Key().Should().Be(Decoded.Shown);
        Delta(Nothing).Should().Be(Decoded.Shown);
    }

    [Fact]
    public void TheMarkOfAKeyFrameAndItsContentMustAgree()
    {
        Key();
        var delta = FrameParts.Write(new FrameDelta(2, 1, 0, 0, 0, [])).Single();
        decoder.Take(delta, startsKeyFrame: true).Should().Be(Decoded.BadPart);
        Key();
        decoder.Take(FrameParts.Write(new FrameDelta(2, 0, 0, 9, 9, [])).Single(), startsKeyFrame: false).Should().Be(Decoded.BadPart);
        decoder.Take(new byte[] { 255 }, startsKeyFrame: true).Should().Be(Decoded.BadPart);
    }

    [Theory]
    [InlineData(2, 1, 2, 1, 2)]
    [InlineData(3, 1, 2, 1, 1)]
    [InlineData(2, 1, 3, 1, 1)]
    [InlineData(2, 1, 2, 1, 0)]
    public void APartThatDoesNotContinueTheOneBeforeIsALoss(uint firstNumber, uint firstBase, uint number, uint basedOn, byte part)
    {
        Key();
        Part(firstNumber, firstBase, 0, isLast: false).Should().Be(Decoded.More);
        var outcome = Part(number, basedOn, part, isLast: true);
        outcome.Should().Be((firstNumber, part) == (number, 1) ? Decoded.Shown : Decoded.PartOutOfOrder);
    }

    [Fact]
    public void ASecondPartWithoutAFirstIsALoss()
    {
        Key();
        Part(2, 1, 1, isLast: true).Should().Be(Decoded.PartOutOfOrder);
    }

    [Fact]
    public void AKeyFrameEndsWhateverWasUnderWay()
    {
        Key();
        Part(2, 1, 0, isLast: false).Should().Be(Decoded.More);
        Key().Should().Be(Decoded.Shown);
    }

    [Fact]
    public void CopiesReadThePictureAsItWasBefore()
    {
        for (uint seed = 0; seed < 500; seed++)
        {
            var draw = new Pictures(seed);
            var screen = draw.Noise(40, 30);
            var moves = Enumerable.Range(0, 1 + draw.Next(3)).Select(_ =>
            {
                var to = draw.Area(20, 15);
                to = to with { X = to.X + draw.Next(20), Y = to.Y + draw.Next(15) };
                return new Move(to, draw.Next(41 - to.Width), draw.Next(31 - to.Height));
            }).ToArray();
            var expected = Pictures.Copy(screen);
            foreach (var move in moves)
            {
                for (var y = 0; y < move.To.Height; y++)
                {
                    screen.Row(move.X, move.Y + y, move.To.Width).CopyTo(expected.Row(move.To.X, move.To.Y + y, move.To.Width));
                }
            }

            Key(40, 30, Pictures.Coded(new LosslessCodec(), screen, Pictures.Whole(screen)));
            Delta(new PictureSection.Copy(moves)).Should().Be(Decoded.Shown);
            decoder.Picture.ShowsTheSameAs(expected).Should().BeTrue("seed {0}", seed);
        }
    }

    [Fact]
    public void AMemoryIsARingAndAKeyFrameEmptiesIt()
    {
        Key(64, 64);
        for (var i = 0; i < TileMemory.Slots + 1; i++)
        {
            Delta(
                Pictures.Fill((new(0, 0, 64, 64), (byte)i, (byte)(i >> 8), 1)),
                new PictureSection.Remember([new TileRun(0, 1)])).Should().Be(Decoded.Shown);
        }

        Recall(1).Should().Be((1, 0, 1), "the second tile is still there");
        Recall(0).Should().Be((0, 16, 1), "the first slot was taken again");
        Recall(4095).Should().Be((255, 15, 1));
        Key(64, 64);
        Delta(new PictureSection.Recall([new RecalledRun(0, 1, 1)])).Should().Be(Decoded.BadSection);

        (byte Red, byte Green, byte Blue) Recall(int slot)
        {
            Delta(new PictureSection.Recall([new RecalledRun(0, slot, 1)])).Should().Be(Decoded.Shown);
            var pixel = decoder.Picture.Row(63, 63, 1);
            return (pixel[2], pixel[1], pixel[0]);
        }
    }

    [Fact]
    public void ARunOfSlotsGoesRoundTheRing()
    {
        Key(128, 64);
        var flip = Enumerable.Range(0, TileMemory.Slots / 2).Select(_ => new TileRun(0, 2)).ToArray();
        foreach (var run in flip)
        {
            Delta(new PictureSection.Remember([run])).Should().Be(Decoded.Shown);
        }

        Delta(Pictures.Fill((new(0, 0, 64, 64), 5, 5, 5)), new PictureSection.Remember([new TileRun(0, 1)])).Should().Be(Decoded.Shown);
        Delta(new PictureSection.Recall([new RecalledRun(0, 4095, 2)])).Should().Be(Decoded.Shown);
        decoder.Picture.Row(0, 0, 1)[0].Should().Be(0);
        decoder.Picture.Row(64, 0, 1)[0].Should().Be(5, "slot 0 follows slot 4095");
    }

    public static TheoryData<string, PictureSection> BadSections() => new()
    {
        { "a codec that nobody knows", new PictureSection.Coded(15, [new(0, 0, 1, 1)], new byte[3]) },
        { "an area that is not inside", new PictureSection.Coded(1, [new(99, 0, 2, 1)], new byte[3]) },
        { "areas with more pixels than the picture", Pictures.Fill((new(0, 0, 100, 100), 1, 1, 1), (new(0, 0, 1, 1), 1, 1, 1)) },
        { "bytes that the codec does not write", new PictureSection.Coded(1, [new(0, 0, 1, 1)], new byte[2]) },
        { "a photo that is none", new PictureSection.Coded(TileCodecs.Photo, [new(0, 0, 16, 8)], new byte[] { 2, 1, 1 }) },
        { "a photo of another size", FlatPhotos.Section((0, 0)) with { Areas = [new(0, 0, 8, 16)] } },
        { "photos that are cut off", FlatPhotos.Section((0, 0)) with { Areas = [new(0, 0, 16, 8), new(20, 0, 16, 8)] } },
        { "bytes behind the photos", FlatPhotos.Section((0, 0), (20, 0)) with { Areas = [new(0, 0, 16, 8)] } },
        { "a copy to outside", new PictureSection.Copy([new Move(new(90, 0, 20, 1), 0, 0)]) },
        { "a copy from outside", new PictureSection.Copy([new Move(new(0, 0, 20, 1), 90, 0)]) },
        { "a copy from above", new PictureSection.Copy([new Move(new(0, 0, 1, 1), 0, -1)]) },
        { "copies with more pixels than the picture", new PictureSection.Copy([new Move(new(0, 0, 100, 100), 0, 0), new Move(new(0, 0, 1, 1), 5, 5)]) },
        { "a slot that holds nothing", new PictureSection.Recall([new RecalledRun(0, 9, 1)]) },
        { "a tile of another size", new PictureSection.Recall([new RecalledRun(1, 0, 1)]) },
        { "tiles behind the last", new PictureSection.Recall([new RecalledRun(3, 0, 2)]) },
        { "tiles to remember behind the last", new PictureSection.Remember([new TileRun(4, 1)]) },
        { "a part over two tiles", new PictureSection.RecallParts([new RecalledPart(0, new(60, 0, 10, 1))]) },
        { "a part of a slot that holds nothing", new PictureSection.RecallParts([new RecalledPart(9, new(0, 0, 1, 1))]) },
        { "a part outside", new PictureSection.RecallParts([new RecalledPart(0, new(100, 0, 1, 1))]) },
    };

    [Theory]
    [MemberData(nameof(BadSections))]
    public void ABadSectionIsALossAndAwaitsAKeyFrame(string what, PictureSection section)
    {
        Key(100, 100, new PictureSection.Remember([new TileRun(0, 1)]));
        Delta(section).Should().Be(Decoded.BadSection, what);
        Delta(Nothing).Should().Be(Decoded.AwaitingKeyFrame);
    }

    [Fact]
    public void WithoutAPhotoDecoderPhotosAreBadSections()
    {
        var blind = new FrameDecoder();
        var body = FrameParts.Write(new FrameDelta(1, 0, 0, 64, 64, [FlatPhotos.Section((0, 0))])).Single();
        blind.Take(body, startsKeyFrame: true).Should().Be(Decoded.BadSection);
        decoder.Take(body, startsKeyFrame: true).Should().Be(Decoded.Shown);
        decoder.Picture.Row(15, 7, 1).ToArray().Should().Equal(128, 128, 128, 0);
    }

    [Fact]
    public void TheTruthIsComparedOnceTheFrameIsApplied()
    {
        Key(100, 100);
        var after = new Frame(100, 100);
        after.Fill(new ScreenRect(70, 70, 5, 5), 1, 2, 3);
        var truth = new TileTruth(new TileRun(0, 4), TileHash.Of(after, new TileRun(0, 4)));
        var change = Pictures.Fill((new(70, 70, 5, 5), 1, 2, 3));
        Take(Next(change) with { Truth = truth }).Should().Be(Decoded.Shown);
        decoder.Differing.Should().BeNull();

        Take(Next(Pictures.Fill((new(70, 70, 5, 5), 1, 2, 4))) with { Truth = truth }).Should().Be(Decoded.Shown, "the picture goes on");
        decoder.Differing.Should().Be(new TileRun(0, 4));
        Delta(Nothing).Should().Be(Decoded.Shown);
        decoder.Differing.Should().BeNull("nothing was said of this frame");
        Take(Next(change) with { Truth = truth with { Tiles = new TileRun(3, 2) } }).Should().Be(Decoded.BadSection);
    }

    [Fact]
    public void ArbitraryEditsShowThePictureThatTheyMean()
    {
        for (uint seed = 0; seed < FrameVectors.SeedsNow; seed++)
        {
            var one = new FrameDecoder();
            foreach (var sent in Edits.Of(seed))
            {
                var outcome = one.Take(sent.Body, sent.StartsKeyFrame);
                if (outcome != (sent.IsLast ? Decoded.Shown : Decoded.More)
                    || (sent.IsLast && (one.Differing is not null || !one.Picture.ShowsTheSameAs(sent.Picture))))
                {
                    Assert.Fail($"seed {seed}: {outcome}");
                }
            }
        }
    }

    [Fact]
    public void BytesThatWereChangedAreLossesOrOtherPicturesAndNeverThrow()
    {
        var outcomes = Enumerable.Range(0, FrameVectors.SeedsNow).SelectMany(seed => BentEdits.Of((uint)seed)).ToHashSet();
        outcomes.Should().Contain([Decoded.Shown, Decoded.BadPart, Decoded.BadSection, Decoded.UnknownBase, Decoded.AwaitingKeyFrame]);
    }

    private Decoded Key(int width = 64, int height = 64, params PictureSection[] sections)
    {
        last++;
        return Take(new FrameDelta(last, 0, 0, width, height, sections));
    }

    private Decoded Delta(params PictureSection[] sections) => Take(Next(sections));

    private FrameDelta Next(params PictureSection[] sections)
    {
        last++;
        return new FrameDelta(last, last - 1, 0, 0, 0, sections);
    }

    private Decoded Take(FrameDelta delta) => decoder.Take(FrameParts.Write(delta).Single(), delta.IsKeyFrame);

    private Decoded Part(uint number, uint basedOn, byte part, bool isLast)
    {
        var body = FrameParts.Write(new FrameDelta(number, basedOn, 0, 0, 0, [])).Single();
        body[0] = isLast ? (byte)1 : (byte)0;
        body[1] = part;
        return decoder.Take(body, startsKeyFrame: false);
    }
}
