using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>People, invitations and one's own account, as a browser without scripts sees them.</summary>
public sealed class PeoplePageTests : IAsyncLifetime
{
    private const string Ada = "/people/5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a12";
    private const string Wang = "/people/5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a13";

    private ViewerHost host = null!;
    private Visitor administrator = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        administrator = new Visitor(host, "administrator");
    }

    public async Task DisposeAsync()
    {
        administrator.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/people")]
    [InlineData("/people/invite")]
    [InlineData(Ada)]
    public async Task PeopleAreForAdministratorsOnly(string path)
    {
        foreach (var role in new[] { "technician", "auditor" })
        {
            using var other = new Visitor(host, role);
            (await other.Get(path)).Status.Should().Be(HttpStatusCode.Forbidden);
            (await other.SubmitTo(path, "/account")).Status.Should().Be(HttpStatusCode.Forbidden);
            (await other.Get("/account")).Html.Should().NotContain("nav-people");
        }

        (await administrator.Get(path)).Status.Should().Be(HttpStatusCode.OK);
        host.People.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task TheListSaysWhoMayWhatAndHowTheAccountStands()
    {
        var words = (await administrator.Get("/people")).Words;
        words.Should().Contain("Mei Lin (you) Help Desk North mei@example.com Technician, Administrator active just now")
            .And.Contain("Ada Okafor Help Desk North ada@example.com Auditor invited not yet")
            .And.Contain("王秀英 Northwind IT wang@example.com Technician disabled 3 days ago");
    }

    [Fact]
    public async Task AnInvitationIsALinkThatIsShownOnce()
    {
        var answer = await administrator.Submit(
            "/people/invite", ("Name", "Ada Okafor"), ("Organisation", "North"), ("Email", "ada@example.com"), ("Roles", "Technician"), ("Roles", "Auditor"));
        answer.Html.Should().Contain($"{host.Address}/invitation/a-long-token");
        answer.Words.Should().Contain("Give it to Ada Okafor yourself").And.Contain("It works until 2026-11-24 14:03 UTC, and once.");
        host.People.Asked.Should().Equal("invite Ada Okafor, North, ada@example.com: Technician+Auditor");
        (await administrator.Get("/people/invite")).Html.Should().NotContain("a-long-token");
    }

    [Fact]
    public async Task WhatIsWrongWithAnInvitationIsSaidBesideItsField()
    {
        var empty = await administrator.Submit("/people/invite", ("Name", ""), ("Organisation", "North"), ("Email", "ada@example.com"));
        empty.Words.Should().Contain("Enter the name.").And.Contain("Choose at least one role.");
        host.People.Asked.Should().BeEmpty();
        host.People.Problem = PeopleProblem.EmailTaken;
        (await administrator.Submit("/people/invite", ("Name", "Ada"), ("Organisation", "North"), ("Email", "ada@example.com"), ("Roles", "Auditor")))
            .Html.Should().Contain("id=\"invite-email-error\"").And.Contain("value=\"Ada\"");
    }

    [Fact]
    public async Task APersonsPageChangesRolesDisablesEnablesAndResets()
    {
        (await administrator.SubmitTo($"{Ada}?handler=Roles", Ada, ("Roles", "Technician"))).Location.Should().Be(Ada);
        (await administrator.SubmitTo($"{Ada}?handler=Disable", Ada)).Location.Should().Be(Ada);
        (await administrator.SubmitTo($"{Wang}?handler=Enable", Wang)).Location.Should().Be(Wang);
        (await administrator.SubmitTo($"{Ada}?handler=Invite", Ada)).Html.Should().Contain("/invitation/a-long-token");
        host.People.Asked.Should().Equal("roles 12: Technician", "disable 12", "enable 13", "again 12");
        (await administrator.Get(Wang)).Html.Should().Contain("id=\"enable\"").And.NotContain("id=\"disable\"");
        (await administrator.Get($"/people/{Some.Id}")).Html.Should().NotContain("id=\"reset\"", "nobody locks themselves out");
        (await administrator.Get($"/people/{Guid.NewGuid()}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(PeopleProblem.LastAdministrator, "This is the last administrator who can sign in.")]
    [InlineData(PeopleProblem.NoRole, "Choose at least one role.")]
    [InlineData(PeopleProblem.Yourself, "You cannot do this to your own account.")]
    [InlineData(PeopleProblem.IsDisabled, "Enable it first.")]
    public async Task WhyAStepWasNotTakenIsSaid(PeopleProblem problem, string said)
    {
        host.People.Problem = problem;
        foreach (var handler in new[] { "Roles", "Disable", "Invite" })
        {
            (await administrator.SubmitTo($"{Ada}?handler={handler}", Ada, ("Roles", "Technician"))).Words.Should().Contain(said);
        }
    }

    [Fact]
    public async Task WhoeverIsInvitedSetsAPasswordAndGoesOnToTheFactor()
    {
        using var invited = new Visitor(host);
        (await invited.Get("/invitation/good")).Words.Should().Contain("Ada Okafor, choose a password. You sign in with ada@example.com.");
        (await invited.Submit("/invitation/good", ("Password", "eleven char"))).Words.Should().Contain("Use at least 12 characters");
        host.People.Asked.Should().BeEmpty();
        (await invited.Submit("/invitation/good", ("Password", "correct horse battery"))).Location.Should().Be("/sign-in/factor");
        host.People.Asked.Should().Equal("accept good correct horse battery");

        host.People.AcceptAnswer = SetUpProblem.LinkIsDead;
        (await invited.Submit("/invitation/good", ("Password", "correct horse battery"))).Status.Should().Be(HttpStatusCode.NotFound);
        var dead = await invited.Get("/invitation/used");
        dead.Status.Should().Be(HttpStatusCode.NotFound);
        dead.Words.Should().Contain("This invitation no longer works").And.Contain("ask your administrator for a new link");
    }

    [Theory]
    [InlineData("Disabled", "disabled your account")]
    [InlineData("RolesChanged", "changed what your account may do")]
    [InlineData("Reset", "Open the new invitation link")]
    [InlineData("Restored", "restored from a backup")]
    [InlineData("AccountChanged", "you changed your account elsewhere")]
    [InlineData("Revoked", "was ended from another place")]
    [InlineData("SignedOut", "You signed out.")]
    public async Task ThePageToSignInOnSaysWhySomebodyWasSignedOut(string why, string said)
    {
        using var stranger = new Visitor(host);
        (await stranger.Get($"/sign-in?returnUrl=%2Fcases&ended={why}")).Words.Should().Contain(said);
        (await stranger.Get("/sign-in?ended=%3Cscript%3E")).Html.Should().NotContain("signed-out").And.NotContain("<script>");
    }

    [Fact]
    public async Task OnesOwnSignInsAreListedAndTheOthersCanBeEnded()
    {
        using var technician = Visitor.Technician(host);
        var page = await technician.Get("/account");
        page.Words.Should().Contain("Firefox, Linux this one 192.0.2.7").And.Contain("unknown browser 198.51.100.4").And.Contain("Still good: 8.");
        page.Html.Should().NotContain("<script>alert").And.NotContain($"value=\"{Some.Id}\"", "this one is ended by signing out");
        (await technician.SubmitTo("/account?handler=End", "/account", ("Id", "5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a99"))).Location.Should().Be("/account");
        host.People.Asked.Should().Equal("end 5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a99");
    }

    [Fact]
    public async Task ChangesOfOnesOwnAccountAskForThePassword()
    {
        using var technician = Visitor.Technician(host);
        foreach (var page in new[] { "/account/password", "/account/factor", "/account/recovery" })
        {
            (await technician.Submit(page, ("Next", "correct horse battery"), ("Code", "123456"))).Words.Should().Contain("Enter the password that you sign in with now.");
        }

        host.People.Asked.Should().BeEmpty();
        (await technician.Submit("/account/password", ("Current", "old"), ("Next", "correct horse battery"))).Location.Should().Be("/account?changed=true");
        (await technician.Submit("/account/factor", ("Current", "old"), ("Code", "123456"), ("OfferSealed", "sealed"))).Html.Should().Contain("7K2M-QX9T-0HVC-4NRE");
        (await technician.Submit("/account/recovery", ("Current", "old"))).Html.Should().Contain("7K2M-QX9T-0HVC-4NRE");
        host.People.Asked.Should().Equal("password old to correct horse battery", "factor sealed 123456 with old", "recovery with old");
    }

    [Theory]
    [InlineData(MyAnswer.WrongPassword, "This is not the password of your account.")]
    [InlineData(MyAnswer.LockedOut, "Wait a few minutes")]
    [InlineData(MyAnswer.OldOffer, "Scan the new picture")]
    [InlineData(MyAnswer.WrongCode, "Check that the clock of your phone is right")]
    [InlineData(MyAnswer.WeakPassword, "too easy to guess")]
    public async Task WhyAChangeDidNotGoThroughIsSaid(MyAnswer answer, string said)
    {
        host.People.Answer = answer;
        using var technician = Visitor.Technician(host);
        (await technician.Submit("/account/password", ("Current", "old"), ("Next", "correct horse battery"))).Words.Should().Contain(said);
        (await technician.Submit("/account/factor", ("Current", "old"), ("Code", "123456"), ("OfferSealed", "sealed"))).Words.Should().Contain(said);
        (await technician.Submit("/account/recovery", ("Current", "old"))).Words.Should().Contain(said);
    }
}
