using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>What the customer answers after the end.</summary>
public sealed class RatingTests
{
    [Fact]
    public async Task TheAnswersAreInTheLogAndInTheSessionsRow()
    {
        await using var stage = await Stage.Open();
        var cast = await Ended(stage);

        (await stage.Ratings.Rate(Request(cast), Stage.Office)).Should().BeTrue();

        stage.Log.Last.Should().Match<PendingEntry>(e => e.Action == "session.rated" && e.Actor == ActorKind.Customer && e.Session == cast.Session.Facts.Id);
        stage.Log.Last.Detail.Should().Equal(new Dictionary<string, string> { ["solved"] = "yes", ["ease"] = "4" });
        stage.Log.Last.Personal.Should().Equal(new Dictionary<string, string> { ["sentence"] = "It prints again." });
        var row = stage.Row(cast.Session.Facts.Id);
        (row.Solved, row.Ease, row.Sentence).Should().Be((true, 4, "It prints again."));
        row.Rated.Should().Be(stage.Clock.GetUtcNow());
    }

    [Fact]
    public async Task SaidAgainItIsTrueAndWrittenOnceAndOtherAnswersAreRefused()
    {
        await using var stage = await Stage.Open();
        var cast = await Ended(stage);
        await stage.Ratings.Rate(Request(cast), Stage.Office);
        var entries = stage.Log.Entries.Count;

        (await stage.Ratings.Rate(Request(cast), Stage.Office)).Should().BeTrue("the answer to it may have been lost");
        (await stage.Ratings.Rate(Request(cast) with { Solved = false }, Stage.Office)).Should().BeFalse();

        stage.Log.Entries.Count.Should().Be(entries);
        stage.Row(cast.Session.Facts.Id).Solved.Should().BeTrue();
    }

    [Fact]
    public async Task WhatWasSkippedIsNowhere()
    {
        await using var stage = await Stage.Open();
        var cast = await Ended(stage);

        (await stage.Ratings.Rate(Request(cast) with { Solved = null, Sentence = " \t" }, Stage.Office)).Should().BeTrue();

        stage.Log.Last.Detail.Should().ContainKey("ease").And.NotContainKey("solved");
        stage.Log.Last.Personal.Should().BeNull();
        var row = stage.Row(cast.Session.Facts.Id);
        (row.Solved, row.Ease, row.Sentence).Should().Be(((bool?)null, (int?)4, (string?)null));
    }

    [Fact]
    public async Task WhoeverWasNotThereOrComesTooEarlyOrTooLateIsRefused()
    {
        await using var stage = await Stage.Open();
        var live = await stage.In(SessionState.Live);
        (await stage.Ratings.Rate(Request(live), Stage.Office)).Should().BeFalse("the session is not over");

        (await stage.Report(live.AgentSeat, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();
        var good = Request(live);
        RatingRequest[] bad =
        [
            good with { ProtocolVersion = HubContract.ProtocolVersion - 1 },
            good with { Session = Guid.NewGuid() },
            good with { Seat = new byte[32] },
            good with { Seat = [] },
            good with { Ease = 0 },
            good with { Ease = 6 },
            good with { Sentence = new string('x', 501) },
            good with { Solved = null, Ease = null, Sentence = "" },
        ];
        var entries = stage.Log.Entries.Count;
        foreach (var request in bad)
        {
            (await stage.Ratings.Rate(request, Stage.Office)).Should().BeFalse($"{request}");
        }

        stage.Clock.Advance(FormerSeats.Within + TimeSpan.FromSeconds(1));
        (await stage.Ratings.Rate(good, Stage.Office)).Should().BeFalse("the time is over");
        stage.Log.Entries.Count.Should().Be(entries);
        stage.Row(live.Session.Facts.Id).Rated.Should().BeNull();
    }

    [Fact]
    public async Task TokensThatSeatNobodyCountAsWrongCodes()
    {
        await using var stage = await Stage.Open();
        var cast = await Ended(stage);
        for (var i = 0; i < JoinLimits.PerAddress; i++)
        {
            (await stage.Ratings.Rate(Request(cast) with { Seat = new byte[32] }, Stage.Office)).Should().BeFalse();
        }

        (await stage.Ratings.Rate(Request(cast), Stage.Office)).Should().BeFalse("too many came from there");
        (await stage.Ratings.Rate(Request(cast), "198.51.100.9")).Should().BeTrue();
    }

    [Fact]
    public async Task WithoutALogNothingIsTaken()
    {
        await using var stage = await Stage.Open();
        var cast = await Ended(stage);
        stage.Log.Broken = true;

        await stage.Ratings.Invoking(r => r.Rate(Request(cast), Stage.Office)).Should().ThrowAsync<AuditUnavailableException>();

        stage.Row(cast.Session.Facts.Id).Rated.Should().BeNull();
    }

    private static async Task<Cast> Ended(Stage stage)
    {
        var cast = await stage.In(SessionState.Live);
        (await stage.Report(cast.AgentSeat, new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer))).Should().BeTrue();
        return cast;
    }

    private static RatingRequest Request(Cast cast) =>
        new(HubContract.ProtocolVersion, cast.Session.Facts.Id, cast.Ticket.Seat, true, 4, "It prints again.");
}
