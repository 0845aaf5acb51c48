using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>Signs in step by step as a browser and a phone do: each step a request of its own, with the cookies of the one before.</summary>
internal sealed class Signing(IServiceProvider services)
{
    private static readonly ConditionalWeakTable<TestRelay, Signing> Known = [];

    /// <summary>Phones, by the e-mail address of their account.</summary>
    public Dictionary<string, Authenticator> Phones { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The recovery codes that were shown last.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>The key that was shown last.</summary>
    public string Key { get; private set; } = "";

    public static Signing Of(TestRelay relay) => Known.GetValue(relay, one => new Signing(one.Services));

    /// <summary>Does something as one request does.</summary>
    /// <returns>Its result, and what it set as cookies.</returns>
    public async Task<(T Result, string SetCookie)> Request<T>(string cookie, Func<IServiceProvider, Task<T>> work, ClaimsPrincipal? user = null)
    {
        await using var scope = services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        http.Request.Headers.Cookie = cookie;
        http.User = user ?? http.User;
        http.Request.Headers.UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        return (await work(scope.ServiceProvider), http.Response.Headers.SetCookie.ToString());
    }

    public async Task<(SetUpProblem? Problem, string Cookie)> SetUp(string token, FirstAccount form)
    {
        var (problem, half) = await Request("", one => one.GetRequiredService<IAccountDesk>().SetUp(token, form, CancellationToken.None));
        return problem is not null ? (problem, half) : (null, await TakeFactor(form.Email, Pair(half)));
    }

    /// <summary>Takes the offered factor into a new phone; gives the cookie.</summary>
    public async Task<string> TakeFactor(string email, string half)
    {
        var (offer, _) = await Request(half, one => one.GetRequiredService<IFactorDesk>().Offer(null, CancellationToken.None));
        Key = offer!.Secret;
        var phone = new Authenticator(Key);
        lock (Phones)
        {
            Phones[email] = phone;
        }

        var code = await phone.Next();
        var (taken, cookie) = await Request(half, one => one.GetRequiredService<IFactorDesk>().Take(offer.Sealed, code, CancellationToken.None));
        taken.Answer.Should().Be(SignInResult.SignedIn);
        RecoveryCodes = taken.RecoveryCodes;
        return cookie;
    }

    /// <summary>The first step: what comes of the password, and the cookie of whoever is half signed in.</summary>
    public async Task<(SignInResult Result, string Half)> Password(string email, string password)
    {
        var (result, cookie) = await Request("", one => one.GetRequiredService<IAccountDesk>().SignIn(email, password, CancellationToken.None));
        return (result, Pair(cookie));
    }

    /// <summary>The second step, with any code.</summary>
    public Task<(SignInResult Result, string Cookie)> Code(string half, string code) =>
        Request(half, one => one.GetRequiredService<IFactorDesk>().Code(code, CancellationToken.None));

    /// <summary>The second step, with any recovery code.</summary>
    public Task<(SignInResult Result, string Cookie)> RecoveryCode(string half, string code) =>
        Request(half, one => one.GetRequiredService<IFactorDesk>().RecoveryCode(code, CancellationToken.None));

    /// <summary>Both steps.</summary>
    public async Task<(SignInResult Result, string Cookie)> SignIn(string email, string password)
    {
        var (result, half) = await Password(email, password);
        return result is SignInResult.FactorNext ? await Code(half, await Phones[email.Trim()].Next()) : (result, half);
    }

    /// <summary>Name and value of what was set first.</summary>
    public static string Pair(string setCookie) => setCookie.Split(';')[0];
}
