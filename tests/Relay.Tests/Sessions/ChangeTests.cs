using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>What the customer allows in the course of a session, as the Relay writes it down.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task WhatIsGivenAndTakenBackIsWritten()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);

        (await Change(stage, cast, Grant(stage, cast, 60, Scope.View, Scope.Control, Scope.Drawing))).Should().BeTrue();
        stage.Log.Last.Action.Should().Be("session.change");
        stage.Log.Last.Actor.Should().Be(ActorKind.Customer);
        stage.Log.Last.Detail.Should().Contain("given", "control,drawing").And.Contain("scopes", "view,control,drawing").And.ContainKey("until")
            .And.NotContainKey("takenBack");

        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Change(stage, cast, Grant(stage, cast, 59, Scope.Drawing))).Should().BeTrue();
        stage.Log.Last.Detail.Should().Contain("takenBack", "view,control").And.Contain("scopes", "drawing").And.NotContainKey("given");

        (await Change(stage, cast, Grant(stage, cast, 59))).Should().BeTrue("everything can be taken back");
        stage.Log.Last.Detail.Should().Contain("takenBack", "drawing").And.Contain("scopes", "");
        cast.Session.Standing.State.Should().Be(SessionState.Live);
    }

    [Fact]
    public async Task WhatIsSaidAgainIsWrittenOnce()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var grant = Grant(stage, cast, 60, Scope.View, Scope.Control);
        await Change(stage, cast, grant);
        var written = stage.Log.Entries.Count;

        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        (await Change(stage, cast, grant)).Should().BeTrue();
        stage.Log.Entries.Should().HaveCount(written);

        await Change(stage, cast, Grant(stage, cast, 59, Scope.View));
        stage.Log.Entries.Should().HaveCount(written + 1, "that is another one");
    }

    [Fact]
    public async Task ALongerTimeIsTheRelaysTimeToo()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Clock.Advance(TimeSpan.FromMinutes(50));
        await Change(stage, cast, Grant(stage, cast, 30, Scope.View));

        stage.Clock.Advance(TimeSpan.FromMinutes(29));
        cast.Session.IsOver.Should().BeFalse("it ended after an hour otherwise");
        stage.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(3));
        await Eventually.True(() => cast.Session.Standing.EndReason == EndReason.TimeUp);
    }

    [Fact]
    public async Task ATimeThatOnlyTheLineHasMovedStaysAsItWas()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var until = cast.Session.Standing.Until;
        var grant = Grant(stage, cast, 60, Scope.View, Scope.Control);
        stage.Clock.Advance(TimeSpan.FromSeconds(4));
        await Change(stage, cast, grant);
        cast.Session.Standing.Until.Should().Be(until);
    }

    [Theory]
    [InlineData("no grant")]
    [InlineData("another session")]
    [InlineData("another technician")]
    [InlineData("another organisation")]
    [InlineData("a scope that is none")]
    [InlineData("a scope twice")]
    [InlineData("no scopes")]
    [InlineData("too long")]
    [InlineData("over already")]
    public async Task WhatNoCustomerCanHaveAllowedIsRefused(string how)
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        var good = Grant(stage, cast, 60, Scope.View);
        var written = stage.Log.Entries.Count;

        (await Change(stage, cast, how switch
        {
            "no grant" => null,
            "another session" => good with { Session = Guid.NewGuid() },
            "another technician" => good with { Technician = "Bob Roe" },
            "another organisation" => good with { Organisation = "Others" },
            "a scope that is none" => good with { Scopes = [Scope.View, (Scope)7] },
            "a scope twice" => good with { Scopes = [Scope.View, Scope.View] },
            "no scopes" => good with { Scopes = null! },
            "too long" => good with { Until = good.GrantedAt + TimeSpan.FromMinutes(481) },
            _ => good with { Until = good.GrantedAt },
        })).Should().BeFalse();
        stage.Log.Entries.Should().HaveCount(written);
        (await Change(stage, cast, good with { Until = good.GrantedAt + TimeSpan.FromMinutes(480) })).Should().BeTrue();
    }

    [Fact]
    public async Task ALogThatCannotBeWrittenGivesNothing()
    {
        await using var stage = await Stage.Open();
        var cast = await stage.In(SessionState.Live);
        stage.Log.Broken = true;
        (await Change(stage, cast, Grant(stage, cast, 60, Scope.View, Scope.Control))).Should().BeFalse();
    }

    private static Task<bool> Change(Stage stage, Cast cast, ConsentGrant? grant) =>
        stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.Change, Grant: grant));

    private static ConsentGrant Grant(Stage stage, Cast cast, int minutes, params Scope[] scopes) =>
        stage.Grant(cast.Session) with { Scopes = scopes, Until = stage.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes) };
}
