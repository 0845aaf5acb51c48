using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>What the log says of pointer and keyboard: opened, counted, closed, each signed, and what is missing is said.</summary>
public sealed class UseStepsTests : IDisposable
{
    private readonly SessionKey key = new();
    private int number;

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task AnIntervalIsInTheLogOnceWithAllThatWasSigned()
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        var opened = Next(cast, UseStep.Opened);
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeTrue();
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeTrue("its answer was lost");
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Counted, keys: 3))).Should().BeTrue();
        var closed = Next(cast, UseStep.Closed, keys: 5);
        (await stage.UseSteps.Report(cast.AgentSeat, closed)).Should().BeTrue();
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Opened, interval: 2))).Should().BeTrue();

        var entries = stage.Log.Entries.Where(e => e.Action.StartsWith("control.", StringComparison.Ordinal)).ToArray();
        entries.Select(e => e.Action).Should().Equal("control.opened", "control.counted", "control.closed", "control.opened");
        entries[0].Detail.Should().Contain("key", Convert.ToBase64String(key.PublicKey));
        entries[2].Detail.Should().Contain("keys", "5").And.Contain("report", "3").And.Contain("signature", Convert.ToBase64String(closed.Signature));
        entries.Should().OnlyContain(e => e.Personal == null || e.Personal.Count == 0);
        stage.Log.Entries.Single(e => e.Action == "session.join").Detail.Should().Contain("agentKey", Convert.ToHexStringLower(key.Mark));
    }

    [Fact]
    public async Task WhatIsNotNextOrNotSignedIsNotTaken()
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        using var other = new SessionKey();
        var opened = Next(cast, UseStep.Opened);
        UseReport[] wrong =
        [
            Sign(cast, opened with { Number = 2 }),
            Sign(cast, opened with { Interval = 2 }),
            Sign(cast, opened with { Step = UseStep.Counted }),
            Sign(cast, opened with { Counts = InputCounts.None with { Keys = 1 } }),
            Sign(cast, opened with { Step = (UseStep)9 }),
            opened with { At = opened.At.AddSeconds(1) },
            opened with { Signature = new byte[64] },
            opened with { Signature = [] },
            opened with { Key = [1, 2, 3] },
            opened with { Key = null! },
            opened with { Counts = null! },
            other.Sign(cast.Session.Facts.Id, Stage.Transcript, opened),
            key.Sign(Guid.NewGuid(), Stage.Transcript, opened),
            key.Sign(cast.Session.Facts.Id, new byte[32], opened),
        ];
        foreach (var report in wrong)
        {
            (await stage.UseSteps.Report(cast.AgentSeat, report)).Should().BeFalse($"{report}");
        }

        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeTrue();
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Counted, keys: 9))).Should().BeTrue();
        foreach (var report in new[] { Next(cast, UseStep.Closed, keys: 8), Next(cast, UseStep.Opened, interval: 2), Next(cast, UseStep.Counted, keys: -1) })
        {
            number = 2;
            (await stage.UseSteps.Report(cast.AgentSeat, Sign(cast, report with { Number = 3 }))).Should().BeFalse($"{report}");
        }

        stage.Log.Actions.Count(a => a.StartsWith("control.", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task NoIntervalIsOpenedWithoutControlOrALogAndACloseIsAlwaysWritten()
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        var opened = Next(cast, UseStep.Opened);
        cast.Session.Allowed = [Scope.View];
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeFalse("control is not allowed");
        cast.Session.Allowed = [Scope.View, Scope.Control];
        stage.Log.Broken = true;
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeFalse("it is not in the log");
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeFalse();
        stage.Log.Broken = false;
        (await stage.UseSteps.Report(cast.AgentSeat, opened)).Should().BeTrue();
        stage.Log.Entries.Where(e => e.Action == "control.opened").Select(e => e.Outcome).Should().Equal(
            [AuditOutcome.Failed, AuditOutcome.Success], "only the first try is owed");
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Pause))).Should().BeTrue();
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Closed, keys: 1))).Should().BeTrue();
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Opened, interval: 2))).Should().BeFalse("the customer has paused");
    }

    [Fact]
    public async Task TheLastCountMayComeBehindTheEndAndElseItsLossIsWritten()
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Opened));
        (await stage.TechnicianSteps.End(cast.ViewerSeat)).Should().Be(StepOutcome.Taken);
        (await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Closed, keys: 2))).Should().BeTrue();
        await stage.CustomerSteps.Lost(cast.AgentSeat);
        stage.Log.Actions.Should().ContainInOrder("session.end", "control.closed").And.NotContain("control.uncounted");

        number = 0;
        var killed = await Controlled(stage);
        await stage.UseSteps.Report(killed.AgentSeat, Next(killed, UseStep.Opened));
        (await stage.TechnicianSteps.End(killed.ViewerSeat)).Should().Be(StepOutcome.Taken);
        await stage.CustomerSteps.Lost(killed.AgentSeat);
        stage.Log.Last.Action.Should().Be("control.uncounted");
        stage.Log.Last.Detail.Should().Contain("uncountedSeconds", "10").And.Contain("report", "1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAgentThatDoesNotComeBackLeavesThatItsLastSecondsAreNotCounted(bool restarted)
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        await stage.UseSteps.Report(cast.AgentSeat, Next(cast, UseStep.Opened));
        if (restarted)
        {
            await stage.Restart();
        }
        else
        {
            await stage.CustomerSteps.Lost(cast.AgentSeat);
        }

        stage.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.True(() => stage.Log.Actions.Contains("session.end"));
        stage.Log.Actions.TakeLast(2).Should().Equal("control.uncounted", "session.end");
    }

    [Fact]
    public async Task ARelayThatWasStartedAgainKnowsFromTheLogWhatComesNext()
    {
        await using var stage = await Stage.Open();
        var cast = await Controlled(stage);
        var opened = Next(cast, UseStep.Opened);
        await stage.UseSteps.Report(cast.AgentSeat, opened);
        await stage.Restart();
        var (_, seat) = await stage.Rejoin(cast, stage.Connection());
        (await stage.UseSteps.Report(seat!, opened)).Should().BeTrue("it is in the log");
        using var other = new SessionKey();
        var closed = Next(cast, UseStep.Closed, keys: 4);
        (await stage.UseSteps.Report(seat!, other.Sign(cast.Session.Facts.Id, Stage.Transcript, closed))).Should().BeFalse();
        (await stage.UseSteps.Report(seat!, closed)).Should().BeTrue();
        stage.Log.Actions.Count(a => a == "control.opened").Should().Be(1);
    }

    // The mark of the key has passed in the code exchange.
    private async Task<Cast> Controlled(Stage stage)
    {
        stage.AgentKey = key;
        var cast = await stage.In(SessionState.Live);
        cast.Session.Allowed = [Scope.View, Scope.Control];
        return cast;
    }

    private UseReport Next(Cast cast, UseStep step, long keys = 0, int interval = 1) => Sign(cast, new UseReport(
        ++number, interval, step, DateTimeOffset.UnixEpoch.AddDays(20_000), InputCounts.None with { Keys = keys }, [], []));

    private UseReport Sign(Cast cast, UseReport report) => key.Sign(cast.Session.Facts.Id, Stage.Transcript, report);
}
