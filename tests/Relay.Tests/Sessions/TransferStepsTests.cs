using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>What the log says of files and clipboards.</summary>
public sealed class TransferStepsTests
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly TransferReport File = new(1, TransferKind.File, FromCustomer: false, "a.txt", 3);

    [Fact]
    public async Task AFileBeginsAndEndsInTheLogOnceWhateverIsSaidAgain()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Allowed = [Scope.View, Scope.Files];
        var begun = new TransferReport(1, TransferKind.File, FromCustomer: false, "re\u202eport.pdf", 2_000_000);
        (await stage.TransferSteps.Report(cast.AgentSeat, begun)).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, begun)).Should().BeTrue("its answer was lost");
        var done = begun with { End = TransferEnd.Done, Sha256 = Hash };
        (await stage.TransferSteps.Report(cast.AgentSeat, done)).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, done)).Should().BeTrue();
        var fetched = begun with { Number = 2, FromCustomer = true };
        (await stage.TransferSteps.Report(cast.AgentSeat, fetched)).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, fetched with { End = TransferEnd.CancelledByCustomer })).Should().BeTrue();

        var entries = stage.Log.Entries.Where(e => e.Action.StartsWith("file.", StringComparison.Ordinal)).ToArray();
        entries.Select(e => (e.Action, e.Outcome, e.Actor)).Should().Equal(
            ("file.sending", AuditOutcome.Success, ActorKind.Customer),
            ("file.sent", AuditOutcome.Success, ActorKind.Customer),
            ("file.fetching", AuditOutcome.Success, ActorKind.Customer),
            ("file.fetched", AuditOutcome.Failed, ActorKind.Customer));
        entries[1].Detail.Should().Contain("sha256", Hash).And.Contain("size", "2000000").And.NotContainKey("why");
        entries[1].Personal.Should().Contain("fileName", "report.pdf", "a name is personal, and nothing in it is unseen");
        entries[3].Detail.Should().Contain("why", "cancelledByCustomer");
    }

    [Fact]
    public async Task NothingBeginsThatIsNotAllowedPausedOrCannotBeWritten()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var file = new TransferReport(1, TransferKind.File, false, "a.txt", 3);
        cast.Session.Allowed = [Scope.View, Scope.Clipboard];
        (await stage.TransferSteps.Report(cast.AgentSeat, file)).Should().BeFalse("files are not allowed");
        (await stage.TransferSteps.Report(cast.AgentSeat, file with { Kind = TransferKind.Clipboard, Name = "text,evil,png" })).Should().BeTrue();
        stage.Log.Last.Detail.Should().Contain("formats", "text,png");
        cast.Session.Allowed = [Scope.View, Scope.Files];
        stage.Log.Broken = true;
        (await stage.TransferSteps.Report(cast.AgentSeat, file)).Should().BeFalse("it is not in the log");
        stage.Log.Broken = false;
        (await stage.TransferSteps.Report(cast.AgentSeat, file)).Should().BeTrue();
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause))).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, file with { Number = 2 })).Should().BeFalse("the customer has paused");
        (await stage.TransferSteps.Report(cast.AgentSeat, file with { End = TransferEnd.Broken })).Should().BeTrue("an end is always written");
    }

    [Fact]
    public async Task WhatIsInTheLogIsSoWhateverCameMeanwhile()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Allowed = [Scope.View, Scope.Files];
        (await stage.TransferSteps.Report(cast.AgentSeat, File)).Should().BeTrue();
        cast.Session.Allowed = [Scope.View];
        (await stage.TransferSteps.Report(cast.AgentSeat, File)).Should().BeTrue("it was allowed when it began");
        cast.Session.Allowed = [Scope.View, Scope.Files];
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause))).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, File)).Should().BeTrue("the answer was lost before the pause");
        stage.Log.Actions.Count(action => action == "file.sending").Should().Be(1);
    }

    [Fact]
    public async Task WhatNeverBeganDoesNotEnd()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Allowed = [Scope.View, Scope.Files];
        var done = File with { End = TransferEnd.Done, Sha256 = Hash };
        (await stage.TransferSteps.Report(cast.AgentSeat, done)).Should().BeFalse("it has not begun");
        (await stage.TransferSteps.Report(cast.AgentSeat, File)).Should().BeTrue();
        foreach (var other in new[] { done with { Number = 2 }, done with { Name = "b.txt" }, done with { Bytes = 4 }, done with { FromCustomer = true } })
        {
            (await stage.TransferSteps.Report(cast.AgentSeat, other)).Should().BeFalse("another one has begun");
        }

        (await stage.TransferSteps.Report(cast.AgentSeat, done)).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, File with { End = TransferEnd.Broken })).Should().BeFalse("it has ended");
    }

    [Fact]
    public async Task AfterARestartTheEndOfWhatBeganBeforeIsWritten()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.TakenUp = stage.Clock.GetUtcNow();
        (await stage.TransferSteps.Report(cast.AgentSeat, File with { End = TransferEnd.Broken })).Should().BeTrue();
    }

    [Fact]
    public async Task ASessionDoesNotFillTheLog()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        cast.Session.Allowed = [Scope.View, Scope.Files];
        for (var number = 1; number < TransferBook.Most; number++)
        {
            cast.Session.Transfers.Add(File with { Number = number });
        }

        var last = File with { Number = TransferBook.Most };
        (await stage.TransferSteps.Report(cast.AgentSeat, last)).Should().BeTrue();
        (await stage.TransferSteps.Report(cast.AgentSeat, File with { Number = TransferBook.Most + 1 })).Should().BeFalse();
        (await stage.TransferSteps.Report(cast.AgentSeat, last with { End = TransferEnd.Broken })).Should().BeTrue("what began may end");
        cast.Session.TakenUp = stage.Clock.GetUtcNow();
        (await stage.TransferSteps.Report(cast.AgentSeat, last with { Number = 9_999, End = TransferEnd.Broken })).Should().BeFalse();
    }

    [Theory]
    [InlineData(0, "a", 1, null)]
    [InlineData(1, "", 1, null)]
    [InlineData(1, "a", -1, null)]
    [InlineData(1, "a", long.MaxValue, null)]
    [InlineData(1, "a", 1, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData(1, "a", 1, "e3b0")]
    public async Task AReportThatMakesNoSenseIsNotWritten(int number, string name, long bytes, string? hash)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var before = stage.Log.Entries.Count;
        (await stage.TransferSteps.Report(cast.AgentSeat, new TransferReport(number, TransferKind.File, false, name, bytes, TransferEnd.Done, hash))).Should().BeFalse();
        (await stage.TransferSteps.Report(cast.AgentSeat, new TransferReport(1, TransferKind.File, false, new string('n', 256), 1))).Should().BeFalse();
        stage.Log.Entries.Count.Should().Be(before);
    }
}
