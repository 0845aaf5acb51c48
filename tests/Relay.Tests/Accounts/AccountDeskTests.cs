using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Accounts;

public class AccountDeskTests
{
    [Fact]
    public async Task TheSetUpLinkMakesTheFirstAdministratorAndSignsIn()
    {
        await using var relay = new TestRelay();
        var token = await Token(relay);
        var (problem, cookie) = await SetUp(relay, token!, Some.Account);
        problem.Should().BeNull();
        cookie.Should().StartWith("remoteassist=").And.Contain("httponly").And.Contain("samesite=lax").And.NotContain("secure");

        var account = await relay.Read(db => db.Users.SingleAsync());
        account.Should().BeEquivalentTo(new { Some.Account.Name, Some.Account.Organisation, Some.Account.Email });
        (await relay.Read(db => db.UserClaims.Select(claim => claim.ClaimValue).ToListAsync()))
            .Should().BeEquivalentTo(Roles.Administrator, Roles.Technician);
        (await relay.Log()).Select(entry => (entry.Action, entry.Actor, entry.ActorId, entry.Outcome)).Should().Equal(
            (AuditActions.AccountSetUp, ActorKind.Administrator, account.Id, AuditOutcome.Success),
            (AuditActions.FactorSet, ActorKind.Technician, account.Id, AuditOutcome.Success),
            (AuditActions.SignIn, ActorKind.Technician, account.Id, AuditOutcome.Success));
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task NamesAreKeptAsCustomersWillSeeThem()
    {
        await using var relay = new TestRelay();
        var form = Some.Account with { Name = "Hanna\u00a0 Weiss", Organisation = "Nord\u200blicht\tIT " };
        (await SetUp(relay, (await Token(relay))!, form)).Problem.Should().BeNull();
        (await relay.Read(db => db.Users.SingleAsync())).Should().BeEquivalentTo(new { Name = "Hanna Weiss", Organisation = "Nordlicht IT" });
    }

    [Fact]
    public async Task OfFiftyWhoUseTheLinkAtOnceOneWins()
    {
        await using var relay = new TestRelay();
        var token = await Token(relay);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() =>
            SetUp(relay, token!, Some.Account with { Email = $"someone{number}@nordlicht.example" }))));
        outcomes.Count(outcome => outcome.Problem is null).Should().Be(1);
        outcomes.Count(outcome => outcome.Problem == SetUpProblem.LinkIsDead).Should().Be(49);
        outcomes.Count(outcome => outcome.Cookie.Length > 0).Should().Be(1, "nobody else is signed in");
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(1);
        (await relay.Read(db => db.Settings.CountAsync())).Should().Be(0);
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task AUsedLinkIsDeadForEver()
    {
        await using var relay = new TestRelay();
        var token = (await Token(relay))!;
        (await IsOpen(relay, token)).Should().BeTrue();
        await SetUp(relay, token, Some.Account);

        (await IsOpen(relay, token)).Should().BeFalse();
        (await SetUp(relay, token, Some.Account with { Email = "other@nordlicht.example" })).Problem.Should().Be(SetUpProblem.LinkIsDead);
        (await Token(relay)).Should().BeNull("no start of a Relay with an account makes a new one");

        // Not even somebody who brings the old setting back gets in: there is an account.
        relay.Folder.Tamper($"INSERT INTO settings VALUES ('setUp.tokenHash', '{Hash(token)}')");
        (await IsOpen(relay, token)).Should().BeFalse();
        (await SetUp(relay, token, Some.Account)).Problem.Should().Be(SetUpProblem.LinkIsDead);
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task OnlyTheExactTokenOpens()
    {
        await using var relay = new TestRelay();
        var token = (await Token(relay))!;
        var others = new[]
        {
            "", " ", token + "/", token + " ", " " + token, token + "%2f", token + "=", token[..^1], token + "A", token + "\0",
            token.ToUpperInvariant(), token.ToLowerInvariant(), Hash(token), new string('A', token.Length), new string('x', 100_000),
        };
        foreach (var other in others.Where(other => other != token))
        {
            (await IsOpen(relay, other)).Should().BeFalse("of {0}", other.Length > 100 ? "a long one" : other);
        }

        (await IsOpen(relay, token)).Should().BeTrue();
    }

    [Fact]
    public async Task ANewStartMakesANewLinkAndKillsTheOldOne()
    {
        await using var relay = new TestRelay();
        var first = (await Token(relay))!;
        var second = (await Token(relay))!;
        second.Should().NotBe(first).And.HaveLength(43, "32 bytes are 43 characters of base64url");
        (await IsOpen(relay, first)).Should().BeFalse();
        (await IsOpen(relay, second)).Should().BeTrue();
        (await File.ReadAllBytesAsync(relay.Folder.Database)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(second))
            .Should().Be(-1, "only its hash is kept");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("elevenchars")]
    [InlineData("password1234")]
    [InlineData("Password!2026")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("qwertyuiop12")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("hanna@nordlicht.example")]
    public async Task AWeakPasswordIsRefusedAndTheLinkStaysGood(string password)
    {
        await using var relay = new TestRelay();
        var token = (await Token(relay))!;
        (await SetUp(relay, token, Some.Account with { Password = password })).Should().Be((SetUpProblem.WeakPassword, ""));
        (await IsOpen(relay, token)).Should().BeTrue();
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(0);
    }

    [Theory]
    [InlineData("correct horse 7 staple")]
    [InlineData("九州風神とても長い合言葉です")]
    [InlineData("zk4-mm2-qpw9")]
    public async Task AGoodPasswordIsTaken(string password)
    {
        await using var relay = new TestRelay();
        (await SetUp(relay, (await Token(relay))!, Some.Account with { Password = password })).Problem.Should().BeNull();
        (await SignIn(relay, Some.Account.Email, password)).Result.Should().Be(SignInResult.SignedIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hanna")]
    [InlineData("@nordlicht.example")]
    [InlineData("hanna@")]
    [InlineData("hanna@@nordlicht.example")]
    [InlineData("hanna weiss@nordlicht.example")]
    public async Task WhatIsNoEmailAddressIsRefused(string email)
    {
        await using var relay = new TestRelay();
        (await SetUp(relay, (await Token(relay))!, Some.Account with { Email = email })).Problem.Should().Be(SetUpProblem.BadEmail);
    }

    [Fact]
    public async Task WithoutTheLogNobodyIsSetUp()
    {
        var disk = new FailingCommit();
        await using var relay = new TestRelay(disk);
        var token = (await Token(relay))!;
        disk.Fails = CommitFault.Failed;
        await FluentActions.Awaiting(() => SetUp(relay, token, Some.Account)).Should().ThrowAsync<AuditUnavailableException>();
        disk.Fails = CommitFault.None;
        (await relay.Read(db => db.Users.CountAsync())).Should().Be(0);
        (await IsOpen(relay, token)).Should().BeTrue("nothing happened, so the link is not used");
    }

    [Fact]
    public async Task WithoutTheLogNobodySignsIn()
    {
        var disk = new FailingCommit();
        await using var relay = await WithAccount(disk);
        var cookies = new ConcurrentBag<string>();
        disk.Fails = CommitFault.Failed;
        var signIn = () => relay.Request(async (services, http) =>
        {
            try
            {
                return await services.GetRequiredService<IAccountDesk>().SignIn(Some.Account.Email, Some.Password, CancellationToken.None);
            }
            finally
            {
                cookies.Add(http.Response.Headers.SetCookie.ToString());
            }
        });
        await signIn.Should().ThrowAsync<AuditUnavailableException>();
        cookies.Should().Equal("");
    }

    [Fact]
    public async Task ARightPasswordSignsInAndIsInTheLog()
    {
        await using var relay = await WithAccount();
        var (result, cookie) = await SignIn(relay, " HANNA@nordlicht.example ", Some.Password);
        result.Should().Be(SignInResult.SignedIn);
        cookie.Should().StartWith("remoteassist=");
        var entry = (await relay.Log())[^1];
        (entry.Action, entry.Outcome).Should().Be((AuditActions.SignIn, AuditOutcome.Success));
        entry.PersonalHashes.Keys.Should().BeEquivalentTo("email", "name", "organisation", "address");
    }

    [Fact]
    public async Task TheFifthWrongPasswordLocksTheAccountEvenForTheRightOne()
    {
        await using var relay = await WithAccount();
        for (var wrong = 1; wrong <= 4; wrong++)
        {
            (await SignIn(relay, Some.Account.Email, "not the password")).Should().Be((SignInResult.Wrong, ""));
        }

        (await SignIn(relay, Some.Account.Email, "not the password")).Should().Be((SignInResult.LockedOut, ""));
        (await SignIn(relay, Some.Account.Email, Some.Password)).Should().Be((SignInResult.LockedOut, ""));
        (await relay.Log()).Skip(3).Select(entry => (entry.Actor, entry.Outcome, entry.Detail["reason"])).Should().Equal(
            (ActorKind.Visitor, AuditOutcome.Failed, "wrongPassword"),
            (ActorKind.Visitor, AuditOutcome.Failed, "wrongPassword"),
            (ActorKind.Visitor, AuditOutcome.Failed, "wrongPassword"),
            (ActorKind.Visitor, AuditOutcome.Failed, "wrongPassword"),
            (ActorKind.Visitor, AuditOutcome.Failed, "lockedOutNow"),
            (ActorKind.Visitor, AuditOutcome.Refused, "lockedOut"));
        var until = (await relay.Read(db => db.Users.SingleAsync())).LockoutEnd;
        until.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddMinutes(5), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ALockEndsByItself()
    {
        await using var relay = await WithAccount();
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await SignIn(relay, Some.Account.Email, "not the password");
        }

        await relay.Read(db => db.Users.ExecuteUpdateAsync(row =>
            row.SetProperty(account => account.LockoutEnd, TimeProvider.System.GetUtcNow().AddSeconds(-1))));
        (await SignIn(relay, Some.Account.Email, Some.Password)).Result.Should().Be(SignInResult.SignedIn);
    }

    [Fact]
    public async Task ManyTriesAtOnceGetNoMoreThanFive()
    {
        await using var relay = await WithAccount();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            SignIn(relay, Some.Account.Email, "not the password"))));
        outcomes.Count(outcome => outcome.Result == SignInResult.Wrong).Should().Be(4);
        (await relay.Log()).Count(entry => entry.Outcome == AuditOutcome.Failed).Should().Be(5, "the rest were refused unchecked");
    }

    [Fact]
    public async Task AnUnknownAccountIsAnsweredLikeAWrongPassword()
    {
        await using var relay = await WithAccount();
        (await SignIn(relay, "nobody@nordlicht.example", Some.Password)).Should().Be((SignInResult.Wrong, ""));
        (await relay.Log())[^1].PersonalHashes.Keys.Should().BeEquivalentTo("email", "address");
    }

    [Fact]
    public async Task NoPasswordIsInTheLogNotEvenOneInTheWrongField()
    {
        await using var relay = await WithAccount();
        const string Typed = "a wrong but precious secret";
        await SignIn(relay, Some.Account.Email, Typed);
        await SignIn(relay, Typed, Typed);
        await SignIn(relay, Some.Account.Email, Some.Password);
        StorageText(relay).Should().Contain(Some.Account.Email).And.NotContain(Typed).And.NotContain(Some.Password);

        static string StorageText(TestRelay relay)
        {
            RemoteAssist.Relay.Storage.StorageSetup.Release(relay.Folder.Database);
            return string.Concat(Directory.GetFiles(relay.Folder.Path, "relay.db*").Select(file =>
                System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        }
    }

    [Fact]
    public async Task SigningOutIsInTheLogAndTakesTheCookie()
    {
        await using var relay = await WithAccount();
        var cookie = await relay.Request(
            async (services, http) =>
            {
                await services.GetRequiredService<IAccountDesk>().SignOut(CancellationToken.None);
                return http.Response.Headers.SetCookie.ToString();
            },
            Some.Technician("her-id"));
        cookie.Should().StartWith("remoteassist=;").And.Contain("expires=Thu, 01 Jan 1970");
        (await relay.Log())[^1].Should().Match<EntryFacts>(entry => entry.Action == AuditActions.SignOut && entry.ActorId == "her-id");
    }

    [Fact]
    public async Task SigningOutTakesTheCookieAlsoWithoutTheLog()
    {
        var disk = new FailingCommit();
        await using var relay = await WithAccount(disk);
        disk.Fails = CommitFault.Failed;
        var cookie = await relay.Request(
            async (services, http) =>
            {
                await services.GetRequiredService<IAccountDesk>().SignOut(CancellationToken.None);
                return http.Response.Headers.SetCookie.ToString();
            },
            Some.Technician("her-id"));
        cookie.Should().StartWith("remoteassist=;").And.Contain("expires=Thu, 01 Jan 1970");
    }

    [Fact]
    public async Task TheCookieSaysWhoSomebodyIs()
    {
        await using var relay = await WithAccount();
        var person = await relay.Request(async (services, _) =>
        {
            var accounts = services.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<RemoteAssist.Relay.Storage.Account>>();
            var claims = services.GetRequiredService<Microsoft.AspNetCore.Identity.IUserClaimsPrincipalFactory<RemoteAssist.Relay.Storage.Account>>();
            return await claims.CreateAsync((await accounts.FindByEmailAsync(Some.Account.Email))!);
        });
        person.FindFirstValue("name").Should().Be(Some.Account.Name);
        person.FindFirstValue("organisation").Should().Be(Some.Account.Organisation);
        person.IsInRole("technician").Should().BeTrue();
        person.IsInRole("administrator").Should().BeTrue();
        person.AccountId().Should().NotBeNullOrEmpty();
    }

    private static async Task<TestRelay> WithAccount(FailingCommit? disk = null)
    {
        var relay = disk is null ? new TestRelay() : new TestRelay(disk);
        (await SetUp(relay, (await Token(relay))!, Some.Account)).Problem.Should().BeNull();
        return relay;
    }

    private static Task<string?> Token(TestRelay relay) => relay.Get<SetUpLink>().Issue(CancellationToken.None);

    private static Task<bool> IsOpen(TestRelay relay, string token) => relay.Request((services, _) =>
        services.GetRequiredService<IAccountDesk>().SetUpIsOpen(token, CancellationToken.None));

    private static Task<(SetUpProblem? Problem, string Cookie)> SetUp(TestRelay relay, string token, FirstAccount form) =>
        Signing.Of(relay).SetUp(token, form);

    private static Task<(SignInResult Result, string Cookie)> SignIn(TestRelay relay, string email, string password) =>
        Signing.Of(relay).SignIn(email, password);

    private static string Hash(string token) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
