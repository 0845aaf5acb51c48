using System.Runtime.InteropServices;
using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Tests;

public sealed class StepMarkerTests
{
    [Fact]
    public void EveryStepIsReadBackFromWhereItWasPainted()
    {
        var picture = new Frame(200, 40);
        for (var step = 0; step <= StepMarker.MaxStep; step++)
        {
            Paint(picture, step, 61, 17);

            StepMarker.Read(picture, 61, 17).Should().Be(step);
        }
    }

    [Fact]
    public void HalfOfOneStepAndHalfOfAnotherIsNoStep()
    {
        var (one, other) = (new Frame(StepMarker.Width, StepMarker.Height), new Frame(StepMarker.Width, StepMarker.Height));
        Paint(one, 5, 0, 0);
        Paint(other, 6, 0, 0);
        one.CopyFrom(other, new ScreenRect(0, 0, StepMarker.Width / 2, StepMarker.Height));

        StepMarker.Read(one, 0, 0).Should().BeNull();
    }

    [Fact]
    public void ABlackScreenShowsNoStep() => StepMarker.Read(new Frame(200, 40), 0, 0).Should().BeNull();

    private static void Paint(Frame picture, int step, int x, int y)
    {
        var pixels = new uint[StepMarker.Width * StepMarker.Height];
        StepMarker.Paint(step, pixels);
        for (var row = 0; row < StepMarker.Height; row++)
        {
            MemoryMarshal.AsBytes(pixels.AsSpan(row * StepMarker.Width, StepMarker.Width)).CopyTo(picture.Row(x, y + row, StepMarker.Width));
        }
    }
}
