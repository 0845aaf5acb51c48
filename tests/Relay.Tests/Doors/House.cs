using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Hosting;

namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>
/// One running Relay for all that is asked of its doors, with a real web server in front, and everybody who may ask: nobody in
/// particular, and one person of each role that has no other.
/// </summary>
public sealed class House : IAsyncLifetime
{
    public const string Doors = "the doors of one Relay";

    // What everybody is called, in the order of the written table.
    public static readonly IReadOnlyList<string> Everybody = ["anonymous", "technician", "auditor", "administrator"];

    private readonly HostedRelay relay = new(("Accounts:TriesPerMinute", "100000"), ("Limits:RequestsPerMinute", "1000000"), ("Limits:ProgramsPerMinute", "100000"), ("Limits:AgentsPerMinute", "100000"));

    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal) { ["anonymous"] = "" };

    private HttpClient http = null!;

    public IServiceProvider Services => relay.Services;

    public Uri Address => http.BaseAddress!;

    /// <summary>What a browser of theirs sends along; empty for nobody.</summary>
    public string CookieOf(string who) => cookies[who];

    /// <summary>Asks with exactly this target; no redirect is followed, and nothing is tidied.</summary>
    public async Task<HttpResponseMessage> Ask(string method, string target, string who, params (string Name, string Value)[] headers)
    {
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address.GetLeftPart(UriPartial.Authority) + target, in raw));
        if (cookies[who] is { Length: > 0 } cookie)
        {
            request.Headers.Add("Cookie", cookie);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Posts a form.</summary>
    public async Task<HttpResponseMessage> Post(string target, string who, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        request.Headers.Add("Cookie", cookies[who]);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task InitializeAsync()
    {
        relay.UseKestrel();
        relay.StartServer();
        var address = relay.ClientOptions.BaseAddress;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 4 }) { BaseAddress = address };
        var token = await Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
        using var first = new Browser(address);
        await first.SetUp(new Uri(address, $"/setup/{token}").ToString());
        using (var page = await Ask("GET", "/sign-in", "anonymous"))
        {
            // The form's own cookie: without it nothing that a stranger posts is even looked at.
            cookies["anonymous"] = Signing.Pair(page.Headers.GetValues("Set-Cookie").Single());
        }

        foreach (var who in Everybody.Skip(1))
        {
            using var person = new Browser(address);
            await person.Accept(await first.Invite($"{who}@nordlicht.example", char.ToUpperInvariant(who[0]) + who[1..]));
            cookies[who] = person.Cookie;
        }
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await relay.DisposeAsync();
    }
}

[CollectionDefinition(House.Doors)]
public sealed class HouseForAll : ICollectionFixture<House>;
