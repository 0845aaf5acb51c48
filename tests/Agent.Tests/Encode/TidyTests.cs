using RemoteAssist.Agent.Encode;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Encode;

public sealed class TidyTests
{
    private readonly Watching watching = new(1280, 800);

    [Fact]
    public void SomeSecondsAfterALargeFrameTheEncoderTidiesUpOnceThoughACaretBlinks()
    {
        Large(0);
        watching.Encoder.TidyIn(watching.Now).Should().Be(FrameEncoder.TidyAfter);
        for (var blink = 0; blink < 10; blink++)
        {
            watching.Screen.Fill(new ScreenRect(100, 100, 2, 16), (byte)(blink % 2 * 255), 0, 0);
            watching.Step(500_000);
            watching.Encoder.TidyIn(watching.Now).Should().Be(FrameEncoder.TidyAfter - (TimeSpan.FromSeconds(0.5) * (blink + 1)));
        }

        watching.Encoder.TidyIfDue(watching.Now);

        watching.Encoder.TidyIn(watching.Now).Should().BeNull();
    }

    [Fact]
    public void BeforeThatAndAfterSmallFramesThereIsNothingToTidyUp()
    {
        Large(0);
        watching.Encoder.TidyIfDue(watching.Now + 4_999_999);
        watching.Encoder.TidyIn(watching.Now).Should().NotBeNull("it is too early");
        watching.Encoder.TidyIfDue(watching.Now + 5_000_000);

        watching.Screen.Fill(new ScreenRect(100, 100, 2, 16), 255, 0, 0);
        watching.Step(6_000_000);

        watching.Encoder.TidyIn(watching.Now).Should().BeNull();
    }

    [Fact]
    public void WhatComesAfterIsTheSamePictureAgain()
    {
        Large(0);
        watching.Encoder.TidyIfDue(watching.Now + 5_000_000);
        for (var seed = 1; seed < 4; seed++)
        {
            Large(seed);
            watching.MustBeExact();
        }

        Large(0, later: 2_000_000);
        watching.MustBeExact();
        watching.All<PictureSection.Recall>().Should().NotBeEmpty("what was seen before is not forgotten");
    }

    // No two rows alike, and too many pixels to count as few.
    private void Large(int seed, ulong later = 400_000)
    {
        for (var y = 0; y < 800; y++)
        {
            watching.Screen.Fill(new ScreenRect(0, y, 1280, 1), (byte)(y * (seed + 3)), (byte)(y >> 2), (byte)seed);
            watching.Screen.Fill(new ScreenRect((y * (seed + 7)) % 1200, y, 40, 1), 255, 255, (byte)y);
        }

        watching.Step(later);
    }
}
