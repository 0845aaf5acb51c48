using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace RemoteAssist.Relay.Tests.SingleSignOn;

/// <summary>
/// A small provider of OpenID Connect on this machine, from its text: discovery, keys, authorization code with PKCE, tokens. It
/// knows one person at a time, asks nobody anything, and can be told to lie.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "remote-assist";
    public const string ClientSecret = "a secret & its =odd= signs";

    private readonly WebApplication app;
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, Given> codes = new(StringComparer.Ordinal);

    private TestProvider(WebApplication app) => this.app = app;

    public string Address { get; private set; } = "";

    /// <summary>The published key for RS256; what signs can be another.</summary>
    public RSA Key { get; private set; } = RSA.Create(2048);

    /// <summary>Who is at the browser.</summary>
    public JsonObject Person { get; set; } = [];

    /// <summary>Changes header and claims of the next tokens before they are signed.</summary>
    public Action<JsonObject, JsonObject>? Lie { get; set; }

    /// <summary>Signs instead of the provider's own key.</summary>
    public Func<byte[], byte[]>? SignInstead { get; set; }

    /// <summary>Changes what the browser takes back.</summary>
    public Action<Dictionary<string, string?>>? Redirect { get; set; }

    /// <summary>Whether tokens are signed with ES256.</summary>
    public bool OnTheCurve { get; set; }

    /// <summary>How often somebody asked for a token, and how often that was refused.</summary>
    public (int Asked, int Refused) Tokens => (asked, refused);

    /// <summary>What the last one who began sign-in was asked to come back with.</summary>
    public Dictionary<string, string?> LastAnswer { get; private set; } = [];

    private int asked;
    private int refused;
    private int keys = 1;

    public static async Task<TestProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new TestProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Describe);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.Token);
        await app.StartAsync();
        provider.Address = app.Urls.Single();
        return provider;
    }

    /// <summary>From now on another key signs and is published, and the one before is not any more.</summary>
    public void Rotate()
    {
        Key.Dispose();
        (Key, keys) = (RSA.Create(2048), keys + 1);
    }

    /// <summary>Back to somebody honest.</summary>
    public void Be(string subject, string? email, params string[] groups)
    {
        (Lie, SignInstead, Redirect, OnTheCurve) = (null, null, null, false);
        Person = new JsonObject { ["sub"] = subject, ["name"] = "Ngozi Adeyemi", ["groups"] = new JsonArray([.. groups.Select(one => (JsonNode)one)]), ["amr"] = new JsonArray("pwd", "otp"), ["acr"] = "silver" };
        if (email is not null)
        {
            Person["email"] = email;
        }
    }

    /// <summary>A code that was given out and that nobody has turned in yet.</summary>
    public string GiveCode(string redirect, string challenge, string nonce)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        codes[code] = new Given(redirect, challenge, nonce);
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Key.Dispose();
        curve.Dispose();
    }

    private IResult Describe() => Results.Json(new
    {
        issuer = Address,
        authorization_endpoint = Address + "/authorize",
        token_endpoint = Address + "/token",
        jwks_uri = Address + "/keys",
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256", "ES256" },
        authorization_response_iss_parameter_supported = true,
    });

    private IResult Keys()
    {
        var (rsa, point) = (Key.ExportParameters(false), curve.ExportParameters(false).Q);
        return Results.Json(new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", kid = $"r{keys}", alg = "RS256", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
                new { kty = "EC", use = "sig", kid = "e1", alg = "ES256", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) },
            },
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        string Asked(string name) => request.Query[name].ToString();
        if (Asked("client_id") != ClientId || Asked("response_type") != "code" || Asked("code_challenge_method") != "S256" || Asked("code_challenge").Length != 43
            || Asked("nonce").Length == 0 || !Asked("scope").Split(' ').Contains("openid") || !Asked("redirect_uri").EndsWith("/sign-in/provider/done", StringComparison.Ordinal))
        {
            return Results.BadRequest("invalid_request");
        }

        var answer = new Dictionary<string, string?>
        {
            ["code"] = GiveCode(Asked("redirect_uri"), Asked("code_challenge"), Asked("nonce")),
            ["state"] = Asked("state"),
            ["iss"] = Address,
        };
        LastAnswer = new Dictionary<string, string?>(answer);
        Redirect?.Invoke(answer);
        return Results.Redirect(QueryHelpers.AddQueryString(Asked("redirect_uri"), answer.Where(pair => pair.Value is not null)));
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        Interlocked.Increment(ref asked);
        var form = await request.ReadFormAsync();
        var verifier = form["code_verifier"].ToString();
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["grant_type"] != "authorization_code"
            || !codes.TryRemove(form["code"].ToString(), out var given) || given.Redirect != form["redirect_uri"] || given.Challenge != challenge)
        {
            Interlocked.Increment(ref refused);
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        return Results.Json(new { access_token = "not used", token_type = "Bearer", expires_in = 300, id_token = Sign(given.Nonce) });
    }

    private string Sign(string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = OnTheCurve ? "ES256" : "RS256", ["typ"] = "JWT", ["kid"] = OnTheCurve ? "e1" : $"r{keys}" };
        var claims = Person.DeepClone().AsObject();
        (claims["iss"], claims["aud"], claims["exp"], claims["iat"], claims["nonce"]) = (Address, ClientId, now + 300, now, nonce);
        Lie?.Invoke(header, claims);
        var text = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = SignInstead?.Invoke(bytes)
            ?? (OnTheCurve ? curve.SignData(bytes, HashAlgorithmName.SHA256) : Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private sealed record Given(string Redirect, string Challenge, string Nonce);
}
