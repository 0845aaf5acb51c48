using System.Security.Cryptography;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Facts about the customer's computer that a viewer wants to be kept.</summary>
public sealed class KeptReportTests
{
    private static readonly byte[] Report = new ComputerReport(DateTimeOffset.UnixEpoch, []).ToBytes();

    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Report));

    private static readonly TransferReport Told = new(1, TransferKind.Facts, FromCustomer: true, "0", Report.Length, Sha256: Hash);

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
        (await Keep(stage, cast)).Should().Be(StepOutcome.Refused, "the Agent has not told of it");
        (await Tell(stage, cast)).Should().BeTrue();
        stage.Log.Last.Action.Should().Be("session.factsRead");
        stage.Log.Last.Detail.Should().Contain("facts", "0").And.Contain("sha256", Hash);
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
        (await Tell(stage, cast)).Should().BeTrue();
        for (var kept = 0; kept < 20; kept++)
        {
            (await Keep(stage, cast)).Should().Be(StepOutcome.Taken);
        }

        (await Keep(stage, cast)).Should().Be(StepOutcome.Refused);
        stage.Log.Actions.Count(action => action == "session.diagnosed").Should().Be(20);
    }

    [Fact]
    public async Task FactsAreToldOfOnlyWhereTheyAreAllowedAndMakeSense()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        await Allow(stage, cast, Scope.View, Scope.Files);
        (await Tell(stage, cast)).Should().BeFalse("diagnostics are not allowed");
        await Allow(stage, cast, Scope.Diagnostics);
        foreach (var wrong in new[]
        {
            Told with { Sha256 = null }, Told with { FromCustomer = false }, Told with { Name = "many" }, Told with { Name = "201" },
            Told with { Bytes = ComputerReport.MaxBytes + 1 }, Told with { End = TransferEnd.Done },
        })
        {
            (await stage.TransferSteps.Report(cast.AgentSeat, wrong)).Should().BeFalse($"{wrong}");
        }

        stage.Log.Broken = true;
        (await Tell(stage, cast)).Should().BeFalse("it is not in the log");
    }

    private static Task<bool> Tell(Stage stage, Cast cast) => stage.TransferSteps.Report(cast.AgentSeat, Told);

    private static Task<StepOutcome> Keep(Stage stage, Cast cast) => stage.TechnicianSteps.KeepReport(cast.ViewerSeat, Report, facts: 0);

    private static async Task Allow(Stage stage, Cast cast, params Scope[] scopes) =>
        (await stage.Report(
            cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: stage.Grant(cast.Session) with { Scopes = scopes }))).Should().BeTrue();
}
