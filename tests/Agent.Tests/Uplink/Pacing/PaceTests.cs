using RemoteAssist.Agent.Encode;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink.Pacing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink.Pacing;

/// <summary>How fast an Agent sends over lines that are simulated: bandwidth, delay, stalls, several Viewers.</summary>
public sealed class PaceTests
{
    private const double Mbit = 1_000_000 / 8.0;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly BusyAgent agent = new();

    [Theory]
    [InlineData(1, 100)]
    [InlineData(5, 40)]
    [InlineData(20, 30)]
    [InlineData(100, 100)]
    public void ABusyLineIsFullAndTheQueueOnItStaysShort(double mbits, double roundTrip)
    {
        var line = agent.Joins(1, mbits * Mbit, roundTrip);
        agent.Run(20 * Second);
        agent.Rate(10 * Second).Should().BeInRange(0.8 * mbits * Mbit, 1.05 * mbits * Mbit);

        // The frame's own bytes, and those of the queue.
        var own = TimeSpan.FromSeconds(agent.Sent.Values.Skip(20).Max(s => s.Bytes) / (mbits * Mbit));
        agent.WorstDelay(line, 10 * Second).Should().BeLessThan(TimeSpan.FromMilliseconds(roundTrip / 2) + own + (1.5 * ViewerLine.Queue));
    }

    [Fact]
    public void OnAFastLineNothingHoldsTheScreensSixtyFramesBack()
    {
        agent.Size = _ => 100_000;
        agent.Joins(1, 1_000 * Mbit, 1);
        agent.Run(5 * Second);
        agent.Sent.Values.Count(s => s.At > 4 * Second).Should().BeGreaterThan(55);
        agent.Sent.Values.Last().Plan.Should().Match<SendPlan>(p => p.MostBytes == int.MaxValue && p.RepairBytes > 300_000 && p.PhotoQuality == 92);
    }

    [Fact]
    public void ManySmallFramesTravelAtOnceOnALongLine()
    {
        agent.Size = _ => 500;
        agent.Joins(1, 50 * Mbit, 200);
        agent.Run(10 * Second);
        agent.Sent.Values.Count(s => s.At > 9 * Second).Should().BeGreaterThan(45);
    }

