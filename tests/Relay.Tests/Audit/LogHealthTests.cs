using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

public sealed class LogHealthTests
{
    private readonly FailingCommit disk = new();
    private readonly SmallDisk space = new();

    [Fact]
    public async Task TheFirstEntryAfterAFailureSaysFromWhenToWhenAndHowMuchDidNotHappen()
    {
        await using var relay = new TestRelay(disk);
        await relay.Audit.Append(Some.Entry());
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1); // the log counts whole milliseconds
        disk.Fails = CommitFault.Failed;
        await Refused(relay);
        await Refused(relay);
        disk.Fails = CommitFault.None;
        (await relay.Audit.Append(Some.Entry())).Should().Be(3);
        await relay.Audit.Append(Some.Entry());

        var log = await relay.Log();
        log.Select(entry => entry.Action).Should().Equal(
            Some.Entry().Action, AuditActions.LogUnavailable, Some.Entry().Action, Some.Entry().Action);
        var said = log[1];
        (said.Outcome, said.Detail["refused"]).Should().Be((AuditOutcome.Failed, "2"));
        DateTimeOffset.Parse(said.Detail["since"], null).Should().BeOnOrAfter(before);
        DateTimeOffset.Parse(said.Detail["until"], null).Should().BeOnOrAfter(DateTimeOffset.Parse(said.Detail["since"], null)).And.BeOnOrBefore(said.Time);
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task WhoeverFollowsItHearsOfAFailureBeforeWhoeverWaitsForTheEntry()
    {
        await using var relay = new TestRelay(disk);
        var heard = new List<bool>();
        relay.Get<LogHealth>().Changed = heard.Add;
        disk.Fails = CommitFault.Failed;
        await Refused(relay);
        heard.Should().Equal(true);
        relay.Get<LogHealth>().IsFailing.Should().BeTrue();
        await Refused(relay);
        disk.Fails = CommitFault.None;
        await relay.Audit.Append(Some.Entry());
        heard.Should().Equal(true, false);
        relay.Get<LogHealth>().IsFailing.Should().BeFalse();
    }

    [Fact]
    public async Task ItTriesAgainByItselfAndSaysSoWithoutBeingAsked()
    {
        await using var relay = new TestRelay(disk);
        disk.Fails = CommitFault.Failed;
        await Refused(relay);
        disk.Fails = CommitFault.None;
        await Eventually.True(() => !relay.Get<LogHealth>().IsFailing);
        (await relay.Log()).Select(entry => entry.Action).Should().Equal(AuditActions.LogUnavailable);
    }

    [Fact]
    public async Task AFullDiskIsAFailureToo()
    {
        await using var relay = new TestRelay(new ManualClock(), space); // or the log tries again by itself, and a small entry may still fit
        space.IsFull = true;
        var fill = async () =>
        {
            while (true)
            {
                await relay.Audit.Append(Some.Entry() with { Personal = new Dictionary<string, string> { ["problem"] = new('x', 40_000) } });
            }
        };
        await fill.Should().ThrowAsync<AuditUnavailableException>();
        relay.Get<LogHealth>().IsFailing.Should().BeTrue();
    }

    [Fact]
    public async Task AChangeThatBreaksARuleIsItsOwnTroubleAndNotTheLogs()
    {
        await using var relay = new TestRelay();
        Func<Relay.Storage.RelayDb, Task> same = db =>
        {
            db.Cases.Add(Some.CaseRow("1"));
            return Task.CompletedTask;
        };
        await relay.Audit.Append(Some.Entry(), same);
        await relay.Audit.Awaiting(audit => audit.Append(Some.Entry(), same)).Should().ThrowAsync<AuditUnavailableException>();
        relay.Get<LogHealth>().IsFailing.Should().BeFalse();
        (await relay.Audit.Append(Some.Entry())).Should().Be(2);
    }

    private static async Task Refused(TestRelay relay) =>
        await relay.Audit.Awaiting(audit => audit.Append(Some.Entry())).Should().ThrowAsync<AuditUnavailableException>();
}
