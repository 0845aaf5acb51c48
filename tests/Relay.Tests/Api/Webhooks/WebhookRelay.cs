using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Relay.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api.Webhooks;

/// <summary>All of webhooks as the Relay wires it, on a real database, with a clock that stands still and names that the test gives.</summary>
internal sealed class WebhookRelay : IAsyncDisposable, IHostNames
{
    private readonly TemporaryFolder folder = new();

    private readonly IConfiguration settings;

    private ServiceProvider services;

    private WebhookCourier? courier;

    public WebhookRelay(int mostWaiting = 10_000)
    {
        settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:MostWaiting"] = $"{mostWaiting}" }).Build();
        StorageSetup.Prepare(folder.Database, TimeProvider.System);
        services = Provide();
    }

    public ManualClock Clock { get; } = new();

    public FailingCommit Disk { get; } = new();

    public string Folder => folder.Path;

    /// <summary>What hosts are; an address in digits is itself.</summary>
    public Dictionary<string, IPAddress[]> Names { get; } = [];

    public CaseRow Case { get; } = Some.CaseRow();

    public Guid Session { get; } = Guid.NewGuid();

    public IServiceProvider Services => services;

    public IAuditLog Audit => services.GetRequiredService<IAuditLog>();

    /// <summary>One with its case, and somebody at work.</summary>
    public static async Task<WebhookRelay> Start(int mostWaiting = 10_000)
    {
        var relay = new WebhookRelay(mostWaiting);
        await relay.Put(relay.Case);
        await relay.Work();
        return relay;
    }

    /// <summary>The courier begins to work.</summary>
    public async Task Work()
    {
        courier = services.GetServices<IHostedService>().OfType<WebhookCourier>().Single();
        await courier.StartAsync(CancellationToken.None);
    }

    /// <summary>The Relay is gone, and what was on its way with it; another one has the folder, and does not work yet.</summary>
    public async Task Restart()
    {
        await Stop();
        services = Provide();
    }

    public async Task<T> Desk<T>(Func<IWebhookDesk, Task<T>> work) =>
        (await new Signing(services).Request("", one => work(one.GetRequiredService<IWebhookDesk>()), Some.Administrator())).Result;

    /// <summary>Adds a webhook as an administrator does.</summary>
    public async Task<(Guid Id, string Secret)> Add(string url, params string[] steps)
    {
        var added = await Desk(desk => desk.Add(new WebhookForm(url, steps.Length == 0 ? SessionSteps.All : steps, Inside: true), CancellationToken.None));
        added.Problem.Should().BeNull();
        return (added.Id, added.Secret);
    }

    /// <summary>How a webhook stands.</summary>
    public async Task<Webhook> Shown(Guid id) => (await Desk(desk => desk.List(CancellationToken.None))).Single(webhook => webhook.Id == id);

    /// <summary>Something happens in the session.</summary>
    public Task<long> Step(string action, AuditOutcome outcome = AuditOutcome.Success, params (string Key, string Value)[] detail) => Audit.Append(new PendingEntry(
        action, ActorKind.Customer, null, outcome, Case.Id, Session, detail.ToDictionary(one => one.Key, one => one.Value),
        new Dictionary<string, string> { ["reason2"] = "look at the printer together", ["customer"] = Case.Customer }));

    public Task<long> Step(SessionEvent happened) => Step(AuditActions.Of(happened));

    public Task Put(params object[] rows) => Audit.Append(Some.Entry(), db =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    });

    public async Task<T> Read<T>(Func<RelayDb, Task<T>> query)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return await query(db);
    }

    /// <summary>The log's entries about webhooks.</summary>
    public async Task<List<EntryFacts>> Log() => (await Read(db => db.Entries.OrderBy(row => row.Sequence).ToListAsync()))
        .ConvertAll(row => EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(row.Json))!).FindAll(entry => entry.Action.StartsWith("webhook.", StringComparison.Ordinal));

    /// <summary>Waits for the next failure of what is first; gives how it stands.</summary>
    public async Task<WebhookDelivery> Fails(Guid id, int tries)
    {
        await Eventually.Holds(async () => (await Shown(id)).Next?.Tries == tries);
        return (await Shown(id)).Next!;
    }

    /// <summary>Waits until nothing is left to tell.</summary>
    public Task AllIsTold(Guid id) => Eventually.Holds(async () => (await Shown(id)).Waiting == 0);

    public Task<IReadOnlyList<IPAddress>> Find(string host, CancellationToken cancel) => Task.FromResult<IReadOnlyList<IPAddress>>(
        IPAddress.TryParse(host.Trim('[', ']'), out var digits) ? [digits] : Names.GetValueOrDefault(host, []));

    public async ValueTask DisposeAsync()
    {
        await Stop();
        StorageSetup.Release(folder.Database);
        folder.Dispose();
    }

    private async Task Stop()
    {
        if (courier is not null)
        {
            await courier.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
    }

    private ServiceProvider Provide()
    {
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddStorage(folder.Database)
            .AddAudit()
            .AddAccounts(settings, Path.Combine(folder.Path, "keys"))
            .AddWebhooks(settings)
            .AddSingleton<IHostNames>(this);
        collection.ConfigureDbContext<RelayDb>(options => options.AddInterceptors(Disk));
        return collection.BuildServiceProvider();
    }
}
