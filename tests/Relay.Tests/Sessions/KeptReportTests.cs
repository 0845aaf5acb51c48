using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Facts about the customer's computer that a viewer wants to be kept.</summary>
public sealed class KeptReportTests
{
    private static readonly byte[] Report = new ComputerReport(DateTimeOffset.UnixEpoch, []).ToBytes();

    [Theory]
    [InlineData(SessionState.Requested)]
    [InlineData(SessionState.Joined)]
    [InlineData(SessionState.Live)]
    [InlineData(SessionState.Ended)]
    public async Task NothingIsKeptWhereFactsWereNeverAllowed(SessionState state)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(state);
        var before = stage.Log.Entries.Count;
        (await Keep(stage, cast)).Should().Be(StepOutcome.Refused);
        stage.Log.Entries.Should().HaveCount(before);
    }

    [Fact]
    public async Task WhatWasReadWhileItWasAllowedIsKeptAlsoAfterThatWasTakenBackAndAfterARestart()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Allow(stage, cast, Scope.View, Scope.Diagnostics);
        (await Keep(stage, cast)).Should().Be(StepOutcome.Taken);
        stage.Log.Last.Action.Should().Be("session.diagnosed");
        await Allow(stage, cast, Scope.View);
        (await Keep(stage, cast)).Should().Be(StepOutcome.Taken);
        cast.Session.Allowed = null;
        (await Keep(stage, cast)).Should().Be(StepOutcome.Taken, "the log knows it");
    }

    [Fact]
    public async Task TwentyAreKeptOfOneSession()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        (await Keep(stage, cast)).Should().Be(StepOutcome.Refused, "and this one does not count");
        await Allow(stage, cast, Scope.Diagnostics);
        for (var kept = 0; kept < 20; kept++)
        {
            (await Keep(stage, cast)).Should().Be(StepOutcome.Taken);
        }

        (await Keep(stage, cast)).Should().Be(StepOutcome.Refused);
        stage.Log.Actions.Count(action => action == "session.diagnosed").Should().Be(20);
    }

    private static Task<StepOutcome> Keep(Stage stage, Cast cast) => stage.TechnicianSteps.KeepReport(cast.ViewerSeat, Report, facts: 0);

    private static async Task Allow(Stage stage, Cast cast, params Scope[] scopes) =>
        (await stage.CustomerSteps.Report(
            cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: stage.Grant(cast.Session) with { Scopes = scopes }))).Should().BeTrue();
}
