using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>What the form on the case page asks for reaches the customer's question and the log; nothing else does.</summary>
public sealed class SessionDeskTests
{
    [Fact]
    public async Task WhatIsAskedForIsOfferedWrittenDownAndFoundAgain()
    {
        await using var stage = await Stage.Open();
        var desk = stage.DeskOf(stage.Technician);
        var id = await desk.Start(
            stage.Case.Id, new SessionWish(" Look at it ", [Scope.View, Scope.Drawing, Scope.Control], 120), CancellationToken.None);

        var offer = stage.Directory.Find(id!.Value)!.Offer;
        offer.Scopes.Should().Equal(Scope.View, Scope.Control, Scope.Drawing);
        (offer.Minutes, offer.Reason).Should().Be((120, "Look at it"));
        stage.Log.Entries.Single(entry => entry.Action == "session.requested").Detail
            .Should().Contain("asked", "view,control,drawing").And.Contain("minutes", "120");
        (await desk.Find(id.Value, CancellationToken.None))!.Asked
            .Should().BeEquivalentTo(new SessionWish("Look at it", [Scope.View, Scope.Control, Scope.Drawing], 120));
    }

    public static TheoryData<string, Scope[], int> Unfit => new()
    {
        { " ", [Scope.View], 60 },
        { new string('x', 201), [Scope.View], 60 },
        { "look", [], 60 },
        { "look", [Scope.Control], 60 },
        { "look", [Scope.View, Scope.View], 60 },
        { "look", [Scope.View, (Scope)7], 60 },
        { "look", [Scope.View], 0 },
        { "look", [Scope.View], 31 },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task WhatMayNotBeAskedForStartsNothing(string reason, Scope[] scopes, int minutes)
    {
        await using var stage = await Stage.Open(("LongestSession", "00:30:00"));
        var desk = stage.DeskOf(stage.Technician);
        desk.LongestMinutes.Should().Be(30);
        await desk.Awaiting(d => d.Start(stage.Case.Id, new SessionWish(reason, scopes, minutes), CancellationToken.None))
            .Should().ThrowAsync<ArgumentException>();
        stage.Log.Entries.Should().NotContain(entry => entry.Action == "session.requested");
    }
}
