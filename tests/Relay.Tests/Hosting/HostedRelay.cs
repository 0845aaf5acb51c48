using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Hosting;

/// <summary>The whole Relay, as Program.cs wires it, on a server in memory.</summary>
public sealed class HostedRelay : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder? own;

    private readonly string data;

    /// <summary>On a folder of its own.</summary>
    public HostedRelay()
    {
        own = new TemporaryFolder();
        data = own.Path;
    }

    /// <summary>On a folder that outlives it.</summary>
    public HostedRelay(string data) => this.data = data;

    /// <summary>The reverse proxies that it believes, as its setting has them.</summary>
    public string Proxies { get; init; } = "";

    /// <summary>A client that shows redirects and keeps no cookies.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });

    /// <summary>Makes the first account; gives its cookie.</summary>
    public async Task<string> SetUp()
    {
        await using var scope = Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        var token = await scope.ServiceProvider.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
        var problem = await scope.ServiceProvider.GetRequiredService<IAccountDesk>().SetUp(token!, Some.Account, CancellationToken.None);
        problem.Should().BeNull();
        return http.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    /// <summary>Also waits until the program has let go of a folder that outlives it: the next Relay needs it.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (own is null)
        {
            await Eventually.True(() => IsFree(data));
        }
    }

    private static bool IsFree(string folder)
    {
        try
        {
            DataFolder.Open(folder).Dispose();
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseSetting("Relay:Data", data)
        .UseSetting("Relay:Proxies", Proxies);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            own?.Dispose();
        }
    }
}
