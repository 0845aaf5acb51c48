using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.SingleSignOn;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.SingleSignOn;

/// <summary>Answers of a provider that are not what they should be: none signs anybody in, and each is said in its own words.</summary>
public sealed class ProviderAttackTests(ProviderHouse house) : IClassFixture<ProviderHouse>
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static readonly RSA Strange = RSA.Create(2048);

    private static readonly (string What, string Reason, Action<TestProvider> Do)[] Lies =
    [
        ("another issuer", "WrongIssuer", one => one.Lie = (_, claims) => claims["iss"] = "https://login.example.com"),
        ("no issuer", "WrongIssuer", one => one.Lie = (_, claims) => claims.Remove("iss")),
        ("another program's token", "WrongAudience", one => one.Lie = (_, claims) => claims["aud"] = "another-program"),
        ("no program's token", "WrongAudience", one => one.Lie = (_, claims) => claims.Remove("aud")),
        ("for two programs, asked by nobody", "WrongAudience", one => one.Lie = (_, claims) => claims["aud"] = new JsonArray(TestProvider.ClientId, "another-program")),
        ("asked by another program", "NotTaken", one => one.Lie = (_, claims) => claims["azp"] = "another-program"),
        ("expired", "WrongTime", one => one.Lie = (_, claims) => (claims["exp"], claims["iat"]) = (Now - 150, Now - 600)),
        ("not good yet", "WrongTime", one => one.Lie = (_, claims) => claims["nbf"] = Now + 900),
        ("good for ever", "WrongTime", one => one.Lie = (_, claims) => claims.Remove("exp")),
        ("another nonce", "WrongNonce", one => one.Lie = (_, claims) => claims["nonce"] = "of another sign-in"),
        ("no nonce", "WrongNonce", one => one.Lie = (_, claims) => claims.Remove("nonce")),
        ("a hash of another access token", "NotTaken", one => one.Lie = (_, claims) => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA"),
        ("no subject", "NotTaken", one => one.Lie = (_, claims) => claims.Remove("sub")),
        ("not signed", "WrongAlgorithm", one => (one.Lie, one.SignInstead) = ((header, _) => header["alg"] = "none", _ => [])),
        ("signed with the public key as a password", "WrongAlgorithm", one => (one.Lie, one.SignInstead) = (
            (header, _) => header["alg"] = "HS256", bytes => HMACSHA256.HashData(Encoding.ASCII.GetBytes(one.Key.ExportRSAPublicKeyPem()), bytes))),
        ("signed with the client's secret", "WrongAlgorithm", one => (one.Lie, one.SignInstead) = (
            (header, _) => header["alg"] = "HS256", bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestProvider.ClientSecret), bytes))),
        ("signed in another way", "WrongAlgorithm", one => (one.Lie, one.SignInstead) = (
            (header, _) => header["alg"] = "RS512", bytes => one.Key.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))),
        ("an unknown key", "UnknownKey", one => (one.Lie, one.SignInstead) = (
            (header, _) => header["kid"] = "x9", bytes => Strange.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
        ("another key under a known name", "WrongSignature", one => one.SignInstead = bytes => Strange.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        ("a key that the token brings along", "UnknownKey", one => (one.Lie, one.SignInstead) = (
            (header, _) => (header["kid"], header["jwk"]) = ("x9", new JsonObject { ["kty"] = "RSA", ["e"] = "AQAB", ["n"] = Base64UrlEncoder.Encode(Strange.ExportParameters(false).Modulus) }),
            bytes => Strange.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
        ("no signature under a good name", "WrongSignature", one => one.SignInstead = _ => new byte[256]),
        ("another state", "WrongState", one => one.Redirect = answer => answer["state"] = "CfDJ8AAAA"),
        ("no state", "WrongState", one => one.Redirect = answer => answer["state"] = null),
        ("another provider's answer", "OtherProvider", one => one.Redirect = answer => answer["iss"] = "https://login.example.com"),
        ("a provider that does not say who it is", "OtherProvider", one => one.Redirect = answer => answer["iss"] = null),
        ("a code that was never given", "CodeRefused", one => one.Redirect = answer => answer["code"] = "made-up"),
        ("no code", "NotTaken", one => one.Redirect = answer => answer["code"] = null),
        ("said no", "Declined", one => one.Redirect = answer => (answer["code"], answer["error"]) = (null, "access_denied")),
    ];

    [Fact]
    [Trait("Promise", "34")]
    public async Task NoAnswerThatIsNotRightSignsAnybodyInAndEachIsSaidInItsOwnWords()
    {
        using var tried = new Tried(34, "answers of a provider that are not right");
        foreach (var (what, reason, lie) in Lies)
        {
            house.Provider.Be("attacked", "attacked@nordlicht.example", "lead");
            lie(house.Provider);
            var (shown, browser) = await house.Come();
            tried.Try(shown.Path == $"/sign-in?provider={reason}" && shown.Html.Contains("id=\"provider-problem\"", StringComparison.Ordinal), $"{what}: {shown.Path}");
            tried.Try(!browser.Cookie.Contains("remoteassist=", StringComparison.Ordinal), $"{what} signs in");
            var entry = await house.LastEntry();
            tried.Try(entry is { Action: AuditActions.SignIn, Outcome: AuditOutcome.Failed } && entry.Detail["reason"] == "provider" + reason, $"{what} is not in the log");
            browser.Dispose();
        }

        (await house.Read(db => db.Users.CountAsync(row => row.Email == "attacked@nordlicht.example"))).Should().Be(0);
        house.Provider.Be("attacked", "attacked@nordlicht.example", "desk");
        var (good, honest) = await house.Come();
        good.Path.Should().Be("/cases", "the same without a lie");
        honest.Dispose();
        tried.MustHold();
    }

    [Fact]
    public async Task ACodeIsGoodOnce()
    {
        house.Provider.Be("once", "once@nordlicht.example", "desk");
        var (shown, browser) = await house.Come();
        shown.Path.Should().Be("/cases");
        var used = house.Provider.LastAnswer["code"];
        house.Provider.Redirect = answer => answer["code"] = used;
        var (again, second) = await house.Come();
        again.Path.Should().Be("/sign-in?provider=CodeRefused");
        browser.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task ACodeOfAnotherBrowserIsNotTakenBecauseItsVerifierIsMissing()
    {
        house.Provider.Be("injected", "injected@nordlicht.example", "desk");
        var refused = house.Provider.Tokens.Refused;
        var redirect = house.Page + "/sign-in/provider/done";
        house.Provider.Redirect = answer => answer["code"] = house.Provider.GiveCode(redirect, new string('A', 43), "whatever");
        var (shown, browser) = await house.Come();
        shown.Path.Should().Be("/sign-in?provider=CodeRefused");
        house.Provider.Tokens.Refused.Should().Be(refused + 1, "the provider compares the verifier");
        browser.Dispose();
    }

    [Fact]
    public async Task AnAnswerForOneBrowserIsWorthNothingInAnother()
    {
        house.Provider.Be("victim", "victim@nordlicht.example", "desk");
        string? theirs = null;
        house.Provider.Redirect = answer =>
        {
            theirs = string.Join('&', answer.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
            answer["state"] = "lost on the way";
        };
        (await house.Come()).Browser.Dispose();
        using var other = house.Stranger();
        (await other.Open("/sign-in/provider/done?" + theirs)).Path.Should().Be("/sign-in?provider=WrongState");
        (await other.Open("/sign-in/provider/done")).Path.Should().Be("/sign-in?provider=OtherProvider", "it does not even say who it is");
        other.Cookie.Should().NotContain("remoteassist=");
    }

    [Fact]
    public async Task AProviderThatDoesNotAnswerIsSaidBeforeAnybodyIsSentThere()
    {
        await using var relay = new Hosting.HostedRelay(
            ("Relay:SingleSignOn:Authority", "http://127.0.0.1:1"), ("Relay:SingleSignOn:ClientId", "x"), ("Relay:SingleSignOn:Roles:desk", "technician"));
        using var browser = relay.Browser();
        using var answer = await browser.GetAsync("/sign-in/provider");
        answer.Headers.Location.Should().Be("/sign-in?provider=Unreachable");
    }

    [Theory]
    [InlineData("https://login.example.com", "https://login.example.com", "https://login.example.com/token", true)]
    [InlineData("https://login.example.com/", "https://login.example.com", "https://login.example.com/token", true)]
    [InlineData("https://login.example.com", "https://evil.example", "https://login.example.com/token", false)]
    [InlineData("https://login.example.com", "https://login.example.com.evil.example", "https://login.example.com/token", false)]
    [InlineData("https://login.example.com", null, "https://login.example.com/token", false)]
    [InlineData("https://login.example.com", "https://login.example.com", "http://login.example.com/token", false)]
    [InlineData("https://login.example.com", "https://login.example.com", "http://127.0.0.1/token", false)]
    [InlineData("https://login.example.com", "https://login.example.com", "token", false)]
    [InlineData("http://127.0.0.1:9", "http://127.0.0.1:9", "http://127.0.0.1:9/token", true)]
    public void AProviderMustBeWhoWasAskedAndSpeakHttps(string authority, string? issuer, string token, bool good)
    {
        var settings = SingleSignOnSettings.Read(Settings(("Authority", authority), ("ClientId", "x"), ("Roles:desk", "technician")))!;
        var said = new OpenIdConnectConfiguration
        {
            Issuer = issuer, AuthorizationEndpoint = authority + "/authorize", TokenEndpoint = token, JwksUri = authority + "/keys",
        };
        said.SigningKeys.Add(new RsaSecurityKey(Strange));
        new ProviderCheck(settings).Validate(said).Succeeded.Should().Be(good);
        said.SigningKeys.Clear();
        new ProviderCheck(settings).Validate(said).Succeeded.Should().BeFalse("without a key nothing can be checked");
    }

    [Theory]
    [InlineData("http://login.example.com", "x", "technician", "must be an https address")]
    [InlineData("login.example.com", "x", "technician", "must be an https address")]
    [InlineData("https://login.example.com?a=b", "x", "technician", "must be an https address")]
    [InlineData("", "x", "technician", "has no Authority")]
    [InlineData("https://login.example.com", "", "technician", "has no ClientId")]
    [InlineData("https://login.example.com", "x", "superuser", "there are technician, auditor, administrator")]
    [InlineData("https://login.example.com", "x", "", "there are technician, auditor, administrator")]
    public void SettingsThatCannotBeUsedAreSaidAtTheStart(string authority, string client, string role, string said) =>
        FluentActions.Invoking(() => SingleSignOnSettings.Read(Settings(("Authority", authority), ("ClientId", client), ("Roles:desk", role))))
            .Should().Throw<UnusableSettingException>().WithMessage($"*{said}*");

    [Fact]
    public void WithoutSettingsThereIsNoProviderAndWithoutRolesNone()
    {
        SingleSignOnSettings.Read(new ConfigurationBuilder().Build()).Should().BeNull();
        FluentActions.Invoking(() => SingleSignOnSettings.Read(Settings(("Authority", "https://login.example.com"), ("ClientId", "x"))))
            .Should().Throw<UnusableSettingException>().WithMessage("*gives nobody a role*");
        FluentActions.Invoking(() => SingleSignOnSettings.Read(Settings(("Authority", "https://login.example.com"), ("ClientId", "x"), ("ClientSecretFile", "/nowhere/at/all"), ("Roles:desk", "technician"))))
            .Should().Throw<UnusableSettingException>().WithMessage("*cannot be read*");
    }

    private static IConfiguration Settings(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(one => KeyValuePair.Create($"Relay:SingleSignOn:{one.Name}", (string?)one.Value))).Build();
}
