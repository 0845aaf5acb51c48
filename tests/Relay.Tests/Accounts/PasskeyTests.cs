using System.Net;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>Passkeys through the pages of a running Relay, with a device that can be told to lie.</summary>
public sealed class PasskeyTests(AccountHouse house) : IClassFixture<AccountHouse>
{
    [Fact]
    public async Task APasskeySignsInAloneAndIsListedWithItsName()
    {
        using var passkey = new SoftPasskey { Count = 1 };
        var (person, email) = await house.Somebody();
        using var _ = person;
        (await house.AddPasskey(person, passkey, "Laptop <b>at</b> work")).Path.Should().Be("/account?changed=true");
        (await house.LastEntry()).Action.Should().Be(AuditActions.PasskeyAdded);
        (await person.Open("/account")).Html.Should().Contain("Laptop &lt;b&gt;at&lt;/b&gt; work").And.Contain("Not used yet");

        using var other = house.Stranger();
        passkey.Count = 2;
        var shown = await house.SignIn(other, passkey);
        shown.Path.Should().Be("/cases");
        var entry = await house.LastEntry();
        (entry.Action, entry.Outcome, entry.Detail["factor"]).Should().Be((AuditActions.SignIn, AuditOutcome.Success, "passkeyAlone"));
        var kept = await house.Read(db => db.Passkeys.SingleAsync(row => row.Name == "Laptop <b>at</b> work"));
        (kept.SignCount, kept.Transports).Should().Be((2, "internal"), "the count is kept, and no word that is none of a way to a device");
        kept.Used.Should().NotBeNull();
        (await other.Open("/account")).Html.Should().Contain(email);
    }

