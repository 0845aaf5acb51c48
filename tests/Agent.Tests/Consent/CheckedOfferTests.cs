using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Tests.Consent;

public sealed class CheckedOfferTests
{
    [Fact]
    public void TextsAreCutAndCannotRearrangeTheQuestion()
    {
        var offer = CheckedOffer.From(Some.Offer() with
        {
            Technician = "Lin\u202e\u0000 \n\n Wei" + new string('x', 500),
            Problem = new string('y', 5_000),
        })!;
        offer.Technician.Should().StartWith("Lin Weix").And.HaveLength(100);
        offer.Problem.Should().HaveLength(200);
    }

    [Theory]
    [InlineData(0, 0, 1, 5)]
    [InlineData(int.MinValue, int.MinValue, 1, 5)]
    [InlineData(int.MaxValue, int.MaxValue, 480, 600)]
    [InlineData(60, 120, 60, 120)]
    public void TimesAreHeldInsideTheirRanges(int minutes, int seconds, int length, int answer)
    {
        var offer = CheckedOffer.From(Some.Offer() with { Minutes = minutes, AnswerWithinSeconds = seconds })!;
        (offer.Length, offer.AnswerWithin).Should().Be((TimeSpan.FromMinutes(length), TimeSpan.FromSeconds(answer)));
    }

    [Fact]
    public void AnOfferWithoutViewOrWithoutNamesIsNone()
    {
        CheckedOffer.From(Some.Offer(Scope.Control)).Should().BeNull();
        CheckedOffer.From(Some.Offer() with { Scopes = null! }).Should().BeNull();
        CheckedOffer.From(Some.Offer() with { Organisation = null! }).Should().BeNull();
        CheckedOffer.From(Some.Offer() with { Technician = "\t" }).Should().BeNull();
    }

    [Fact]
    public void ScopesAreKnownOnesAndEachOnce() =>
        CheckedOffer.From(Some.Offer(Scope.View, Scope.View, (Scope)99, Scope.Drawing))!
            .Scopes.Should().Equal(Scope.View, Scope.Drawing);
}
