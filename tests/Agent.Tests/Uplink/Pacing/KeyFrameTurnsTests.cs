using RemoteAssist.Agent.Uplink.Pacing;

namespace RemoteAssist.Agent.Tests.Uplink.Pacing;

public sealed class KeyFrameTurnsTests
{
    private readonly KeyFrameTurns turns = new();

    [Fact]
    public void AViewerThatAsksAgainAndAgainWaitsLongerAndLongerWhileOthersWatch()
    {
        var made = new List<double>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(40); now += TimeSpan.FromMilliseconds(100))
        {
            turns.Ask(2, othersWatch: true, now);
            MakeIfDue(now, made);
        }

        made.Should().Equal(0, 1, 3, 7, 15, 25, 35);
    }

    [Fact]
    public void AViewerThatIsAloneWaitsForTheLeastTimeOnly()
    {
        var made = new List<double>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(1); now += TimeSpan.FromMilliseconds(50))
        {
            turns.Ask(2, othersWatch: false, now);
            MakeIfDue(now, made);
        }

        made.Should().Equal(0, 0.25, 0.5, 0.75);
    }

    [Fact]
    public void AViewerThatDidNotAskForAWhileBeginsAnew()
    {
        var made = new List<double>();
        foreach (var at in new[] { 0, 0.5, 1.5, 14, 14.5 })
        {
            turns.Ask(2, othersWatch: true, TimeSpan.FromSeconds(at));
            for (var now = at; now < at + 2; now += 0.25)
            {
                MakeIfDue(TimeSpan.FromSeconds(now), made);
            }
        }

        made.Should().Equal(0, 1, 3, 14, 15);
    }

    [Fact]
    public void OneThatIsPatientDoesNotWaitForOneThatIsNot()
    {
        for (var i = 0; i < 5; i++)
        {
            turns.Ask(2, othersWatch: true, TimeSpan.FromSeconds(i * 2));
            turns.Take(TimeSpan.FromSeconds(i * 2));
        }

        turns.Ask(2, othersWatch: true, TimeSpan.FromSeconds(9));
        turns.IsDue(TimeSpan.FromSeconds(9)).Should().BeFalse();
        turns.Ask(1, othersWatch: true, TimeSpan.FromSeconds(9));
        turns.IsDue(TimeSpan.FromSeconds(9)).Should().BeTrue();
    }

    private void MakeIfDue(TimeSpan now, List<double> made)
    {
        if (turns.IsDue(now))
        {
            turns.Take(now);
            made.Add(now.TotalSeconds);
        }
    }
}
