using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class FramePartsTests
{
    [Fact]
    public void ThereAndBackIsIdentity()
    {
        var delta = Full();
        var part = FrameParts.Read(FrameParts.Write(delta).Should().ContainSingle().Subject)!;
        (part.Part, part.IsLast, part.StartsKeyFrame).Should().Be((0, true, false));
        part.Delta.Should().BeEquivalentTo(delta with { Width = 0, Height = 0 }, o => o.Excluding(d => d.Sections));
        FrameParts.Write(part.Delta).Single().Should().Equal(FrameParts.Write(delta).Single());
        part.Delta.Sections.Select(FrameVectorWords.Section).Select(s => s.ToJsonString())
            .Should().Equal(delta.Sections.Select(FrameVectorWords.Section).Select(s => s.ToJsonString()));
    }

    [Fact]
    public void OnlyTheFirstPartOfAKeyFrameSaysTheSize()
    {
        var key = new FrameDelta(3, 0, 5, 200, 100, []);
        var part = FrameParts.Read(FrameParts.Write(key).Single())!;
        (part.StartsKeyFrame, part.Delta.Width, part.Delta.Height).Should().Be((true, 200, 100));
        FrameParts.Write(key with { Base = 2 }).Single().Length.Should().BeLessThan(10, "a small change costs few bytes");
    }

    [Fact]
    public void ALargeFrameTravelsInPartsAndOnlyTheLastCarriesPointerMasksAndTruth()
    {
        var screen = new Pictures(5).Noise(1920, 1080);
        var sections = Enumerable.Range(0, screen.Tiles.Count)
            .Select(tile => Pictures.Coded(new LosslessCodec(), screen, screen.Tiles.Area(tile))).ToList();
        var delta = Full() with { Base = 0, Width = 1920, Height = 1080, Sections = sections };
        var parts = FrameParts.Write(delta);
        parts.Count.Should().BeGreaterThan(5);
        parts.SkipLast(1).Should().OnlyContain(p => p.Length >= FrameParts.PartBytes && p.Length <= 2 * FrameParts.PartBytes);
        var read = parts.Select(p => FrameParts.Read(p)!).ToList();
        read.Select(r => r.Part).Should().Equal(Enumerable.Range(0, parts.Count));
        read.SkipLast(1).Should().OnlyContain(r => !r.IsLast && r.Delta.Masks == null && r.Delta.Pointer == null && r.Delta.Truth == null);
        read[^1].IsLast.Should().BeTrue();
        read[^1].Delta.Masks.Should().Equal(delta.Masks);

        var decoder = new FrameDecoder();
        var outcomes = parts.Select((p, i) => decoder.Take(p, i == 0)).ToList();
        outcomes.Should().Equal([.. Enumerable.Repeat(Decoded.More, parts.Count - 1), Decoded.Shown]);
        decoder.Picture.ShowsTheSameAs(screen).Should().BeTrue();
    }

    [Fact]
    public void ASectionThatFitsIntoNoPartIsNotWritten()
    {
        var large = new PictureSection.Coded(2, [new ScreenRect(0, 0, 1, 1)], new byte[FrameParts.MaxPartBytes]);
        FluentActions.Invoking(() => FrameParts.Write(Full() with { Sections = [large] })).Should().Throw<InvalidOperationException>();
        var most = large with { Data = new byte[FrameParts.MaxSectionBytes] };
        FrameParts.Read(FrameParts.Write(Full() with { Sections = [most] }).Single()).Should().NotBeNull();
    }

    [Fact]
    public void EveryTruncationIsRefusedOrReadsAsLessAndNeverThrows()
    {
        var whole = FrameParts.Write(Full()).Single();
        var ends = Enumerable.Range(0, whole.Length).Where(length => FrameParts.Read(whole.AsMemory(0, length)) is not null).ToList();

        // A cut between two sections leaves a part that is well formed.
        ends.Should().HaveCount(Full().Sections.Count + 4);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("04000100", "an unknown mark")]
    [InlineData("01000000", "frame 0")]
    [InlineData("0100010100", "a base of 0 that is told as a distance")]
    [InlineData("01008080808010000000", "a frame above 32 bits")]
    [InlineData("0300010000004000", "no width")]
    [InlineData("030001000081800140", "a width above the limit")]
    [InlineData("030002010a4040", "a key frame with a base")]
    [InlineData("030101000a4040", "a size in a second part")]
    [InlineData("010002010a0001", "section 0")]
    [InlineData("010002010a1400", "an unknown section")]
    [InlineData("010002010a21028080", "a section that is longer than the part")]
    [InlineData("010002010a2103020280", "a pointer that is cut off")]
    [InlineData("010002010a2103020202", "a pointer that is neither seen nor not")]
    [InlineData("010002010a01080100000000010203", "an area without pixels")]
    [InlineData("010002010a01080101000101010203", "an area left of the picture")]
    [InlineData("010002010a0105ff00000101", "more areas than bytes")]
    [InlineData("010002010a0100", "a coded section without areas")]
    [InlineData("010002010a1106010000000000", "a run of no tiles")]
    [InlineData("010002010a2306000000000000", "the truth of no tiles")]
    [InlineData("0100020180808080808080808080", "a number without an end")]
    public void WhatBreaksTheLayoutIsRefused(string hex, string what) =>
        FrameParts.Read(Convert.FromHexString(hex)).Should().BeNull(what);

    private static FrameDelta Full()
    {
        var draw = new Pictures(5);
        var screen = draw.Noise(200, 130);
        return new FrameDelta(3, 2, 123_456_789_012, 200, 130,
        [
            Pictures.Fill((new(3, 4, 5, 6), 7, 8, 9), (new(0, 100, 200, 30), 1, 2, 3)),
            Pictures.Coded(new LosslessCodec(), screen, new ScreenRect(64, 64, 64, 64), new ScreenRect(199, 129, 1, 1)),
            new PictureSection.Copy([new Move(new(10, 20, 30, 40), 50, 60), new Move(new(0, 0, 1, 1), 199, 129)]),
            new PictureSection.Recall([new RecalledRun(5, 4000, 3), new RecalledRun(1, 7, 2)]),
            new PictureSection.RecallParts([new RecalledPart(4095, new(64, 0, 3, 4)), new RecalledPart(0, new(1, 2, 3, 4))]),
            new PictureSection.Remember([new TileRun(0, 2), new TileRun(5, 1)]),
            FlatPhotos.Section((0, 0), (100, 100)),
        ])
        {
            Masks = [new ScreenRect(1, 2, 3, 4), new ScreenRect(5, 6, 7, 8)],
            Pointer = new PointerPosition(-12, 34, true),
            Shape = new PointerShape(2, 3, 1, 1, draw.Bytes(24)),
            Truth = new TileTruth(new TileRun(1, 4), 0xfedc_ba98),
        };
    }
}
