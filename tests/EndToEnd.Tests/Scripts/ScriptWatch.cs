using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Scripts;

/// <summary>What was found on one page.</summary>
/// <param name="Planted">What a payload put into the document: handlers, scripts, frames, addresses that run.</param>
/// <param name="Shown">Of the texts that were asked about, those that stand on the page as they were written.</param>
internal sealed record ScriptFindings(IReadOnlyList<string> Planted, IReadOnlySet<string> Shown);

/// <summary>A window in which whatever a payload runs, opens or fetches is noted by its number.</summary>
internal sealed class ScriptWatch : IAsyncDisposable
{
    // No page of ours has handlers or scripts in its HTML, frames, a base, or addresses that are programs.
    private const string Sweep =
        """
        wanted => {
          const planted = [];
          const programs = new Set(['javascript:', 'vbscript:', 'data:']);
          const words = [];
          for (const one of document.querySelectorAll('*')) {
            const say = what => planted.push(`<${one.localName}> ${what}`);
            for (const { name, value } of one.attributes) {
              words.push(value);
              if (name.startsWith('on') || name === 'srcdoc') say(`${name}=${value}`);
              if (['href', 'xlink:href', 'src', 'action', 'formaction', 'data'].includes(name)) {
                const { protocol } = new URL(value, location.href);
                if (programs.has(protocol) && !(one.localName === 'img' && protocol === 'data:')) say(`${name}=${value}`);
              }
            }
            if (['iframe', 'object', 'embed', 'base', 'marquee'].includes(one.localName)) say('');
            if (one.localName === 'meta' && one.httpEquiv) say(one.httpEquiv);
            if (one.localName === 'script' && !one.src && one.type !== 'application/json') say(one.textContent);
            if (one.localName === 'style') say(one.textContent);
            if (one.value !== undefined) words.push(String(one.value));
          }
          const plain = text => text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '').trim();
          const all = plain(`${document.documentElement.textContent} \n ${words.join(' \n ')}`);
          return { planted, shown: wanted.map(text => all.includes(plain(text))) };
        }
        """;

    private readonly ConcurrentDictionary<int, string> ran = new();
    private readonly ConcurrentQueue<string> stopped = new();
    private readonly IBrowserContext context;
    private readonly Uri relay;
    private int opened;

    private ScriptWatch(IBrowserContext context, Uri relay) => (this.context, this.relay) = (context, relay);

    /// <summary>Payloads that ran, and where.</summary>
    public IReadOnlyDictionary<int, string> Ran => ran;

    /// <summary>What the content policy stopped. It is the second line: nothing should come as far as this.</summary>
    public IReadOnlyCollection<string> Stopped => stopped;

    /// <summary>Windows and dialogs that nobody asked for.</summary>
    public int Opened => opened;

    /// <summary>The tab.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>Opens a window of somebody who is signed in.</summary>
    /// <param name="relay">The Relay; requests to anywhere else are noted.</param>
    /// <param name="cookie">As the browser sends it; empty for nobody.</param>
    /// <param name="bypass">Whether the browser leaves content policies out, so that escaping stands alone.</param>
    public static async Task<ScriptWatch> Open(Uri relay, string cookie, bool bypass)
    {
        var context = await TechnicianBrowser.Window(new() { BypassCSP = bypass, Locale = "en", ViewportSize = new() { Width = 1280, Height = 720 } });
        await context.AddCookiesAsync(cookie.Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => new Cookie { Name = pair[0], Value = pair[1], Url = relay.ToString() }));
        var watch = new ScriptWatch(context, relay);
        await context.ExposeFunctionAsync<int, int>("r", id => watch.Note(id, "called"));
        await context.RouteAsync($"**/{ScriptPayload.Elsewhere}/**", route => route.AbortAsync());
        context.Request += (_, request) => watch.See(request);
        context.Dialog += (_, dialog) =>
        {
            Interlocked.Increment(ref watch.opened);
            _ = dialog.DismissAsync();
        };
        watch.Page = await context.NewPageAsync();
        context.Page += (_, _) => Interlocked.Increment(ref watch.opened);
        watch.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                watch.stopped.Enqueue($"{watch.Page.Url}: {message.Text}");
            }
        };
        return watch;
    }

    /// <summary>Opens a page and looks it over.</summary>
    /// <param name="path">On the Relay.</param>
    /// <param name="wanted">Texts that may stand on it.</param>
    public async Task<ScriptFindings> Visit(string path, IReadOnlyCollection<string> wanted)
    {
        await Page.GotoAsync(new Uri(relay, path).ToString());
        return await Look(wanted);
    }

    /// <summary>Looks the open page over.</summary>
    public async Task<ScriptFindings> Look(IReadOnlyCollection<string> wanted)
    {
        var swept = await Page.EvaluateAsync<JsonElement>(Sweep, wanted);
        return new ScriptFindings(
            [.. swept.GetProperty("planted").EnumerateArray().Select(one => one.GetString()!)],
            wanted.Zip(swept.GetProperty("shown").EnumerateArray(), (text, shown) => (Text: text, Shown: shown.GetBoolean()))
                .Where(one => one.Shown).Select(one => one.Text).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Opens the page on which a payload is not escaped.</summary>
    public async Task<ScriptFindings> VisitUnescaped(ScriptPayload payload)
    {
        var address = new Uri(relay, $"unescaped/{payload.Id}").ToString();
        await Page.RouteAsync(address, route => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = payload.UnescapedPage }));
        await Page.GotoAsync(address);
        return await Look([]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => context.DisposeAsync();

    private int Note(int id, string how)
    {
        ran.TryAdd(id, $"{how} on {Page.Url}");
        return id;
    }

    private void See(IRequest request)
    {
        var to = new Uri(request.Url);
        if (to.Host == ScriptPayload.Elsewhere)
        {
            Note(int.Parse(to.Segments[^1].Trim('/'), CultureInfo.InvariantCulture), "fetched");
        }
        else if (to.Scheme is "http" or "https" && to.Authority != relay.Authority)
        {
            Note(0, $"fetched {to}");
        }
    }
}
