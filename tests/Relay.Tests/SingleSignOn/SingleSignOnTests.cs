using System.Net;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.SingleSignOn;

/// <summary>Who comes in by the organisation's provider, and as what.</summary>
public sealed class SingleSignOnTests(ProviderHouse house) : IClassFixture<ProviderHouse>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheFirstSignInMakesAnAccountWithTheRolesThatTheProviderGives(bool onTheCurve)
    {
        var email = $"ngozi{onTheCurve}@nordlicht.example".ToLowerInvariant();
        house.Provider.Be($"first-{onTheCurve}", email, "somebody", "desk", "audit");
        house.Provider.OnTheCurve = onTheCurve;
        (await house.Stranger().Open("/sign-in?returnUrl=%2Fcases%3Fshow%3Dopen")).Html
            .Should().Contain("Sign in with Nordlicht Login").And.Contain("href=\"/sign-in/provider?returnUrl=%2Fcases%3Fshow%3Dopen\"");
        var (shown, browser) = await house.Come("?returnUrl=%2Fcases%3Fshow%3Dopen");
        shown.Path.Should().Be("/cases?show=open");
        var entry = await house.LastEntry();
        (entry.Action, entry.Detail["factor"], entry.Detail["proof"]).Should().Be((AuditActions.SignIn, "provider", "silver, pwd, otp"));

        var account = await house.Read(db => db.Users.SingleAsync(row => row.Email == email));
        (account.PasswordHash, account.Name, account.Organisation).Should().Be((null, "Ngozi Adeyemi", "Nordlicht IT"));
        (await Roles(account.Id)).Should().Equal("auditor", "technician");
        (await house.Administrator.Open($"/people/{account.Id}")).Html.Should().Contain("id=\"person-state\">active");
        (await browser.Open("/account")).Html.Should().Contain("You sign in with Nordlicht Login").And.NotContain("change-password");

        var (again, other) = await house.Come();
        again.Path.Should().Be("/cases");
        (await house.Read(db => db.Users.CountAsync(row => row.Email == email))).Should().Be(1);
        browser.Dispose();
        other.Dispose();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task ItLeadsToNoOtherSite(string elsewhere)
    {
        house.Provider.Be("elsewhere", "elsewhere@nordlicht.example", "desk");
        var (shown, browser) = await house.Come("?returnUrl=" + Uri.EscapeDataString(elsewhere));
        shown.Path.Should().Be("/cases");
        browser.Dispose();
    }

    [Theory]
    [InlineData("no-role", "norole@nordlicht.example", "Desk", "gives you no role here")]
    [InlineData("no-mail", null, "desk", "tells no e-mail address")]
    [InlineData("odd-mail", "not an address", "desk", "tells no e-mail address")]
    [InlineData("taken", "HANNA@nordlicht.example", "lead", "There is an account with your e-mail address here already")]
    public async Task WhoDoesNotFitGetsNoAccountAndIsToldWhomToAsk(string subject, string? email, string group, string said)
    {
        house.Provider.Be(subject, email, group);
        var before = await house.Read(db => db.Users.CountAsync());
        var (shown, browser) = await house.Come();
        shown.Html.Should().Contain(said);
        browser.Cookie.Should().NotContain("remoteassist=");
        (await house.Read(db => db.Users.CountAsync())).Should().Be(before);
        (await house.LastEntry()).Outcome.Should().Be(AuditOutcome.Refused);
        browser.Dispose();
    }

    [Fact]
    public async Task AProviderThatChangesItsKeyIsAskedForTheNewOne()
    {
        house.Provider.Be("rotated", "rotated@nordlicht.example", "desk");
        (await house.Come()).Shown.Path.Should().Be("/cases");
        house.Provider.Rotate();

        // Who comes first is told to try again; the new key is fetched because of that.
        var (first, _) = await house.Come();
        first.Path.Should().Match(path => path == "/cases" || path.EndsWith("provider=UnknownKey", StringComparison.Ordinal));
        await Eventually.Holds(async () => (await house.Come()).Shown.Path == "/cases", "the new key is known");
    }

    [Fact]
    public async Task AnUnprovenAddressIsNone()
    {
        house.Provider.Be("unproven", "unproven@nordlicht.example", "desk");
        house.Provider.Person["email_verified"] = false;
        (await house.Come()).Shown.Html.Should().Contain("tells no e-mail address");
    }

    [Fact]
    public async Task RolesFollowTheProviderAndWhatWasOpenWithTheOldOnesIsClosed()
    {
        house.Provider.Be("follows", "follows@nordlicht.example", "desk");
        var (_, before) = await house.Come();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = RelayConnection.Create(house.Address, before.AsSocket());
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync();

        house.Provider.Be("follows", "follows@nordlicht.example", "audit");
        var (shown, after) = await house.Come();
        shown.Path.Should().Be("/cases");
        await closed.Task.WaitAsync(Promised);
        (await before.Open("/cases")).Path.Should().EndWith("ended=RolesChanged");
        (await after.Open("/cases/new")).Status.Should().Be(HttpStatusCode.Forbidden, "an auditor opens no case");

        // No role any more: out, and nothing stays open.
        house.Provider.Be("follows", "follows@nordlicht.example");
        (await house.Come()).Shown.Html.Should().Contain("gives you no role here");
        (await after.Open("/cases")).Path.Should().EndWith("ended=RolesChanged");
        var id = await house.Read(db => db.Users.Where(row => row.Email == "follows@nordlicht.example").Select(row => row.Id).SingleAsync());
        (await Roles(id)).Should().BeEmpty();
        before.Dispose();
        after.Dispose();
    }

    [Fact]
    public async Task ADisabledAccountStaysOutAndAResetOneIsNotTheProvidersAnyMore()
    {
        house.Provider.Be("out", "out@nordlicht.example", "desk");
        await house.Come();
        var id = await house.Read(db => db.Users.Where(row => row.Email == "out@nordlicht.example").Select(row => row.Id).SingleAsync());
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Disable");
        (await house.Come()).Shown.Html.Should().Contain("Your account here is disabled");
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Enable");
        (await house.Come()).Shown.Path.Should().Be("/cases");
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Invite");
        (await house.Come()).Shown.Html.Should().Contain("There is an account with your e-mail address here already");
    }

    [Fact]
    public async Task AnAccountIsLinkedByItsOwnerOnlyAndWithThePassword()
    {
        var (owner, email) = await house.Somebody();
        house.Provider.Be("linked", email, "desk");
        (await house.Come()).Shown.Html.Should().Contain("There is an account with your e-mail address here already", "the address alone links nothing");

        (await owner.Submit("/account/provider", [("Current", "not the password")])).Html.Should().Contain("This is not the password").And.NotContain("provider-go");
        var ticket = Ticket((await owner.Submit("/account/provider", [("Current", Some.Password)])).Html);
        (await house.Administrator.Open(ticket)).Status.Should().Be(HttpStatusCode.NotFound, "the ticket is not theirs");
        (await owner.Open("/account/provider/go?ticket=" + ticket[^8..])).Status.Should().Be(HttpStatusCode.NotFound);

        (await owner.Open(ticket)).Path.Should().Be("/account?changed=true");
        (await house.LastEntry()).Action.Should().Be(AuditActions.ProviderLinked);
        (await owner.Open("/account")).Html.Should().Contain("Linked with Nordlicht Login");
        var (shown, browser) = await house.Come();
        shown.Path.Should().Be("/cases");
        (await browser.Open("/account")).Html.Should().Contain(email).And.Contain("change-password");

        // The provider's account is somebody's now, and this account has one.
        var (other, _) = await house.Somebody();
        (await other.Open(Ticket((await other.Submit("/account/provider", [("Current", Some.Password)])).Html))).Html.Should().Contain("One of the two accounts is linked already");

        await owner.Submit("/account/provider", [("Current", Some.Password)], "/account/provider?handler=Unlink");
        (await house.LastEntry()).Action.Should().Be(AuditActions.ProviderUnlinked);
        (await house.Come()).Shown.Html.Should().Contain("There is an account with your e-mail address here already");
        owner.Dispose();
        other.Dispose();
        browser.Dispose();
    }

    [Fact]
    public async Task TheLastAdministratorWhoCanComeInWithoutTheProviderStaysOne()
    {
        var administrator = house.Administrator;
        house.Provider.Be("chief", "chief@nordlicht.example", "desk");
        await administrator.Open(Ticket((await administrator.Submit("/account/provider", [("Current", Some.Password)])).Html));
        var (shown, browser) = await house.Come();
        shown.Path.Should().Be("/cases");
        (await browser.Open("/people")).Status.Should().Be(HttpStatusCode.OK);
        (await house.Read(db => db.Entries.OrderByDescending(row => row.Sequence).Skip(1).Select(row => row.Json).FirstAsync())).Should().Contain("lastAdministrator");
        await administrator.Submit("/account/provider", [("Current", Some.Password)], "/account/provider?handler=Unlink");
        browser.Dispose();
    }

    private Task<List<string?>> Roles(string account) =>
        house.Read(db => db.UserClaims.Where(row => row.UserId == account).OrderBy(row => row.ClaimValue).Select(row => row.ClaimValue).ToListAsync());

    private static string Ticket(string html)
    {
        var at = html.IndexOf("/account/provider/go?ticket=", StringComparison.Ordinal);
        at.Should().BePositive();
        return html[at..html.IndexOf('"', at)];
    }
}
