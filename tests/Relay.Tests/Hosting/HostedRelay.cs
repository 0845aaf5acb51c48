using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;

namespace RemoteAssist.Relay.Tests.Hosting;

/// <summary>The whole Relay, as Program.cs wires it, on a server in memory.</summary>
public sealed class HostedRelay : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder? own;

    private readonly string data;

    private readonly (string Name, string Value)[] settings;

    /// <summary>On a folder of its own.</summary>
    public HostedRelay(params (string Name, string Value)[] settings)
    {
        this.settings = settings;
        own = new TemporaryFolder();
        data = own.Path;
    }

    /// <summary>On a folder that outlives it.</summary>
    public HostedRelay(string data, params (string Name, string Value)[] settings)
    {
        this.data = data;
        this.settings = settings;
    }

    /// <summary>Where its data lies.</summary>
    public string Data => data;

    /// <summary>The reverse proxies that it believes, as its setting has them.</summary>
    public string Proxies { get; init; } = "";

    /// <summary>A client that shows redirects and keeps no cookies.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });

    /// <summary>Makes the first account with its second factor; gives the cookie.</summary>
    public async Task<string> SetUp()
    {
        var token = await Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
        var (problem, cookie) = await new Signing(Services).SetUp(token!, Some.Account);
        problem.Should().BeNull();
        return cookie.Split(';')[0];
    }

    /// <summary>
    /// Also waits until the program has let go of its folder, a moment after its host has stopped: the next Relay needs it, and one that is
    /// still written to cannot be deleted.
    /// </summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Eventually.True(() => IsFree(data));
        own?.Dispose();
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

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Relay:Url", "http://127.0.0.1:0").UseSetting("Relay:Data", data).UseSetting("Relay:Proxies", Proxies);
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
        }
    }
}
