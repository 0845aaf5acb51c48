using RemoteAssist.Benchmarks.Runs;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Tests;

public sealed class ComparingTests
{
    private static readonly ScreenRect Whole = new(0, 0, 20, 10);

    [Fact]
    public void ThePictureItselfIsExact() =>
        Comparing.Judge(3, Grey(100), Grey(100), Whole, []).Should().Be(new Fidelity(3, WrongPixels: 0, Pixels: 200, Psnr: null));

    [Fact]
    public void OneStepOfEveryColourEverywhereIs48Decibels()
    {
        var judged = Comparing.Judge(1, Grey(100), Grey(101), Whole, []);

        judged.WrongPixels.Should().Be(200);
        judged.Psnr.Should().BeApproximately(20 * Math.Log10(255), 1e-9);
    }

    [Fact]
    public void WhatIsLeftOutOrOutsideTheRegionDoesNotCount()
    {
        var shown = Grey(100);
        shown.Fill(new ScreenRect(0, 0, 5, 10), 0, 0, 0);
        shown.Fill(new ScreenRect(10, 2, 3, 3), 0, 0, 0);

        Comparing.Judge(1, Grey(100), shown, new ScreenRect(5, 0, 15, 10), [new ScreenRect(10, 2, 3, 3)])
            .Should().Be(new Fidelity(1, WrongPixels: 0, Pixels: 141, Psnr: null));
        Comparing.Judge(1, Grey(100), shown, Whole, []).WrongPixels.Should().Be(59);
    }

    private static Frame Grey(byte light)
    {
        var frame = new Frame(20, 10);
        frame.Fill(Whole, light, light, light);
        return frame;
    }
}
