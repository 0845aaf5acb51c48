using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Tests.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>
/// Rectangles and input events that lie outside, are empty or overflow: refused by name, never an exception, and nothing
/// of them is done. Those that are right are taken, so that refusing everything would not do either.
/// </summary>
[Trait("Promise", "19")]
public sealed class OutsidePromiseTests
{
    private const int Full = 5_000_000;
    private const int Width = 100, Height = 50;

    private static readonly int[] Sides =
        [0, 1, 2, 49, 50, 51, 99, 100, 101, 127, 128, Frame.MaxSide - 1, Frame.MaxSide, Frame.MaxSide + 1, 65_535, 65_536, int.MaxValue - 1, int.MaxValue];

    private static readonly ulong[] Numbers =
        [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 127, 128, 231, 232, 12_000, 24_000, 24_001, Frame.MaxSide - 1, Frame.MaxSide, 0xd800, 0x10ffff, 0x110000, uint.MaxValue, ulong.MaxValue];

    [Fact]
    public void ARectangleThatIsNotWithinThePictureIsABadSection()
    {
        using var tried = new Tried(19, "rectangles inside, outside, empty and overflowing");
        var dice = new Pictures(19);
        var decoder = new FrameDecoder(new FlatPhotos());
        var black = new Frame(Width, Height);
        for (var i = 0; i < Tried.Count(Full, 50_000); i++)
        {
            var area = new ScreenRect(Side(dice), Side(dice), Side(dice), Side(dice));
            decoder.Take(FrameParts.Write(new FrameDelta(1, 0, 0, Width, Height, [])).Single(), startsKeyFrame: true).Should().Be(Decoded.Shown);
            var isRight = area.Width > 0 && area.Height > 0 && (long)area.X + area.Width <= Width && (long)area.Y + area.Height <= Height;
            var part = FrameParts.Write(new FrameDelta(2, 1, 0, 0, 0, [Pictures.Fill((area, 9, 9, 9))])).Single();
            var came = decoder.Take(part, startsKeyFrame: false);
            tried.Try(
                isRight ? came == Decoded.Shown : came is Decoded.BadPart or Decoded.BadSection && decoder.Picture.ShowsTheSameAs(black),
                $"{area}: {came}");
        }

        tried.MustHold();
    }

    [Fact]
    public void AnEventThatIsOutOfItsRangeIsNoCommand()
    {
        using var tried = new Tried(19, "input events within their range and out of it");
        var dice = new Pictures(91);
        var taken = 0;
        for (var i = 0; i < Tried.Count(Full, 50_000); i++)
        {
            var kind = (byte)dice.Next(9);
            var (first, second) = (Number(dice), Number(dice));
            var to = new WireWriter();
            to.Byte(5);
            to.Byte(kind);
            Write(to, kind, first, second);
            var read = ViewerCommand.Read(to.Written) as ViewerCommand.Input;
            taken += read is null ? 0 : 1;
            tried.Try((read is not null) == IsRight(kind, first, second), $"{kind} {first} {second}: {read?.Events[0]}");
        }

        taken.Should().BePositive("some are right");
        tried.MustHold();
    }

    private static void Write(WireWriter to, byte kind, ulong first, ulong second)
    {
        switch (kind)
        {
            case 2:
                to.Byte((byte)Math.Min(first, byte.MaxValue));
                to.Byte((byte)Math.Min(second, byte.MaxValue));
                break;
            case 4:
                to.Varint(first);
                to.Byte((byte)Math.Min(second, byte.MaxValue));
                break;
            case 5:
                to.Varint(first);
                to.Bytes(new byte[Math.Min(second, 64)]);
                break;
            case 6:
                break;
            default:
                to.Varint(first);
                to.Varint(second);
                break;
        }
    }

    // What PROTOCOL.md says of each, in other words than the code.
    private static bool IsRight(byte kind, ulong first, ulong second) => kind switch
    {
        1 => first < Frame.MaxSide && second < Frame.MaxSide,
        2 => first is 1 or 2 or 3 or 8 or 9 && second <= 1,
        3 => Turns(first) && Turns(second),
        4 => first is >= 4 and <= 231 && second <= 1,
        5 => first > 0 && first == Math.Min(second, 64),
        6 => true,
        7 => first is >= 4 and <= 231 && second is (>= 0x20 and < 0x7f) or (>= 0xa0 and < 0xd800) or (> 0xdfff and <= 0x10ffff),
        _ => false,
    };

    // Zigzag: even numbers are 0, 1, 2 …, odd ones −1, −2 …; so up to 24,000 lie within ±12,000.
    private static bool Turns(ulong written) => written <= 24_000;

    private static int Side(Pictures dice) => dice.Next(3) == 0 ? dice.Next(160) : Sides[dice.Next(Sides.Length)];

    private static ulong Number(Pictures dice) => dice.Next(3) == 0 ? (ulong)dice.Next(300) : Numbers[dice.Next(Numbers.Length)];
}
