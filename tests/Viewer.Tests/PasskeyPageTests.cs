using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The pages that passkeys belong to, without a browser that has any.</summary>
public sealed class PasskeyPageTests : IAsyncLifetime
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
    public async Task WhereThereAreNoPasskeysNoPageOffersAny()
    {
        (await visitor.Get("/sign-in")).Html.Should().NotContain("passkey");
        host.Factors.Step = SecondStep.AskFactor;
        (await visitor.Get("/sign-in/code")).Html.Should().NotContain("passkey");
        (await technician.Get("/account/passkeys/new")).Words.Should().Contain("not by a number");
    }

    [Fact]
    public async Task WhatTheBrowserIsAskedForGoesOutAsTextAndItsFormWaitsForTheScript()
    {
        host.Passkeys.Asked = FakePasskeys.Options;
        var page = await visitor.Get("/sign-in?returnUrl=%2Fcases%2Fnew");
        page.Html.Should().Contain("data-options=\"{&quot;challenge&quot;:&quot;AwQ&quot;").And.NotContain("<script>alert")
            .And.Contain("action=\"/sign-in?returnUrl=%2Fcases%2Fnew&amp;handler=Passkey\"").And.Contain("/assets/passkeys.js?v=");
    }

    [Theory]
    [InlineData("/sign-in?handler=Passkey&returnUrl=%2Fcases%3Fshow%3Dopen", "/cases?show=open")]
    [InlineData("/sign-in?handler=Passkey&returnUrl=%2F%2Fevil.example", "/cases")]
    public async Task SigningInByAPasskeyLeadsOnlyToPagesOfOurs(string to, string location)
    {
        (await visitor.SubmitTo(to, "/sign-in", ("Credential", "made"))).Location.Should().Be(location);
        host.Passkeys.Done.Should().Equal("sign in made");
    }

    [Theory]
    [InlineData(SignInResult.Wrong, "This passkey does not fit")]
    [InlineData(SignInResult.Disabled, "This account is disabled")]
    public async Task APasskeyThatDoesNotFitSaysWhatToDoAndAsksAgain(SignInResult result, string said)
    {
        (host.Passkeys.Asked, host.Passkeys.SignInAnswer) = (FakePasskeys.Options, result);
        var answer = await visitor.SubmitTo("/sign-in?handler=Passkey", "/sign-in", ("Credential", "made"));
        answer.Words.Should().Contain(said);
        answer.Html.Should().Contain("data-passkey=\"use\"");
    }

    [Fact]
    public async Task WhoHasNoAppIsAskedForThePasskeyOrARecoveryCode()
    {
        (host.Factors.Step, host.Factors.PasskeyOptions) = (SecondStep.AskPasskey, FakePasskeys.Options);
        var page = await visitor.Get("/sign-in/code");
        page.Words.Should().Contain("Your passkey").And.Contain("Use a recovery code");
        page.Html.Should().NotContain("id=\"code-form\"");
        (await visitor.Get("/sign-in/code?recovery=true")).Html.Should().Contain("id=\"code-form\"").And.NotContain("data-passkey");

        host.Factors.Answer = SignInResult.Wrong;
        var wrong = await visitor.SubmitTo("/sign-in/code?handler=Passkey", "/sign-in/code?recovery=true", ("Credential", "made"));
        wrong.Words.Should().Contain("This passkey does not fit");
        host.Factors.Typed.Should().Equal("passkey made");
        host.Factors.PasskeyOptions = null;
        (await visitor.Get("/sign-in/code")).Words.Should().Contain("Open it by its name, or use a recovery code.");
    }

    [Fact]
    public async Task AddingAndRemovingAskForThePassword()
    {
        host.Passkeys.Asked = FakePasskeys.Options;
        (await technician.Submit("/account/passkeys/new", ("PasskeyName", " "), ("Current", ""))).Words
            .Should().Contain("Give the passkey a name.").And.Contain("Enter the password");
        host.Passkeys.Done.Should().BeEmpty();
        (await technician.Submit("/account/passkeys/new", ("PasskeyName", "Laptop"), ("Current", "pass"), ("Credential", "made"))).Location.Should().Be("/account?changed=true");
        (await technician.Submit($"/account/passkeys/{Some.Id}", ("Current", "pass"))).Location.Should().Be("/account?changed=true");
        (await technician.Submit("/account/factor/remove", ("Current", "pass"))).Location.Should().Be("/account?changed=true");
        host.Passkeys.Done.Should().Equal("add Laptop made with pass", $"remove {Some.Id} with pass", "remove app with pass");
        (await technician.Get($"/account/passkeys/{Guid.NewGuid()}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(PasskeyAnswer.WrongPassword, "This is not the password")]
    [InlineData(PasskeyAnswer.LockedOut, "too many tries")]
    [InlineData(PasskeyAnswer.NotTaken, "The passkey was not taken")]
    [InlineData(PasskeyAnswer.TooMany, "as many passkeys as an account may have")]
    [InlineData(PasskeyAnswer.LastFactor, "This is the last thing besides the password")]
    [InlineData(PasskeyAnswer.Gone, "It has been removed already")]
    public async Task WhatIsRefusedIsSaid(PasskeyAnswer answer, string said)
    {
        (host.Passkeys.Asked, host.Passkeys.Answer) = (FakePasskeys.Options, answer);
        (await technician.Submit("/account/passkeys/new", ("PasskeyName", "Laptop"), ("Current", "pass"), ("Credential", "made"))).Words.Should().Contain(said);
        (await technician.Submit($"/account/passkeys/{Some.Id}", ("Current", "pass"))).Words.Should().Contain(said);
        (await technician.Submit("/account/factor/remove", ("Current", "pass"))).Words.Should().Contain(said);
    }

    [Fact]
    public async Task TheAccountListsPasskeysAsText() => (await technician.Get("/account")).Html
        .Should().Contain("&lt;script&gt;key&lt;/script&gt;").And.Contain($"href=\"/account/passkeys/{Some.Id}\"").And.Contain("id=\"remove-factor\"");
}
