using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Checkpoints;

public sealed class CheckpointBellTests
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(50);

    private readonly ManualClock clock = new();
    private readonly CheckpointBell bell = new();

    [Fact]
    public async Task AnEntryWaitsForOthersButNoLongerThanItMay()
    {
        var waiting = Wait();
        clock.Advance(TimeSpan.FromHours(1));
        waiting.IsCompleted.Should().BeFalse("nothing happened");
        bell.Ring(AuditActions.CaseOpened);
        await Eventually.True(() => Advance(TimeSpan.FromSeconds(1)) && waiting.IsCompleted);

        var next = Wait();
        clock.Advance(TimeSpan.FromHours(1));
        next.IsCompleted.Should().BeFalse("what rang before is taken in");
    }

    [Theory]
    [InlineData("session.end")]
    [InlineData(AuditActions.RelayStarted)]
    public async Task SomeWaitForNothing(string action)
    {
        var waiting = Wait();
        bell.Ring(AuditActions.CaseOpened);
        bell.Ring(action);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task SomebodyWhoWaitsForACheckpointGetsOneWithoutAFurtherEntry()
    {
        var waiting = Wait();
        bell.Hurry();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AStopEndsTheWaiting()
    {
        using var stop = new CancellationTokenSource();
        var waiting = bell.Wait(AtMost, clock, stop.Token);
        bell.Ring(AuditActions.CaseOpened);
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task Wait() => bell.Wait(AtMost, clock, CancellationToken.None);

    private bool Advance(TimeSpan by)
    {
        clock.Advance(by);
        return true;
    }
}
