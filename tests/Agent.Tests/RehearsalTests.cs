using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Agent.Tests;

public sealed class RehearsalTests
{
    [Fact]
    public async Task TheWayOfAPictureIsPlayedThroughUpToTheSealedEnvelope() =>
        (await Rehearsal.Play(TimeProvider.System, PlatformRandom.Instance)).Should().BeGreaterThanOrEqualTo(3);

    [Fact]
    public async Task TheSessionRehearsesOnceTheQuestionIsAskedAndNotBefore()
    {
        var rehearsed = 0;
        using var stage = new Stage(rehearse: () => Interlocked.Increment(ref rehearsed));
        rehearsed.Should().Be(0);

        await stage.ToQuestion();

        await Eventually.Is(() => Volatile.Read(ref rehearsed) == 1, "it rehearses");
        stage.Opened.Should().Be(0, "the screen is not touched");
    }
}
