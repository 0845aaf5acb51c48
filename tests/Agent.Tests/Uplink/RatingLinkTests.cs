using Microsoft.Extensions.Logging.Abstractions;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Sessions;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

/// <summary>The customer's answers on their way to the case.</summary>
public sealed class RatingLinkTests
{
    private readonly ManualClock clock = new();
    private readonly FakeRelay relay;
    private readonly RatingLink link;

    public RatingLinkTests()
    {
        relay = new FakeRelay(clock);
        link = new RatingLink(relay, clock, NullLogger.Instance);
    }

    private JoinTicket Ticket => relay.Outcome.Ticket!;

    [Fact]
    public async Task TheyAreSaidWithTheSeatAndWhatWasSkippedIsNull()
    {
        await link.Say(Ticket, new Rating(true, null, ""));

        relay.Ratings.Should().ContainSingle().Which.Should().Be(
            new RatingRequest(HubContract.ProtocolVersion, Ticket.Session, Ticket.Seat, true, null, null));
        relay.Line!.Closed.Should().BeTrue();
    }

    [Fact]
    public async Task WhereTheRelayIsAwayOrRefusesTheyAreSaidAgain()
    {
        relay.Unreachable = true;
        relay.AnswerRating = _ => relay.Ratings.Count > 1;
        var saying = link.Say(Ticket, new Rating(false, 2, "still jams"));
        clock.Advance(SessionTimes.FirstRedial);
        relay.Unreachable = false;
        for (var i = 0; i < 40 && !saying.IsCompleted; i++)
        {
            await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await saying;
        relay.Ratings.Should().HaveCount(2);
    }

    [Fact]
    public async Task AfterAMinuteTheyAreGivenUp()
    {
        relay.AnswerRating = _ => false;
        var saying = link.Say(Ticket, new Rating(false, 2, ""));
        for (var i = 0; i < 200 && !saying.IsCompleted; i++)
        {
            await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await saying;
        relay.Ratings.Count.Should().BeInRange(2, 60);
    }
}
