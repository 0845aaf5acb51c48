using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RemoteAssist.Relay.Tests.Api.Webhooks;

/// <summary>A help desk's web server on this computer, for all tests of a class; each has an address of its own there.</summary>
public sealed class Receiver : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Inbox> inboxes = new(StringComparer.Ordinal);

    private WebApplication app = null!;

    public int Port => new Uri(app.Urls.First()).Port;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(http => inboxes.TryGetValue(http.Request.Path.Value!.Trim('/'), out var inbox) ? inbox.Take(http) : Task.CompletedTask);
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    internal Inbox Open()
    {
        var name = $"{Guid.NewGuid():N}";
        return inboxes[name] = new Inbox($"http://127.0.0.1:{Port}/{name}");
    }
}

/// <summary>One address of the receiver's: what came, and what is answered.</summary>
internal sealed class Inbox(string url)
{
    private readonly List<Message> messages = [];

    private int within;

    public string Url { get; } = url;

    /// <summary>Whether two came at the same time.</summary>
    public bool WasCrowded { get; private set; }

    /// <summary>What is answered; 204 by default.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http =>
    {
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    public IReadOnlyList<Message> Messages
    {
        get
        {
            lock (messages)
            {
                return [.. messages];
            }
        }
    }

    public int Status
    {
        set => Answer = http =>
        {
            http.Response.StatusCode = value;
            return Task.CompletedTask;
        };
    }

    public Task Has(int count) => Eventually.True(() => Messages.Count >= count);

    public async Task Take(HttpContext http)
    {
        WasCrowded |= Interlocked.Increment(ref within) > 1;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            lock (messages)
            {
                messages.Add(new Message(
                    http.Request.Method, http.Request.ContentType, http.Request.Headers["RemoteAssist-Event"].ToString(),
                    http.Request.Headers["RemoteAssist-Timestamp"].ToString(), http.Request.Headers["RemoteAssist-Signature"].ToString(),
                    [.. http.Request.Headers.Keys], body.ToArray()));
            }

            await Answer(http);
        }
        finally
        {
            Interlocked.Decrement(ref within);
        }
    }
}

/// <summary>One message as it came.</summary>
internal sealed record Message(string Method, string? Type, string Event, string Timestamp, string Signature, IReadOnlyList<string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public System.Text.Json.JsonElement Json => System.Text.Json.JsonDocument.Parse(Body).RootElement;

    public string? this[string name] => Json.GetProperty(name).ToString();
}