    [Fact]
    public void ASlowLineGetsSmallPhotographsAndTextBehindThemHardlyWaits()
    {
        var line = agent.Joins(1, 1 * Mbit, 100);
        agent.Run(10 * Second);
        var late = agent.Sent.Where(s => s.Value.At > 5 * Second).ToList();
        late.Should().OnlyContain(s => s.Value.Bytes <= 5_000 && s.Value.Plan.PhotoQuality < 40);

        // A letter that is typed just after a capture waits for the next one. Now and then that is a probe.
        var waits = late.Zip(late.Skip(1), (a, b) => line.Arrived[b.Key] - a.Value.At).Order().ToList();
        waits[waits.Count * 95 / 100].Should().BeLessThan(TimeSpan.FromMilliseconds(140));
        waits[^1].Should().BeLessThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void AfterAStallTheNewestPictureIsThereAtOnce()
    {
        agent.Size = _ => 30_000;
        var line = agent.Joins(1, 20 * Mbit, 40);
        agent.Run(5 * Second);
        line.Stall(2 * Second, agent.Now);
        var end = agent.Now + (2 * Second);
        agent.Run(3 * Second);
        var held = agent.Sent.Where(s => s.Value.At < end && line.Arrived[s.Key] > end).Sum(s => s.Value.Bytes);
        held.Should().BeLessThan((long)(20 * Mbit * 0.1), "what is in flight is bounded");
        var newest = agent.Sent.Where(s => s.Value.At >= end).Min(s => line.Arrived[s.Key]);
        (newest - end).Should().BeLessThan(TimeSpan.FromMilliseconds(150));
        agent.Rate(Second / 2).Should().BeGreaterThan(0.5 * Math.Min(20 * Mbit, 60 * 30_000), "one stall does not make a slow line");
    }

    [Fact]
    public void ALineThatBecomesSlowIsNotFloodedForLong()
    {
        var line = agent.Joins(1, 20 * Mbit, 40);
        agent.Run(5 * Second);
        line.BytesPerSecond = 2 * Mbit;
        agent.Run(3 * Second);
        agent.Run(5 * Second);
        agent.WorstDelay(line, 4 * Second).Should().BeLessThan(TimeSpan.FromMilliseconds(150));
        agent.Rate(4 * Second).Should().BeGreaterThan(1.5 * Mbit);
    }

    [Fact]
    public void ALineThatBecomesFastIsFilledSoon()
    {
        var line = agent.Joins(1, 1 * Mbit, 40);
        agent.Run(5 * Second);
        line.BytesPerSecond = 20 * Mbit;
        agent.Run(2 * Second);
        agent.Run(Second);
        agent.Rate(Second).Should().BeGreaterThan(15 * Mbit);
    }

    [Fact]
    public void WobblingArrivalsDoNotMakeAFastLineASlowOne()
    {
        var dice = new Lcg(3);
        agent.Size = _ => dice.Next(10) == 0 ? 60_000 : 300;
        var line = agent.Joins(1, 100 * Mbit, 10);
        line.Wobble = TimeSpan.FromMilliseconds(15);
        agent.Run(20 * Second);
        agent.Sent.Values.Where(s => s.At > 5 * Second).Should().OnlyContain(s => s.Plan.MostBytes > 60_000);
    }

    [Fact]
    public void ASlowViewerHoldsNobodyBack()
    {
        var fast = agent.Joins(1, 50 * Mbit, 20);
        agent.Joins(2, 0.5 * Mbit, 200);
        agent.Run(10 * Second);
        agent.Rate(5 * Second).Should().BeGreaterThan(40 * Mbit);
        agent.WorstDelay(fast, 5 * Second).Should().BeLessThan(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void AViewerThatPaintsSlowlyIsNotBuriedInFrames()
    {
        agent.Size = _ => 20_000;
        var line = agent.Joins(1, 200 * Mbit, 60);
        line.Painting = TimeSpan.FromMilliseconds(80);
        agent.Run(10 * Second);
        var late = agent.Sent.Where(s => s.Value.At > 5 * Second).ToList();
        late.Should().HaveCountGreaterThan(50, "it always has something to paint");
        late.Max(s => line.Shown[s.Key] - s.Value.At).Should().BeLessThan(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public void WhoWantsItSharpGetsNoLossAndWhoWantsItSmoothMoreOfItOnTheSameLine()
    {
        agent.Joins(1, 5 * Mbit, 40);
        agent.Run(5 * Second);
        var usual = agent.Pace.Plan(keyFrame: false, []);
        agent.Pace.Prefer(1, ViewQuality.Sharp);
        var sharp = agent.Pace.Plan(keyFrame: false, []);
        (sharp.MostBytes, sharp.PhotoQuality).Should().Be((int.MaxValue, 92));
        agent.Pace.Prefer(1, ViewQuality.Smooth);
        var smooth = agent.Pace.Plan(keyFrame: false, []);
        smooth.MostBytes.Should().BeLessThan(usual.MostBytes);
        smooth.PhotoQuality.Should().BeLessThanOrEqualTo(usual.PhotoQuality).And.BeLessThanOrEqualTo(60);
        agent.Pace.Prefer(1, ViewQuality.Automatic);
        agent.Pace.Plan(keyFrame: false, []).Should().BeEquivalentTo(usual, options => options.Excluding(plan => plan.RepairBytes));
    }

    [Fact]
    public void TheWishOfTheFastestViewerCountsAndOneThatIsUnknownChangesNothing()
    {
        agent.Joins(1, 50 * Mbit, 20);
        agent.Joins(2, 1 * Mbit, 200);
        agent.Run(5 * Second);
        agent.Pace.Prefer(2, ViewQuality.Sharp);
        agent.Pace.Prefer(7, ViewQuality.Sharp);
        agent.Pace.Plan(keyFrame: false, []).MostBytes.Should().NotBe(int.MaxValue);
        agent.Pace.Prefer(1, ViewQuality.Sharp);
        agent.Pace.Plan(keyFrame: false, []).MostBytes.Should().Be(int.MaxValue);
    }

    [Fact]
    public void APageThatIsHiddenGetsNoMoreThanIsInFlight()
    {
        var line = agent.Joins(1, 20 * Mbit, 40);
        agent.Run(2 * Second);
        line.Hidden = true;
        agent.Run(Second);
        var before = agent.Sent.Count;
        agent.Run(60 * Second);
        agent.Sent.Should().HaveCount(before);
    }

    [Fact]
    public void AfterARestThePlanAllowsMoreAtOnce()
    {
        agent.Joins(1, 5 * Mbit, 40);
        agent.Run(5 * Second);
        var busy = agent.Pace.Plan(keyFrame: false, []);
        busy.RepairBytes.Should().Be(0, "the line is full");
        agent.Rest(2 * Second);
        var rested = agent.Pace.Plan(keyFrame: false, []);
        rested.RepairBytes.Should().BeInRange(10_000, 25_000, "that is 30 ms of this line");
        rested.MostBytes.Should().BeGreaterThan(3 * busy.MostBytes).And.BeLessThan((int)(0.2 * 5 * Mbit));
    }
}
