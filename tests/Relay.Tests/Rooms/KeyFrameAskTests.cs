using RemoteAssist.Relay.Rooms;

namespace RemoteAssist.Relay.Tests.Rooms;

public sealed class KeyFrameAskTests
{
    private readonly ManualClock clock = new();
    private readonly List<double> asked = [];
    private readonly DateTimeOffset began;
    private bool needed = true;
    private bool others;

    public KeyFrameAskTests() => began = clock.GetUtcNow();

    [Fact]
    public void AViewerThatIsAloneAsksOnceASecond()
    {
        AskFor(seconds: 4);
        asked.Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public void WhileOthersWatchASlowViewerAsksLessAndLessOften()
    {
        others = true;
        AskFor(seconds: 45);
        asked.Should().Equal(0, 1, 3, 7, 15, 25, 35, 45);
    }

    [Fact]
    public void AViewerThatHadEnoughForAWhileAsksAtOnceAgain()
    {
        others = true;
        using var ask = AskFor(seconds: 3);
        needed = false;
        clock.Advance(KeyFrameAsk.Longest * 2);
        needed = true;
        asked.Clear();
        ask.Ask();
        asked.Should().ContainSingle();
    }

    [Fact]
    public void AnAskThatHasLostItsReasonIsNotMade()
    {
        using var ask = AskFor(seconds: 0.5);
        needed = false;
        clock.Advance(KeyFrameAsk.Longest);
        asked.Should().Equal(0);
    }

    private KeyFrameAsk AskFor(double seconds)
    {
        var ask = new KeyFrameAsk(clock, () => asked.Add((clock.GetUtcNow() - began).TotalSeconds), () => needed, () => others);
        for (var i = 0; i < seconds * 10; i++)
        {
            ask.Ask();
            clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        return ask;
    }
}
