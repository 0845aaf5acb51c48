using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

public sealed class TileCompareTests
{
    [Fact]
    public void VectorsAndSingleStepsGiveTheSameAnswer()
    {
        for (uint seed = 0; seed < 400; seed++)
        {
            var draw = new Pictures(seed);
            var left = new uint[draw.Next(80)];
            for (var i = 0; i < left.Length; i++)
            {
                left[i] = (uint)draw.Next(1 << 24);
            }

            var right = (uint[])left.Clone();
            for (var changes = draw.Next(3); changes > 0 && right.Length > 0; changes--)
            {
                right[draw.Next(right.Length)] ^= 1u << draw.Next(32);
            }

            TileCompare.SameRow(left, right).Should().Be(TileCompare.SameRowScalar(left, right), "seed {0}", seed);
        }
    }

    [Fact]
    public void EveryColourBitCountsAndNoBitOfTheFourthByte()
    {
        for (var pixel = 0; pixel < 64; pixel++)
        {
            for (var bit = 0; bit < 32; bit++)
            {
                var left = new uint[64];
                var right = new uint[64];
                right[pixel] = 1u << bit;
                TileCompare.SameRow(left, right).Should().Be(bit >= 24, "pixel {0} bit {1}", pixel, bit);
            }
        }
    }

    [Fact]
    public void OnlyTheAreaIsCompared()
    {
        var left = new Frame(100, 100);
        var right = new Frame(100, 100);
        right.Fill(new ScreenRect(50, 50, 1, 1), 1, 0, 0);
        TileCompare.Same(left, right, new ScreenRect(0, 0, 50, 100)).Should().BeTrue();
        TileCompare.Same(left, right, new ScreenRect(51, 0, 49, 100)).Should().BeTrue();
        TileCompare.Same(left, right, new ScreenRect(50, 50, 1, 1)).Should().BeFalse();
        left.ShowsTheSameAs(right).Should().BeFalse();
    }
}
