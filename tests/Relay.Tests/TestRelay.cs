using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Cases;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests;

/// <summary>The Relay's services on a real database in a folder of their own, without the web server.</summary>
internal sealed class TestRelay : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly ServiceProvider services;

    public TestRelay(params IInterceptor[] faults)
        : this(TimeProvider.System, faults)
    {
    }

    /// <summary>By another clock: on one that stands still a log that could not be written does not try again by itself.</summary>
    public TestRelay(TimeProvider clock, params IInterceptor[] faults)
    {
        StorageSetup.Prepare(folder.Database, TimeProvider.System);
        var settings = new ConfigurationBuilder().Build();
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddStorage(folder.Database)
            .AddAudit()
            .AddAccounts(settings, Path.Combine(folder.Path, "keys"))
            .AddScoped<ICaseDesk, CaseDesk>();
        collection.ConfigureDbContext<RelayDb>(options => options.AddInterceptors(faults));
        services = collection.BuildServiceProvider();
    }

    public TemporaryFolder Folder => folder;

    public IServiceProvider Services => services;

    public IAuditLog Audit => Get<IAuditLog>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Does something as one request does.</summary>
    public async Task<T> Request<T>(Func<IServiceProvider, HttpContext, Task<T>> work, ClaimsPrincipal? user = null)
    {
        await using var scope = services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        if (user is not null)
        {
            http.User = user;
        }

        Get<IHttpContextAccessor>().HttpContext = http;
        return await work(scope.ServiceProvider, http);
    }

    public async Task<T> Read<T>(Func<RelayDb, Task<T>> query)
    {
        await using var db = await Get<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return await query(db);
    }

    public async Task<List<EntryFacts>> Log() =>
        (await Read(db => db.Entries.OrderBy(row => row.Sequence).ToListAsync()))
            .ConvertAll(row => EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(row.Json))!);

    public ChainReport Verify()
    {
        using var log = StoredLog.Open(folder.Path);
        return log.Verify();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        StorageSetup.Release(folder.Database);
        folder.Dispose();
    }
}
