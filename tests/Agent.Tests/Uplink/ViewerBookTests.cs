using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Tests.Uplink;

public sealed class ViewerBookTests
{
    private readonly ViewerBook book = new();

    [Fact]
    public void AViewerThatComesIsGreetedOnceWithWhatTheAgentSpeaks()
    {
        var hello = Hello.Read(book.Come(1))!;
        hello.ProtocolVersion.Should().Be(HubContract.ProtocolVersion);
        hello.Codecs.Should().Equal(TileCodecs.All.Select(c => c.Id));
        book.Come(1).Should().BeNull("it is known already");
    }

    [Fact]
    public void EveryGreetingHasItsOwnSalt()
    {
        var first = Hello.Read(book.Come(1))!;
        var second = Hello.Read(book.Come(2))!;
        second.Salt.Should().NotEqual(first.Salt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void AViewerWithoutAProperNumberIsNotGreeted(int viewer)
    {
        book.Come(viewer).Should().BeNull();
        book.Hear(viewer, Some.Hello()).Should().BeFalse();
        book.IsReady(viewer).Should().BeFalse();
    }

    [Fact]
    public void AViewerTooManyIsNotGreetedUntilAnotherHasGone()
    {
        for (var viewer = 1; viewer <= ViewerBook.Most; viewer++)
        {
            book.Come(viewer).Should().NotBeNull();
        }

        book.Come(99).Should().BeNull();
        book.Hear(99, Some.Hello()).Should().BeFalse();
        book.Go(5);
        book.Come(99).Should().NotBeNull();
    }

    [Fact]
    public void AViewerSeesNothingBeforeItsHello()
    {
        book.Come(1);
        (book.IsReady(1), book.AnyReady, book.OnlyOtherVersions).Should().Be((false, false, false));
    }

    [Fact]
    public void AHelloThatFitsMakesItsViewerReadyAndNoOther()
    {
        book.Come(1);
        book.Come(2);
        book.Hear(2, Some.Hello()).Should().BeTrue();
        (book.IsReady(1), book.IsReady(2), book.AnyReady).Should().Be((false, true, true));
    }

    [Theory]
    [MemberData(nameof(HellosThatDoNotFit))]
    public void AHelloThatDoesNotFitShowsAsAnotherVersion(string why, byte[] hello)
    {
        book.Come(1);
        book.Hear(1, hello).Should().BeFalse(why);
        (book.IsReady(1), book.AnyReady, book.OnlyOtherVersions).Should().Be((false, false, true), why);
    }

    public static TheoryData<string, byte[]> HellosThatDoNotFit() => new()
    {
        { "an older version", Some.Hello(HubContract.ProtocolVersion - 1) },
        { "a newer version", Some.Hello(HubContract.ProtocolVersion + 1) },
        { "it cannot read every codec", Some.Hello(HubContract.ProtocolVersion, TileCodecs.All[0].Id) },
        { "cut short", Some.Hello()[..^1] },
        { "empty", [] },
    };

    [Fact]
    public void MoreCodecsThanTheAgentWritesDoNoHarm()
    {
        book.Come(1);
        book.Hear(1, Some.Hello(HubContract.ProtocolVersion, [200, .. TileCodecs.All.Select(c => c.Id)])).Should().BeTrue();
    }

    [Fact]
    public void ASecondHelloChangesNothing()
    {
        book.Come(1);
        book.Hear(1, Some.Hello()).Should().BeTrue();
        book.Hear(1, Some.Hello(HubContract.ProtocolVersion + 1)).Should().BeFalse();
        book.IsReady(1).Should().BeTrue();

        book.Come(2);
        book.Hear(2, Some.Hello(HubContract.ProtocolVersion + 1)).Should().BeFalse();
        book.Hear(2, Some.Hello()).Should().BeFalse();
        book.IsReady(2).Should().BeFalse();
    }

    [Fact]
    public void AHelloFromNobodyIsNotHeard()
    {
        book.Hear(1, Some.Hello()).Should().BeFalse();
        (book.AnyReady, book.OnlyOtherVersions).Should().Be((false, false));
    }

    [Fact]
    public void AnotherVersionIsOnlyWorthAWordWhileNobodyCanSee()
    {
        book.Come(1);
        book.Hear(1, Some.Hello(HubContract.ProtocolVersion + 1));
        book.Come(2);
        book.Hear(2, Some.Hello());
        book.OnlyOtherVersions.Should().BeFalse();
        book.Go(2);
        book.OnlyOtherVersions.Should().BeTrue();
    }

    [Fact]
    public void AViewerThatGoesMustSayHelloAnew()
    {
        book.Come(1);
        book.Hear(1, Some.Hello());
        book.Go(1);
        (book.IsReady(1), book.AnyReady).Should().Be((false, false));
        book.Come(1).Should().NotBeNull();
        book.IsReady(1).Should().BeFalse();
        book.Hear(1, Some.Hello()).Should().BeTrue();
    }
}
