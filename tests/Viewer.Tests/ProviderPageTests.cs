using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>What pages say of single sign-on.</summary>
public sealed class ProviderPageTests : IAsyncLifetime
{
    private ViewerHost host = null!;
    private Visitor visitor = null!;
    private Visitor technician = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        visitor = new Visitor(host);
        technician = Visitor.Technician(host);
    }

    public async Task DisposeAsync()
    {
        visitor.Dispose();
        technician.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task WithoutAProviderNothingIsSaidOfIt()
    {
        (await visitor.Get("/sign-in")).Html.Should().NotContain("/sign-in/provider");
        (await technician.Get("/account")).Html.Should().NotContain("/account/provider");
        (await technician.Get("/account/provider")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task TheProviderIsNamedOnTheWayToIt()
    {
        host.Provider.Provider = "Nord & <Licht>";
        var page = await visitor.Get("/sign-in?returnUrl=%2Fcases%2Fnew");
        page.Words.Should().Contain("Sign in with Nord & <Licht>");
        page.Html.Should().Contain("href=\"/sign-in/provider?returnUrl=%2Fcases%2Fnew\"").And.NotContain("<Licht>");
    }

    [Fact]
    public async Task EachProblemHasAnotherSentenceAndNothingElseIsSaidForAnAddress()
    {
        var said = new HashSet<string>();
        foreach (var problem in Enum.GetValues<ProviderProblem>())
        {
            var words = (await visitor.Get($"/sign-in?provider={problem}")).Words;
            said.Add(words).Should().BeTrue("{0} is said in its own words", problem);
        }

        (await visitor.Get("/sign-in?provider=<b>odd</b>")).Html.Should().NotContain("provider-problem").And.NotContain("<b>odd");
        (await visitor.Get("/sign-in?provider=99")).Html.Should().NotContain("provider-problem");
    }

    [Fact]
    public async Task LinkingAsksForThePasswordAndThenShowsTheWay()
    {
        host.Provider.Provider = "Nordlicht Login";
        (await technician.Get("/account")).Words.Should().Contain("Not linked with Nordlicht Login.");
        (await technician.Submit("/account/provider", ("Current", ""))).Words.Should().Contain("Enter the password");
        host.Provider.Answer = MyAnswer.WrongPassword;
        (await technician.Submit("/account/provider", ("Current", "pass"))).Words.Should().Contain("This is not the password");
        host.Provider.Answer = MyAnswer.Done;
        (await technician.Submit("/account/provider", ("Current", "pass"))).Html.Should().Contain("href=\"/account/provider/go?ticket=a%2Bticket%26more\"");
        host.Provider.Done.Should().Equal("link with pass", "link with pass");
    }

    [Fact]
    public async Task ALinkIsTakenAwayEvenWhereTheProviderIsGone()
    {
        host.People.LinkedWith = "Old Login";
        (await technician.Get("/account")).Words.Should().Contain("Linked with Old Login.");
        (await technician.Get("/account/provider")).Words.Should().Contain("Old Login does not open this account");
        (await technician.SubmitTo("/account/provider?handler=Unlink", "/account/provider", ("Current", "pass"))).Location.Should().Be("/account?changed=true");
        host.Provider.Done.Should().Equal("unlink with pass");
    }

    [Fact]
    public async Task WhoHasNoPasswordIsOfferedNothingThatAsksForOne()
    {
        (host.People.HasPassword, host.People.LinkedWith) = (false, "Nordlicht Login");
        var page = await technician.Get("/account");
        page.Words.Should().Contain("You sign in with Nordlicht Login.");
        page.Html.Should().NotContain("/account/password").And.NotContain("/account/passkeys").And.Contain("id=\"sign-ins\"");
    }
}
