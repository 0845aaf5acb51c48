using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The second step of sign-in, as a browser without scripts goes through it.</summary>
public sealed class FactorPageTests : IAsyncLifetime
{
    private ViewerHost host = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        visitor = new Visitor(host);
    }

    public async Task DisposeAsync()
    {
        visitor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task AfterThePasswordTheCodeIsAskedForAndThePageThatWasWantedFollows()
    {
        host.Desks.SignInAnswer = SignInResult.FactorNext;
        var answer = await visitor.Submit("/sign-in?returnUrl=%2Fcases%3Fshow%3Dopen", ("Email", "mei@example.com"), ("Password", "correct horse battery"));
        answer.Location.Should().Be("/sign-in/code?returnUrl=%2Fcases%3Fshow%3Dopen");

        host.Factors.Step = SecondStep.AskFactor;
        (await visitor.Submit(answer.Location!, ("Code", " 123 456 "))).Location.Should().Be("/cases?show=open");
        host.Factors.Typed.Should().Equal("123 456");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task NoStepLeadsToAnotherSite(string elsewhere)
    {
        var query = "?returnUrl=" + Uri.EscapeDataString(elsewhere);
        host.Factors.Step = SecondStep.AskFactor;
        (await visitor.Submit("/sign-in/code" + query, ("Code", "123456"))).Location.Should().Be("/", "it leads on to where they work");
        host.Factors.Step = SecondStep.MakeFactor;
        (await visitor.Submit("/sign-in/factor" + query, ("Code", "123456"), ("OfferSealed", "sealed"))).Html
            .Should().Contain("id=\"recovery-kept\" href=\"/\"").And.NotContain(elsewhere);
    }

    [Theory]
    [InlineData(SignInResult.Wrong, "do not fit")]
    [InlineData(SignInResult.LockedOut, "Wait a few minutes")]
    public async Task ACodeThatIsNotTakenSaysWhatToDo(SignInResult result, string said)
    {
        (host.Factors.Step, host.Factors.Answer) = (SecondStep.AskFactor, result);
        (await visitor.Submit("/sign-in/code", ("Code", "123456"))).Words.Should().Contain(said);
        var recovery = await visitor.Submit("/sign-in/code?recovery=true", ("RecoveryCode", "7K2M-QX9T-0HVC-4NRE"));
        recovery.Words.Should().Contain(result is SignInResult.Wrong ? "does not fit" : said);
        recovery.Html.Should().NotContain("7K2M-QX9T-0HVC-4NRE");
        host.Factors.Typed.Should().Equal("123456", "recovery 7K2M-QX9T-0HVC-4NRE");
    }

    [Fact]
    public async Task WhoeverComesTooLateOrWithoutAPasswordStartsAgain()
    {
        (await visitor.Get("/sign-in/code?returnUrl=%2Fcases")).Location.Should().Be("/sign-in?returnUrl=%2Fcases");
        (await visitor.Get("/sign-in/factor")).Location.Should().Be("/sign-in/code");
        (host.Factors.Step, host.Factors.Answer) = (SecondStep.AskFactor, SignInResult.StartAgain);
        (await visitor.Submit("/sign-in/code", ("Code", "123456"))).Location.Should().Be("/sign-in");
        host.Factors.Step = SecondStep.MakeFactor;
        (await visitor.Submit("/sign-in/factor", ("Code", "123456"), ("OfferSealed", "old"))).Location.Should().Be("/sign-in");
    }

    [Fact]
    public async Task TheFactorIsShownAsPictureAndAsKeyAndTheRecoveryCodesOnce()
    {
        host.Factors.Step = SecondStep.MakeFactor;
        (await visitor.Get("/sign-in/code?returnUrl=%2Fcases%2Fnew")).Location.Should().Be("/sign-in/factor?returnUrl=%2Fcases%2Fnew");
        var page = await visitor.Get("/sign-in/factor?returnUrl=%2Fcases%2Fnew");
        page.Html.Should().Contain("<svg ").And.Contain("GEZD GNBV GY3T QOJQ").And.NotContain("style=");

        host.Factors.Answer = SignInResult.Wrong;
        var wrong = await visitor.Submit("/sign-in/factor", ("Code", "123456"), ("OfferSealed", "sealed"));
        wrong.Words.Should().Contain("Check that the clock of your phone is right");
        wrong.Html.Should().Contain("GEZD GNBV GY3T QOJQ", "the app has taken it in");

        host.Factors.Answer = SignInResult.SignedIn;
        var codes = await visitor.Submit("/sign-in/factor?returnUrl=%2Fcases%2Fnew", ("Code", "123456"), ("OfferSealed", "sealed"));
        codes.Status.Should().Be(HttpStatusCode.OK);
        codes.Html.Should().Contain("7K2M-QX9T-0HVC-4NR0").And.Contain("7K2M-QX9T-0HVC-4NR9")
            .And.Contain("id=\"recovery-kept\" href=\"/cases/new\"").And.NotContain("GEZD");
        host.Factors.Typed.Should().Equal("sealed:123456", "sealed:123456");
        (await visitor.Get("/sign-in/factor")).Html.Should().NotContain("7K2M");
    }
}
