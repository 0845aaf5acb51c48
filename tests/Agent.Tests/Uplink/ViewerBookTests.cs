using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

public sealed class ViewerBookTests
{
    private readonly ManualClock clock = new();
    private readonly ViewerBook book;

    public ViewerBookTests() => book = new ViewerBook(clock);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void AViewerWithoutAProperNumberIsNotLookedAt(int viewer)
    {
        book.Come(viewer).Should().BeFalse();
        book.IsThere(viewer).Should().BeFalse();
    }

    [Fact]
    public void AViewerIsNamedOnce()
    {
        book.Come(1).Should().BeTrue();
        book.Come(1).Should().BeFalse();
        book.Go(1).Should().BeFalse("it was there, but shares nothing with this Agent");
        book.Come(1).Should().BeTrue();
    }

    [Fact]
    public void AViewerTooManyIsNotLookedAtUntilAnotherHasGone()
    {
        for (var viewer = 1; viewer <= ViewerBook.Most; viewer++)
        {
            book.Come(viewer).Should().BeTrue();
        }

        book.Come(99).Should().BeFalse();
        book.Go(5);
        book.Come(99).Should().BeTrue();
    }

    [Fact]
    public void AnotherVersionIsOnlyWorthAWordWhileNobodyCanSee()
    {
        book.Come(1);
        book.SpeaksOtherwise(1);
        book.OnlyOtherVersions.Should().BeTrue();
        Known(2).IsReady = true;
        book.OnlyOtherVersions.Should().BeFalse();
        book.Go(2);
        book.OnlyOtherVersions.Should().BeTrue();
    }

    [Fact]
    public void APageThatWentIsKnownForAMinuteAndThenForgotten()
    {
        var page = Known(1);
        var secret = page.Secrets.Single();
        book.Go(1);
        (page.Number, page.IsReady).Should().Be((null, false));
        clock.Advance(HubContract.ComeBackWithin - TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeSameAs(page);
        clock.Advance(TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeNull();
        book.Secrets().Should().BeEmpty();
    }

    [Fact]
    public void WhileThisAgentIsAwayNobodyIsForgottenForTwoMinutes()
    {
        var page = Known(1);
        var secret = page.Secrets.Single();
        book.Go(1).Should().BeTrue();
        book.GoAll().Should().BeFalse("it was gone already");
        clock.Advance(ViewerBook.Longest - TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeSameAs(page);
        clock.Advance(TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeNull();
    }

    [Theory]
    [InlineData(30, 90)]
    [InlineData(59, 119)]
    [InlineData(70, 120)]
    public void TheMinuteCountsFromThisAgentsComingBackAndNeverMakesMoreThanTwo(int back, int forgotten)
    {
        var page = Known(1);
        var secret = page.Secrets.Single();
        book.Go(1);
        book.GoAll();
        clock.Advance(TimeSpan.FromSeconds(back));
        book.Reconnect();
        clock.Advance(TimeSpan.FromSeconds(forgotten - back) - TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeSameAs(page);
        clock.Advance(TimeSpan.FromTicks(1));
        book.WhoHas(secret).Should().BeNull();
    }

    [Fact]
    public void OnlyStrangersAreLeftWhereSomebodyIsThereAndNobodyIsKnown()
    {
        book.OnlyStrangers.Should().BeFalse("nobody is there");
        book.Come(2);
        book.OnlyStrangers.Should().BeTrue();
        var page = Known(1);
        book.OnlyStrangers.Should().BeFalse();
        book.Go(1);
        book.OnlyStrangers.Should().BeFalse("it may come back");
        clock.Advance(HubContract.ComeBackWithin);
        book.WhoHas(page.Secrets.First()).Should().BeNull();
        book.OnlyStrangers.Should().BeTrue();
    }

    [Fact]
    public void APageThatIsThereIsNotForgotten()
    {
        var page = Known(1);
        clock.Advance(TimeSpan.FromHours(1));
        book.WhoHas(page.Secrets.Single()).Should().BeSameAs(page);
    }

    [Fact]
    public void TheSecretBeforeIsKeptUntilSomethingWasOpenedOrAMinuteIsOver()
    {
        var page = Known(1);
        var first = page.Secrets.Single();
        page.Renew(Secret(2), first, clock.GetTimestamp());
        book.Secrets().Should().HaveCount(2).And.Contain(first);
        clock.Advance(HubContract.ComeBackWithin);
        book.Secrets().Should().ContainSingle().Which.Should().NotBe(first);

        var second = page.Secrets.Single();
        page.Renew(Secret(3), second, clock.GetTimestamp());
        using var sealer = new ControlSealer(new byte[32], 1);
        sealer.Seal([3], out var envelope);
        page.Open(envelope, out _).Should().BeNull();
        book.Secrets().Should().ContainSingle().Which.Should().NotBe(second);
    }

    [Fact]
    public void ASecretThatWasNotShownIsNotKept()
    {
        var page = Known(1);
        var first = page.Secrets.Single();
        page.Renew(Secret(2), first, clock.GetTimestamp());
        page.Renew(Secret(3), first, clock.GetTimestamp());
        page.Secrets.Should().HaveCount(2);
        page.Secrets.Last().Should().BeSameAs(first);
        page.Secrets.First().Name.Should().Equal(Secret(3).Name);
    }

    [Fact]
    public void NoMoreNamesAreSaidThanAMessageHolds()
    {
        for (var i = 1; i <= ViewerBook.MostKnown; i++)
        {
            book.IsFull.Should().BeFalse();
            var page = Known(i);
            page.Renew(Secret(100 + i), page.Secrets.Single(), clock.GetTimestamp());
        }

        book.IsFull.Should().BeTrue();
        book.Secrets().Should().HaveCount(ViewerBook.MostKnown).And.Equal(
            Enumerable.Range(1, ViewerBook.MostKnown).Select(i => book.At(i)!.Secrets.First()), "those in use come first");
    }

    private KnownViewer Known(int viewer)
    {
        var page = book.Remember(Secret(viewer));
        page.Meet(viewer, new ControlOpener(new byte[32], (uint)viewer));
        return page;
    }

    private static ResumptionSecret Secret(int seed) =>
        ResumptionSecret.OfIntroduction([.. Enumerable.Repeat((byte)seed, 32)]);
}
