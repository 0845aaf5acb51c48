using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Relay.Tests.Doors;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api;

/// <summary>One Relay on a server in memory for all that is asked of its API, with keys of every kind.</summary>
public sealed class ApiHouse : IAsyncLifetime
{
    public const string Name = "the API of one Relay";

    private readonly HostedRelay relay = new(("Limits:ProgramsPerMinute", "100000"), ("Limits:RequestsPerMinute", "100000"), ("Accounts:TriesPerMinute", "100000"));

    private WebApplicationFactory<Program> whole = null!;

    /// <summary>What makes its log fail.</summary>
    internal FailingCommit Disk { get; } = new();

    public IServiceProvider Services => whole.Services;

    public string Data => relay.Data;

    /// <summary>The cookie of somebody with every role.</summary>
    public string Cookie { get; private set; } = "";

    /// <summary>The id of the account that makes the keys.</summary>
    public string Administrator { get; private set; } = "";

    /// <summary>Keys with one scope each.</summary>
    public Dictionary<ApiScope, string> Keys { get; } = [];

    /// <summary>A key with every scope.</summary>
    public string Every { get; private set; } = "";

    /// <summary>The endpoints of the API that ask for a scope: method, pattern, a target that fits, and the scope.</summary>
    public IReadOnlyList<(string Method, string Pattern, string Target, ApiScope Scope)> Endpoints =>
    [
        .. from endpoint in Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let scope = endpoint.Metadata.GetMetadata<NeededScope>()
           where scope is not null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           select (method, endpoint.RoutePattern.RawText!, endpoint.RoutePattern.RawText!.Replace("{id:guid}", Routes.Nothing, StringComparison.Ordinal), scope.Scope),
    ];

    public async Task InitializeAsync()
    {
        whole = relay.WithWebHostBuilder(web => web.ConfigureTestServices(services => services.ConfigureDbContext<RelayDb>(options => options.AddInterceptors(Disk))));
        var token = await Services.GetRequiredService<Relay.Accounts.SetUpLink>().Issue(CancellationToken.None);
        var (_, cookie) = await new Signing(Services).SetUp(token!, Some.Account);
        Cookie = Signing.Pair(cookie);
        Administrator = await Read(db => db.Users.Select(account => account.Id).SingleAsync());
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            Keys[scope] = await Make(scope);
        }

        Every = await Make(Enum.GetValues<ApiScope>());
    }

    public async Task DisposeAsync()
    {
        await whole.DisposeAsync();
        await relay.DisposeAsync();
    }

    /// <summary>Makes a key as an administrator does.</summary>
    public async Task<string> Make(params ApiScope[] scopes) =>
        (await Desk(desk => desk.Make(new ApiKeyForm("Ticket desk", scopes, 90), CancellationToken.None))).Key;

    /// <summary>Asks the desk of keys as an administrator.</summary>
    public Task<T> Desk<T>(Func<IApiKeyDesk, Task<T>> work) => As<IApiKeyDesk, T>(Administrator, work);

    /// <summary>Asks any desk as an administrator.</summary>
    public async Task<T> As<TDesk, T>(string administrator, Func<TDesk, Task<T>> work)
        where TDesk : notnull =>
        (await new Signing(Services).Request("", one => work(one.GetRequiredService<TDesk>()), Some.Administrator(administrator))).Result;

    /// <summary>Asks with exactly these headers.</summary>
    public async Task<ApiAnswer> Ask(string method, string target, object? body = null, params (string Name, string Value)[] headers)
    {
        using var http = whole.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request);
        return new ApiAnswer(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.WwwAuthenticate, answer.Headers.Location?.ToString(),
            await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks with a key, with every scope unless another is given.</summary>
    public Task<ApiAnswer> With(string? key, string method, string target, object? body = null) =>
        Ask(method, target, body, ("Authorization", $"Bearer {key ?? Every}"));

    /// <summary>Asks from another machine without https.</summary>
    public async Task<(int Status, string Text)> InTheClear(string path)
    {
        var http = await whole.Server.SendAsync(asked =>
        {
            asked.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("203.0.113.5");
            asked.Request.Method = "GET";
            asked.Request.Path = path;
            asked.Request.Headers.Authorization = $"Bearer {Every}";
        });
        using var text = new StreamReader(http.Response.Body);
        return (http.Response.StatusCode, await text.ReadToEndAsync());
    }

    public async Task<T> Read<T>(Func<RelayDb, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return await query(db);
    }

    /// <summary>Puts rows there, with an entry.</summary>
    public Task Put(params object[] rows) => Services.GetRequiredService<IAuditLog>().Append(Some.Entry(), db =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    });

    /// <summary>Does something while the log cannot be written. Afterwards it can, and has said of itself what it had to.</summary>
    internal async Task WithoutLog(Func<Task> work)
    {
        Disk.Fails = CommitFault.Failed;
        try
        {
            await work();
        }
        finally
        {
            Disk.Fails = CommitFault.None;
            await Services.GetRequiredService<IAuditLog>().Append(Some.Entry());
        }
    }

    /// <summary>What is in the log after an entry, the newest last.</summary>
    public async Task<List<EntryFacts>> LogSince(long sequence) =>
        (await Read(db => db.Entries.Where(row => row.Sequence > sequence).OrderBy(row => row.Sequence).ToListAsync()))
            .ConvertAll(row => EntryFacts.Read(Encoding.UTF8.GetBytes(row.Json))!);

    public Task<long> Newest() => Read(db => db.Entries.MaxAsync(row => row.Sequence));
}

[CollectionDefinition(ApiHouse.Name)]
public sealed class ApiHouseForAll : ICollectionFixture<ApiHouse>;

/// <summary>What a program got.</summary>
public sealed record ApiAnswer(int Status, string? Type, HttpHeaderValueCollection<AuthenticationHeaderValue> Challenge, string? Location, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A text of the answer.</summary>
    public string? this[string name] => Json.GetProperty(name).ToString();

    /// <summary>Whether it is a problem that says what to do.</summary>
    public bool Explains => Type == "application/problem+json" && Json.GetProperty("status").GetInt32() == Status && this["detail"]!.Length > 20;
}
