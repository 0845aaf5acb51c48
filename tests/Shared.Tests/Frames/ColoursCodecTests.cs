using System.Buffers;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class ColoursCodecTests
{
    private readonly ColoursCodec codec = new();

    [Fact]
    public void SmallChangesTakeFewBytes()
    {
        Size(CodecVectors.Marker(), new ScreenRect(0, 0, 128, 8)).Should().BeLessThanOrEqualTo(14, "of a row of black and white blocks");
        Size(CodecVectors.Marker(), new ScreenRect(96, 0, 2, 8)).Should().BeLessThanOrEqualTo(6, "of a caret");
        Size(Screens.Text(200, 80, 1), new ScreenRect(26, 3, 12, 18)).Should().BeLessThanOrEqualTo(60, "of a letter");
    }

    [Fact]
    public void LinesThatShareWhatTheyTeachTakeLessThanEachAlone()
    {
        var text = Screens.Text(600, 200, 2);
        var lines = Enumerable.Range(0, 8).Select(line => new ScreenRect(0, 3 + (line * 18), 200, 18)).ToArray();
        Size(text, lines).Should().BeLessThan(lines.Sum(line => Size(text, line)) * 9 / 10);
    }

    [Fact]
    public void UpTo512ColoursFit()
    {
        var frame = CodecVectors.Colours(512);
        var whole = Pictures.Whole(frame);
        ThereAndBack(frame, [whole]);
        var one = CodecVectors.Colours(513);
        var written = new ArrayBufferWriter<byte>();
        codec.TryEncode(one, [Pictures.Whole(one)], written).Should().BeFalse();
        written.WrittenCount.Should().Be(0, "nothing is written of what does not fit");
        codec.Invoking(c => c.Encode(one, [Pictures.Whole(one)], written)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void MorePixelsThanASectionMayHaveAreRefusedOnBothSides()
    {
        var frame = new Frame(256, 256);
        ScreenRect[] most = [new(0, 0, 256, 64), new(0, 64, 256, 64)];
        ThereAndBack(frame, most);
        ScreenRect[] more = [.. most, new(0, 200, 1, 1)];
        codec.TryEncode(frame, more, new ArrayBufferWriter<byte>()).Should().BeFalse();
        codec.TryDecode([], frame, more).Should().BeFalse();
    }

    [Fact]
    public void AnyAreasOfAnyTextComeBackAsTheyWere()
    {
        for (uint seed = 0; seed < 400; seed++)
        {
            var draw = new Pictures(seed);
            var text = Screens.Text(1 + draw.Next(150), 1 + draw.Next(100), seed);
            ThereAndBack(text, [.. Enumerable.Range(0, 1 + draw.Next(4)).Select(_ => draw.Area(Math.Min(text.Width, 80), text.Height))]);
        }
    }

    [Fact]
    public void WhatIsInTheFourthByteDoesNotMatter()
    {
        var text = Screens.Text(100, 40, 3);
        var other = Pictures.Copy(text);
        for (var i = 3; i < other.Pixels.Length; i += Frame.BytesPerPixel)
        {
            other.Pixels[i] = (byte)i;
        }

        Bytes(other, Pictures.Whole(other)).Should().Equal(Bytes(text, Pictures.Whole(text)));
    }

    [Fact]
    public void BytesThatWereBentOrCutNeverDoHarm() => new BentBytes(codec, seed => Screens.Text(60, 40, seed % 50)).Try(10_000);

    [Fact]
    public void BytesBehindTheEndAreRefused()
    {
        var frame = CodecVectors.Marker();
        var areas = new[] { Pictures.Whole(frame) };
        codec.TryDecode([.. Bytes(frame, areas), 1, 2, 3, 4], frame, areas).Should().BeFalse();
    }

    private void ThereAndBack(Frame before, ScreenRect[] areas)
    {
        var after = new Frame(before.Width, before.Height);
        codec.TryDecode(Bytes(before, areas), after, areas).Should().BeTrue();
        areas.Should().OnlyContain(area => TileCompare.Same(before, after, area));
    }

    private int Size(Frame frame, params ScreenRect[] areas) => Bytes(frame, areas).Length;

    private byte[] Bytes(Frame frame, params ScreenRect[] areas) => Pictures.Coded(codec, frame, areas).Data.ToArray();
}
