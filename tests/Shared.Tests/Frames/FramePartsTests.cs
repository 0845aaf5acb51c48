using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class FramePartsTests
{
    [Fact]
    public void ThereAndBackIsIdentity()
    {
        var delta = Full(130, 70);
        var part = FrameParts.Read(FrameParts.Write(delta).Should().ContainSingle().Subject)!;
        (part.Part, part.IsLast).Should().Be((0, true));
        part.Delta.Should().BeEquivalentTo(delta, o => o.Excluding(d => d.Tiles));
        Bytes(part.Delta).Should().Equal(Bytes(delta));
    }

    [Fact]
    public void ALargeFrameTravelsInPartsAndOnlyTheLastCarriesPointerAndMasks()
    {
        var delta = Full(1920, 1080);
        var parts = FrameParts.Write(delta);
        parts.Count.Should().BeGreaterThan(5);
        parts.Should().OnlyContain(p => p.Length <= FrameParts.MaxPartBytes);
        var read = parts.Select(p => FrameParts.Read(p)!).ToList();
        read.Select(r => r.Part).Should().Equal(Enumerable.Range(0, parts.Count));
        read.SkipLast(1).Should().OnlyContain(r => !r.IsLast && r.Delta.Masks == null && r.Delta.Pointer == null && r.Delta.Shape == null);
        read[^1].IsLast.Should().BeTrue();
        read[^1].Delta.Masks.Should().Equal(delta.Masks);
        read.SelectMany(r => r.Delta.Tiles).SelectMany(t => t.Data.ToArray()).Should().Equal(Bytes(delta));
    }

    [Fact]
    public void AFrameOfNothingButThePointerIsOnePart()
    {
        var delta = new FrameDelta(7, 6, 5, 64, 64, []) { Pointer = new PointerPosition(-3, 4, false) };
        var part = FrameParts.Read(FrameParts.Write(delta).Single())!;
        part.IsLast.Should().BeTrue();
        part.Delta.Pointer.Should().Be(new PointerPosition(-3, 4, false));
        part.Delta.Masks.Should().BeNull();
    }

    [Fact]
    public void EveryTruncationIsRefusedOrReadsAsLessAndNeverThrows()
    {
        var whole = FrameParts.Write(Full(70, 70)).Single();
        var cut = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            if (FrameParts.Read(whole.AsMemory(0, length)) is null)
            {
                cut++;
            }
        }

        // A cut between two sections leaves a part that is well formed; there are four of those, and the bare head.
        cut.Should().BeInRange(whole.Length - 5, whole.Length);
    }

    [Fact]
    public void ArbitraryChangesNeverThrow()
    {
        var whole = FrameParts.Write(Full(70, 70)).Single();
        var read = 0;
        for (uint seed = 0; seed < 3_000; seed++)
        {
            var draw = new Pictures(seed);
            var bent = (byte[])whole.Clone();
            for (var changes = 1 + draw.Next(4); changes > 0; changes--)
            {
                bent[draw.Next(seed % 2 == 0 ? 60 : bent.Length)] = (byte)draw.Next(256);
            }

            if (FrameParts.Read(bent) is { } part)
            {
                read++;
                part.Delta.TryApplyTo(new Frame(part.Delta.Width, part.Delta.Height));
            }
        }

        read.Should().BeInRange(1, 2_999, "some changes hurt and some do not");
    }

    private static FrameDelta Full(int width, int height)
    {
        var draw = new Pictures(5);
        return new FrameDelta(3, 2, 123_456_789_012, width, height, FrameDelta.Between(null, draw.Noise(width, height)))
        {
            Masks = [new ScreenRect(1, 2, 3, 4), new ScreenRect(5, 6, 7, 8)],
            Pointer = new PointerPosition(12, 34, true),
            Shape = new PointerShape(2, 3, 1, 1, draw.Bytes(24)),
        };
    }

    private static byte[] Bytes(FrameDelta delta) => [.. delta.Tiles.SelectMany(t => t.Data.ToArray())];
}
