using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

public sealed class AccountTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private ViewerHost host = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        host.Desks.OpenSetUpToken = "good";
        visitor = new Visitor(host);
    }

    public async Task DisposeAsync()
    {
        visitor.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/sign-in", "/cases")]
    [InlineData("/sign-in?returnUrl=%2Fcases%3Fshow%3Dopen", "/cases?show=open")]
    [InlineData("/sign-in?returnUrl=https%3A%2F%2Fevil.example%2F", "/cases")]
    [InlineData("/sign-in?returnUrl=%2F%2Fevil.example", "/cases")]
    [InlineData("/sign-in?returnUrl=%2F%5Cevil.example", "/cases")]
    [InlineData("/sign-in?returnUrl=javascript%3Aalert(1)", "/cases")]
    public async Task SigningInLeadsOnlyToPagesOfOurs(string from, string to)
    {
        var answer = await visitor.Submit(from, ("Email", "mei@example.com"), ("Password", Password));
        answer.Status.Should().Be(HttpStatusCode.Redirect);
        answer.Location.Should().Be(to);
        host.Desks.SignIns.Should().Equal(("mei@example.com", Password));
    }

    [Theory]
    [InlineData(SignInResult.Wrong, "E-mail and password do not fit together.")]
    [InlineData(SignInResult.LockedOut, "Wait a few minutes, then try again.")]
    public async Task ASignInThatFailsSaysWhatToDoAndKeepsTheAddressButNotThePassword(SignInResult result, string said)
    {
        host.Desks.SignInAnswer = result;
        var answer = await visitor.Submit("/sign-in", ("Email", "mei@example.com"), ("Password", Password));
        answer.Words.Should().Contain(said);
        answer.Html.Should().Contain("value=\"mei@example.com\"").And.NotContain(Password);
    }

    [Fact]
    public async Task SigningOutIsAPostedForm()
    {
        using var technician = Visitor.Technician(host);
        (await technician.Get("/sign-out")).Location.Should().Be("/");
        host.Desks.SignOuts.Should().Be(0);

        (await technician.SubmitTo("/sign-out", "/cases/new")).Location.Should().Be("/sign-in");
        host.Desks.SignOuts.Should().Be(1);
    }

    [Fact]
    public async Task SetUpMakesTheFirstAccountAndGoesOnToItsSecondFactorAndTheFirstCase()
    {
        var answer = await visitor.Submit(
            "/setup/good", ("Name", "Mei Lin"), ("Organisation", "Help Desk North"), ("Email", "mei@example.com"), ("Password", Password));
        answer.Location.Should().Be("/sign-in/factor?returnUrl=%2Fcases%2Fnew%3Ffirst%3Dtrue");
        host.Desks.SetUps.Should().Equal(new FirstAccount("Mei Lin", "Help Desk North", "mei@example.com", Password));
    }

    [Fact]
    public async Task ADeadLinkSaysWhatToDo()
    {
        var answer = await visitor.Get("/setup/used");
        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Words.Should().Contain("This set-up link no longer works").And.Contain("open the link that it prints");
        answer.Html.Should().NotContain("setup-form");
    }

    [Fact]
    public async Task ALinkThatDiedMeanwhileMakesNoAccount()
    {
        host.Desks.SetUpAnswer = SetUpProblem.LinkIsDead;
        var answer = await visitor.Submit(
            "/setup/good", ("Name", "Mei Lin"), ("Organisation", "North"), ("Email", "mei@example.com"), ("Password", Password));
        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Words.Should().Contain("This set-up link no longer works");
    }

    [Theory]
    [InlineData(SetUpProblem.WeakPassword, "too easy to guess", "setup-password-error")]
    [InlineData(SetUpProblem.BadEmail, "does not look like an e-mail address", "setup-email-error")]
    public async Task WhatTheRelayRefusesIsSaidBesideItsField(SetUpProblem problem, string said, string place)
    {
        host.Desks.SetUpAnswer = problem;
        var answer = await visitor.Submit(
            "/setup/good", ("Name", "Mei Lin"), ("Organisation", "North"), ("Email", "mei"), ("Password", Password));
        answer.Words.Should().Contain(said);
        answer.Html.Should().Contain($"id=\"{place}\"").And.Contain("value=\"Mei Lin\"").And.NotContain(Password);
    }

    [Fact]
    public async Task AShortPasswordIsRefusedBeforeAnythingIsMade()
    {
        var answer = await visitor.Submit(
            "/setup/good", ("Name", "Mei Lin"), ("Organisation", "North"), ("Email", "mei@example.com"), ("Password", "eleven char"));
        answer.Words.Should().Contain("Use at least 12 characters");
        host.Desks.SetUps.Should().BeEmpty();
    }
}