    [Fact]
    [Trait("Promise", "34")]
    public async Task APasskeyThatIsNotTheRightOneSignsNobodyIn()
    {
        using var tried = new Tried(34, "passkeys that are not the right one");
        using var passkey = new SoftPasskey { Count = 5 };
        var (person, _) = await house.Somebody();
        using var __ = person;
        await house.AddPasskey(person, passkey);
        var another = (await house.Read(db => db.Users.FirstAsync(row => row.Email == Some.Account.Email))).Id;
        (string What, Action<SoftPasskey> Lie, Action<SoftPasskey> Truth)[] lies =
        [
            ("another page", one => one.PageInstead = "https://evil.example", one => one.PageInstead = null),
            ("another port", one => one.PageInstead = "http://localhost:1", one => one.PageInstead = null),
            ("a page that only begins so", one => one.PageInstead = house.Page + ".evil.example", one => one.PageInstead = null),
            ("a frame of another page", one => one.InAFrame = true, one => one.InAFrame = false),
            ("another name", one => one.NameInstead = "evil.example", one => one.NameInstead = null),
            ("another challenge", one => one.ChallengeInstead = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", one => one.ChallengeInstead = null),
            ("nobody looked at", one => one.LooksWhoIsThere = false, one => one.LooksWhoIsThere = true),
            ("nobody there", one => one.AsksForAHand = false, one => one.AsksForAHand = true),
            ("somebody else's account", one => one.UserInstead = another, one => one.UserInstead = null),
            ("an account that is not there", one => one.UserInstead = "nobody", one => one.UserInstead = null),
            ("an answer to another question", one => one.KindInstead = "webauthn.create", one => one.KindInstead = null),
            ("a wrong signature", one => one.SignsWrongly = true, one => one.SignsWrongly = false),
            ("a count that stands still", one => one.Count = 5, one => one.Count = 6),
            ("a count that went back", one => one.Count = 4, one => one.Count = 6),
            ("a count that began anew", one => one.Count = 0, one => one.Count = 6),
        ];
        passkey.Count = 6;
        foreach (var (what, lie, truth) in lies)
        {
            lie(passkey);
            using var stranger = house.Stranger();
            var shown = await house.SignIn(stranger, passkey);
            truth(passkey);
            tried.Try(shown.Html.Contains("This passkey does not fit", StringComparison.Ordinal) && !stranger.Cookie.Contains("remoteassist=", StringComparison.Ordinal), $"{what}: {shown.Path}");
            tried.Try((await house.LastEntry()) is { Action: AuditActions.SignIn, Outcome: AuditOutcome.Failed }, $"{what} is not in the log");
        }

        // The same device, telling the truth.
        using var owner = house.Stranger();
        (await house.SignIn(owner, passkey)).Path.Should().Be("/cases");
        tried.MustHold();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[[[[")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":null}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\",\"userHandle\":\"AA\"}}")]
    public async Task AnAnswerThatIsNoneIsRefusedOnBothPages(string answer)
    {
        using var stranger = house.Stranger();
        var asked = await stranger.Open("/sign-in");
        (await stranger.Fill(asked, [("Credential", answer)], "/sign-in?handler=Passkey")).Html.Should().Contain("This passkey does not fit");

        var form = await house.Administrator.Open("/account/passkeys/new");
        (await house.Administrator.Fill(form, [("PasskeyName", "Odd"), ("Current", Some.Password), ("Credential", answer)]))
            .Html.Should().Contain("The passkey was not taken");
        var entry = await house.LastEntry();
        (entry.Action, entry.Outcome, entry.Detail["reason"]).Should().Be((AuditActions.PasskeyAdded, AuditOutcome.Refused, "notTaken"));
    }

    [Fact]
    public async Task AnAnswerIsGoodOnceForTheBrowserThatWasAskedAndForWhatItWasAsked()
    {
        using var passkey = new SoftPasskey(); // it does not count, as those that are copied between devices
        var (person, _) = await house.Somebody();
        using var __ = person;
        await house.AddPasskey(person, passkey);
        using var first = house.Stranger();
        var form = await first.Open("/sign-in");
        var answer = passkey.Sign(AccountHouse.Options(form), house.Page);

        using var thief = house.Stranger();
        var theirs = await thief.Open("/sign-in");
        (await thief.Fill(theirs, [("Credential", answer)], "/sign-in?handler=Passkey")).Html.Should().Contain("does not fit", "another browser was asked something else");

        var asked = first.CookieOf(PasskeyChallenges.Cookie);
        (await first.Fill(form, [("Credential", answer)], "/sign-in?handler=Passkey")).Path.Should().Be("/cases");

        // Both the answer and the sealed question, stolen.
        theirs = await thief.Open("/sign-in");
        thief.SetCookie(PasskeyChallenges.Cookie, asked);
        (await thief.Fill(theirs, [("Credential", answer)], "/sign-in?handler=Passkey")).Html.Should().Contain("does not fit");
        (await house.LastEntry()).Detail["reason"].Should().Be("passkeyUsedUp");

        // What was asked for signing in adds nothing to an account.
        var adding = await person.Open("/account/passkeys/new");
        using var second = new SoftPasskey();
        var made = second.Make(AccountHouse.Options(adding), house.Page);
        person.SetCookie(PasskeyChallenges.Cookie, asked);
        (await person.Fill(adding, [("PasskeyName", "Second"), ("Current", Some.Password), ("Credential", made)])).Html.Should().Contain("was not taken");
    }

    [Fact]
    public async Task AddingAsksForThePasswordAndTakesOnlyWhatWasMadeHere()
    {
        var (person, _) = await house.Somebody();
        using var __ = person;
        using var passkey = new SoftPasskey();
        (await house.AddPasskey(person, passkey, password: "not the password")).Html.Should().Contain("This is not the password of your account");
        foreach (var lie in new Action<SoftPasskey>[]
            { one => one.PageInstead = "https://evil.example", one => one.NameInstead = "evil.example", one => one.LooksWhoIsThere = false, one => one.KindInstead = "webauthn.get" })
        {
            using var liar = new SoftPasskey();
            lie(liar);
            (await house.AddPasskey(person, liar)).Html.Should().Contain("The passkey was not taken");
        }

        (await house.AddPasskey(person, passkey)).Path.Should().Be("/account?changed=true");
        var (other, _) = await house.Somebody();
        using var ___ = other;
        (await house.AddPasskey(other, passkey)).Html.Should().Contain("The passkey was not taken", "it is somebody's already");
    }

    [Fact]
    public async Task APasskeyIsTheSecondStepForItsOwnerOnly()
    {
        var (person, email) = await house.Somebody();
        var (other, _) = await house.Somebody();
        using var _ = person;
        using var __ = other;
        using var mine = new SoftPasskey { Count = 1 };
        using var theirs = new SoftPasskey { Count = 1 };
        await house.AddPasskey(person, mine);
        await house.AddPasskey(other, theirs);

        using var half = house.Stranger();
        await half.Submit("/sign-in", [("Email", email), ("Password", Some.Password)], "/sign-in");
        theirs.Count = 2;
        (await house.SignIn(half, theirs, "/sign-in/code")).Html.Should().Contain("This passkey does not fit");
        (await house.LastEntry()).Detail["reason"].Should().Be("wrongCode", "it counts like a wrong code");
        mine.Count = 2;
        (await house.SignIn(half, mine, "/sign-in/code")).Path.Should().Be("/cases");
        (await house.LastEntry()).Detail["factor"].Should().Be("passkey");
    }

    [Fact]
    public async Task TheLastSecondFactorStaysAndNoneIsMadeInItsPlaceByThePasswordAlone()
    {
        var (person, email) = await house.Somebody();
        using var _ = person;
        using var passkey = new SoftPasskey();
        (await Remove(person, "/account/factor/remove")).Html.Should().Contain("This is the last thing besides the password");
        await house.AddPasskey(person, passkey);
        (await Remove(person, "/account/factor/remove")).Path.Should().Be("/account?changed=true");
        (await house.LastEntry()).Action.Should().Be(AuditActions.FactorRemoved);
        var id = (await house.Read(db => db.Passkeys.Join(db.Users, row => row.AccountId, one => one.Id, (row, one) => new { row.Id, one.Email }).SingleAsync(row => row.Email == email))).Id;
        (await Remove(person, $"/account/passkeys/{id}")).Html.Should().Contain("This is the last thing besides the password");
        (await house.LastEntry()).Detail["reason"].Should().Be("lastFactor");

        using var half = house.Stranger();
        var next = await half.Submit("/sign-in", [("Email", email), ("Password", Some.Password)], "/sign-in");
        next.Html.Should().Contain("Your passkey").And.NotContain("id=\"code-form\"");
        (await half.Open("/sign-in/factor")).Path.Should().Be("/sign-in/code", "no app is taken in by whoever knows the password");
        (await house.SignIn(half, passkey, "/sign-in/code")).Path.Should().Be("/cases");

        await person.TakeFactor("/account/factor", ("Current", Some.Password));
        (await Remove(person, $"/account/passkeys/{id}")).Path.Should().Be("/account?changed=true");
        (await house.LastEntry()).Action.Should().Be(AuditActions.PasskeyRemoved);
        (await house.SignIn(house.Stranger(), passkey)).Html.Should().Contain("does not fit", "it is gone");
    }

    [Fact]
    public async Task ADisabledAccountAndOneThatWasResetAreNotOpenedByTheirPasskeys()
    {
        var (person, email) = await house.Somebody();
        using var _ = person;
        using var passkey = new SoftPasskey();
        await house.AddPasskey(person, passkey);
        var id = await house.Read(db => db.Users.Where(row => row.Email == email).Select(row => row.Id).SingleAsync());
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Disable");
        (await house.SignIn(house.Stranger(), passkey)).Html.Should().Contain("This account is disabled");
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Enable");
        (await house.SignIn(house.Stranger(), passkey)).Path.Should().Be("/cases");
        await house.Administrator.Submit($"/people/{id}", [], $"/people/{id}?handler=Invite");
        (await house.SignIn(house.Stranger(), passkey)).Html.Should().Contain("does not fit");
        (await house.Read(db => db.Passkeys.CountAsync(row => row.AccountId == id))).Should().Be(0);
    }

    [Fact]
    public async Task NobodySeesOrRemovesAPasskeyOfSomebodyElse()
    {
        var (person, _) = await house.Somebody();
        using var __ = person;
        using var passkey = new SoftPasskey();
        await house.AddPasskey(person, passkey, "Mine alone");
        var id = await house.Read(db => db.Passkeys.Where(row => row.Name == "Mine alone").Select(row => row.Id).SingleAsync());
        (await house.Administrator.Open($"/account/passkeys/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await house.Administrator.Submit("/account", [("Current", Some.Password)], $"/account/passkeys/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await house.SignIn(house.Stranger(), passkey)).Path.Should().Be("/cases");
    }

    [Fact]
    public async Task WhereTheAddressIsANumberThePagesSaySoAndAskNoBrowser()
    {
        using var byNumber = new Browser(new UriBuilder(house.Address) { Host = "127.0.0.1" }.Uri);
        (await byNumber.Open("/sign-in")).Html.Should().NotContain("data-passkey");
        byNumber.Cookie.Should().NotContain(PasskeyChallenges.Cookie);
    }

    private static Task<Shown> Remove(Browser person, string page) => person.Submit(page, [("Current", Some.Password)]);
}
