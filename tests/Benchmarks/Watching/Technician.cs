using System.Net;
using System.Text.RegularExpressions;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Benchmarks.Watching;

/// <summary>A technician without a browser: fills in the Relay's own forms.</summary>
internal sealed partial class Technician : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;
    private readonly Uri relay;

    private Technician(Uri relay)
    {
        this.relay = relay;
        http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>What a connection to the hub must say to be theirs.</summary>
    public string Cookie => cookies.GetCookieHeader(relay);

    /// <summary>Opens the one-time link of a new Relay and makes the first account, which signs in.</summary>
    public static async Task<Technician> SetUp(RelayProcess relay)
    {
        var technician = new Technician(relay.Address);
        var factor = await technician.Fill(await relay.SetUpLink(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = "Mei Lin",
            ["Organisation"] = "Harbour IT",
            ["Email"] = TechnicianBrowser.Email,
            ["Password"] = TechnicianBrowser.Password,
        });
        await technician.TakeFactor(factor);
        return technician;
    }

    /// <summary>Opens a case and starts a session on it.</summary>
    public async Task<Guid> StartSession()
    {
        var page = await Fill(new Uri(relay, "cases/new"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Number"] = "20931",
            ["Customer"] = "Tomas Berg",
            ["Callback"] = "+46 8 555 010 22",
            ["Problem"] = "Printer prints blank pages",
        });
        var session = await Fill(page, new Dictionary<string, string>(StringComparer.Ordinal) { ["Reason"] = "Look at the printer settings together" });
        return Guid.Parse(session.Segments[^1]);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task TakeFactor(Uri page)
    {
        var form = await http.GetStringAsync(page);
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OfferSealed"] = WebUtility.HtmlDecode(Offer().Match(form).Groups["value"].Value),
            ["Code"] = await new Authenticator(Secret().Match(form).Groups["value"].Value).Next(),
            ["__RequestVerificationToken"] = Token().Match(form).Groups["value"].Value,
        });
        using var answer = await http.PostAsync(page, content);
        if (!(await answer.Content.ReadAsStringAsync()).Contains("recovery-codes", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The Relay does not take the second factor.");
        }
    }

    // The address of the page that the filled-in form leads to.
    private async Task<Uri> Fill(Uri page, Dictionary<string, string> fields)
    {
        var form = await http.GetStringAsync(page);
        fields["__RequestVerificationToken"] = Token().Match(form).Groups["value"].Value;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(page, content);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri is { } next && next != page
            ? next
            : throw new InvalidOperationException($"The Relay does not take the form of {page.AbsolutePath}.");
    }

    [GeneratedRegex("""name="OfferSealed"[^>]*value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Offer();

    [GeneratedRegex("""data-secret="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
