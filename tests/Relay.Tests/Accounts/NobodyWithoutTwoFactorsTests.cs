using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>No account comes with the Relay, and no password opens anything by itself.</summary>
[Trait("Promise", "34")]
public sealed class NobodyWithoutTwoFactorsTests
{
    private static readonly string[] Names =
        ["admin", "administrator", "root", "user", "test", "guest", "support", "technician", "remoteassist", "relay"];

    private static readonly string[] Words = ["", "admin", "administrator", "password", "changeme", "root", "remoteassist", "123456", "default"];

    [Fact]
    public async Task NoNameAndPasswordThatSomebodyMightTryFitsARelayThatHasJustBeenInstalled()
    {
        await using var relay = new HostedRelay();
        using var tried = new Tried(34, "default accounts");
        await using (var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync())
        {
            tried.Try(!await db.Users.AnyAsync(), "there is an account before anybody made one");
        }

        var signing = new Signing(relay.Services);
        var pairs =
            from word in Words.Append("")
            from name in Names
            from email in new[] { $"{name}@localhost", name, $"{name}@example.com" }
            select (Email: email, Word: word.Length == 0 ? name : word);
        foreach (var (email, word) in pairs.Where((_, at) => at % (300 / Tried.Count(300, smoke: 15)) == 0).Take(300))
        {
            var (result, cookie) = await signing.Password(email, word);
            tried.Try(result is SignInResult.Wrong && cookie.Length == 0, $"{email} with \"{word}\": {result}");
        }

        tried.MustHold();
    }

    [Fact]
    public async Task ThePasswordAloneOpensNoPageThatAStrangerDoesNotGet()
    {
        await using var relay = new HostedRelay(("Accounts:TriesPerMinute", "1000")); // or they would be told to wait
        using var tried = new Tried(34, "pages asked for with the password alone");
        var signing = new Signing(relay.Services);
        var token = await relay.Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);

        // Before the factor is made, and after it is.
        var (_, first) = await signing.Request("", one => one.GetRequiredService<IAccountDesk>().SetUp(token!, Some.Account, CancellationToken.None));
        await signing.TakeFactor(Some.Account.Email, Signing.Pair(first));
        var (asked, second) = await signing.Password(Some.Account.Email, Some.Password);
        asked.Should().Be(SignInResult.FactorNext);

        var closed = relay.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(route => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment =>
                segment.IsSimple && segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : $"{Guid.NewGuid()}")))
            .Distinct()
            .ToList();
        closed.Should().Contain(["/cases", "/people", "/people/invite"]);
        using var browser = relay.Browser();
        foreach (var cookie in new[] { Signing.Pair(first), second, second.Replace(HalfSignIn.Cookie, AccountsSetup.Cookie, StringComparison.Ordinal) })
        {
            foreach (var path in closed)
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
                {
                    using var request = new HttpRequestMessage(method, path);
                    request.Headers.Add("Cookie", cookie);
                    using var answer = await browser.SendAsync(request);
                    tried.Try(answer.StatusCode is HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
                }
            }
        }

        tried.MustHold();
    }

    [Fact]
    public async Task NoCodeThatIsNotTheRightOneCompletesASignIn()
    {
        await using var relay = new TestRelay();
        using var tried = new Tried(34, "codes that are not the right one");
        var token = await relay.Get<SetUpLink>().Issue(CancellationToken.None);
        var signing = Signing.Of(relay);
        await signing.SetUp(token!, Some.Account);
        var phone = signing.Phones[Some.Account.Email];
        var used = (await relay.Read(db => db.Factors.SingleAsync())).LastStep;
        var (_, half) = await signing.Password(Some.Account.Email, Some.Password);
        string[] wrong =
        [
            "", " ", "0", "12345", "1234567", "-12345", "+12345", "１２３４５６", "abcdef", new('9', 10_000), phone.CodeAt(used), phone.CodeAt(used - 1),
            phone.CodeAt(used - 50), phone.CodeAt(used + 50), phone.CodeAt(used + 5000), signing.RecoveryCodes[0],
        ];
        foreach (var code in wrong)
        {
            var (result, cookie) = await signing.Code(half, code);
            tried.Try(result is not SignInResult.SignedIn && cookie.Length == 0, $"\"{code[..Math.Min(20, code.Length)]}\": {result}");
            await relay.Read(db => db.Users.ExecuteUpdateAsync(row => row
                .SetProperty(account => account.AccessFailedCount, 0).SetProperty(account => account.LockoutEnd, (DateTimeOffset?)null)));
        }

        (await signing.Code(half, await phone.Next())).Result.Should().Be(SignInResult.SignedIn, "the right one does");
        tried.MustHold();
    }
}
