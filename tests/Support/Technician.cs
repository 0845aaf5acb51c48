using System.Net;
using System.Text.RegularExpressions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Tests.Support;

/// <summary>A technician without a browser: fills in the Relay's own forms.</summary>
public sealed partial class Technician : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;
    private readonly Uri relay;
    private string? proof;

    private Technician(Uri relay)
    {
        this.relay = relay;
        http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>What a connection to the hub must say to be theirs.</summary>
    public string Cookie => cookies.GetCookieHeader(relay);

    /// <summary>How a connection to the viewers' door says that it is theirs.</summary>
    /// <param name="line">The line to the Relay; null for a straight one.</param>
    public WebSocketConnectionOptions AsSocket(Uri? line = null)
    {
        var cookie = Cookie; // this one may be gone when the connection is opened
        return new WebSocketConnectionOptions
        {
            HubPath = HubContract.ViewerPath,
            Configure = socket =>
            {
                socket.SetRequestHeader("Cookie", cookie);
                socket.SetRequestHeader("Origin", (line ?? relay).GetLeftPart(UriPartial.Authority));
            },
        };
    }

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

    /// <summary>Somebody who is signed in with a browser.</summary>
    public static async Task<Technician> InBrowser(RelayProcess relay, TechnicianBrowser browser)
    {
        var technician = new Technician(relay.Address);
        foreach (var cookie in await browser.Page.Context.CookiesAsync())
        {
            technician.cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        }

        return technician;
    }

    /// <summary>Opens a case and starts a session on it.</summary>
    /// <param name="number">Of the case; no other has it.</param>
    public async Task<Guid> StartSession(string number = "20931") => await StartSessionOn(await OpenCase(number));

    /// <summary>Opens a case.</summary>
    /// <param name="number">Of the case; no other has it.</param>
    public async Task<Guid> OpenCase(string number)
    {
        var page = await Fill(new Uri(relay, "cases/new"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Number"] = number,
            ["Customer"] = "Tomas Berg",
            ["Callback"] = "+46 8 555 010 22",
            ["Problem"] = "Printer prints blank pages",
        });
        return Guid.Parse(page.Segments[^1]);
    }

    /// <summary>Starts a session on a case.</summary>
    public async Task<Guid> StartSessionOn(Guid opened, string reason = "Look at the printer settings together")
    {
        var session = await Fill(
            new Uri(relay, $"cases/{opened}"), new Dictionary<string, string>(StringComparer.Ordinal) { ["Reason"] = reason });
        return Guid.Parse(session.Segments[^1]);
    }

    /// <summary>Makes a key for a program that may do all that keys allow.</summary>
    /// <param name="name">What the program is called.</param>
    public async Task<string> MakeKey(string name)
    {
        var page = new Uri(relay, "people/keys");
        var token = await ProofOf(page);
        using var content = new FormUrlEncodedContent(
        [
            new("Name", name), new("Days", "30"), new("Scopes", "CasesRead"), new("Scopes", "CasesWrite"),
            new("Scopes", "SessionsRead"), new("Scopes", "SessionsPrepare"), new("__RequestVerificationToken", token),
        ]);
        using var answer = await http.PostAsync(page, content);
        var made = MadeKey().Match(await answer.Content.ReadAsStringAsync());
        return made.Success ? made.Groups["value"].Value : throw new InvalidOperationException($"The Relay made no key: {answer.StatusCode}.");
    }

    /// <summary>A page as it is sent.</summary>
    public async Task<string> Read(string path)
    {
        using var answer = await http.GetAsync(new Uri(relay, path));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Writes the same into every field of a form.</summary>
    /// <returns>The answer's status, wherever it leads.</returns>
    public async Task<HttpStatusCode> WriteEverywhere(PageForm form, string text)
    {
        using var content = new FormUrlEncodedContent(
            [.. form.Fields.Select(field => KeyValuePair.Create(field, text)), KeyValuePair.Create("__RequestVerificationToken", form.Token)]);
        using var answer = await http.PostAsync(new Uri(relay, form.To), content);
        return answer.StatusCode;
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

        proof = Token().Match(await http.GetStringAsync(new Uri(relay, "cases/new"))).Groups["value"].Value;
    }

    // The address of the page that the filled-in form leads to.
    private async Task<Uri> Fill(Uri page, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = await ProofOf(page);
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(page, content);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri is { } next && next != page
            ? next
            : throw new InvalidOperationException($"The Relay does not take the form of {page.AbsolutePath}.");
    }

    // The forms' proof holds for whoever is signed in, whatever the page; the first pages are of nobody yet.
    private async Task<string> ProofOf(Uri page) => proof ?? Token().Match(await http.GetStringAsync(page)).Groups["value"].Value;

    [GeneratedRegex("""name="OfferSealed"[^>]*value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Offer();

    [GeneratedRegex("""data-secret="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""id="made-key">(?<value>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MadeKey();
}
