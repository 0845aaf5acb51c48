using System.Net;
using System.Text.RegularExpressions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>Somebody at a browser without scripts, with a phone: fills in the forms of a running Relay.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;

    public Browser(Uri relay)
    {
        Relay = relay;
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, UseCookies = true }) { BaseAddress = relay };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    }

    public Uri Relay { get; }

    /// <summary>What a connection to the hub must say to be theirs.</summary>
    public string Cookie => cookies.GetCookieHeader(Relay);

    /// <summary>What one cookie says.</summary>
    public string CookieOf(string name) => cookies.GetCookies(Relay)[name]?.Value ?? "";

    /// <summary>Puts a cookie there, as a thief would.</summary>
    public void SetCookie(string name, string value) => cookies.Add(Relay, new Cookie(name, value));

    /// <summary>The phone, once it has taken a key in.</summary>
    public Authenticator? Phone { get; set; }

    /// <summary>The recovery codes that were shown last.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>Opens a page, wherever that leads.</summary>
    public async Task<Shown> Open(string path) => await Read(await http.GetAsync(path));

    /// <summary>Fills in the form of a page. A name may come more than once.</summary>
    /// <param name="page">Where the form is.</param>
    /// <param name="fields">What is filled in.</param>
    /// <param name="to">Where it goes, if not to its own page.</param>
    public async Task<Shown> Submit(string page, IEnumerable<(string Name, string Value)> fields, string? to = null) =>
        await Fill(await Open(page), fields, to);

    /// <summary>Fills in a form as it was shown: another look at the page would offer another key.</summary>
    public async Task<Shown> Fill(Shown form, IEnumerable<(string Name, string Value)> fields, string? to = null)
    {
        var all = fields.Append(("__RequestVerificationToken", Token().Match(form.Html).Groups[1].Value));
        if (Offer().Match(form.Html) is { Success: true } offer)
        {
            all = all.Append(("OfferSealed", WebUtility.HtmlDecode(offer.Groups[1].Value)));
        }

        using var content = new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await Read(await http.PostAsync(to ?? form.Path, content));
    }

    /// <summary>Makes the first administrator, with the link that the Relay printed, and signs in.</summary>
    public async Task SetUp(string link)
    {
        await Submit(new Uri(link).AbsolutePath, [("Name", Some.Account.Name), ("Organisation", Some.Account.Organisation), ("Email", Some.Account.Email), ("Password", Some.Password)]);
        await TakeFactor();
    }

    /// <summary>Takes the key on the page into the phone, and so signs in.</summary>
    public async Task TakeFactor(string page = "/sign-in/factor", params (string Name, string Value)[] besides)
    {
        var shown = await Open(page);
        Phone = new Authenticator(Secret().Match(shown.Html).Groups[1].Value);
        var taken = await Fill(shown, [("Code", await Phone.Next()), .. besides]);
        RecoveryCodes = [.. Recovery().Matches(taken.Html).Select(code => code.Groups[1].Value)];
        RecoveryCodes.Should().HaveCount(10, "of {0}", taken.Path);
    }

    /// <summary>Makes new recovery codes.</summary>
    public async Task<Shown> MakeRecoveryCodes(string password)
    {
        var shown = await Submit("/account/recovery", [("Current", password)]);
        RecoveryCodes = [.. Recovery().Matches(shown.Html).Select(code => code.Groups[1].Value)];
        return shown;
    }

    /// <summary>How a connection to the hub says that it is theirs.</summary>
    public WebSocketConnectionOptions AsSocket() => new()
    {
        HubPath = HubContract.ViewerPath,
        Configure = socket =>
        {
            socket.SetRequestHeader("Cookie", Cookie);
            socket.SetRequestHeader("Origin", Relay.GetLeftPart(UriPartial.Authority));
        },
    };

    /// <summary>Invites somebody; gives the link's path.</summary>
    public async Task<string> Invite(string email, params string[] roles)
    {
        var shown = await Submit("/people/invite", [
            ("Name", "Ada Okafor"), ("Organisation", "Northwind IT"), ("Email", email), .. roles.Select(role => ("Roles", role))]);
        return new Uri(Link().Match(shown.Html).Groups[1].Value).AbsolutePath;
    }

    /// <summary>Opens an invitation, sets the password and the factor, and so signs in.</summary>
    public async Task Accept(string path)
    {
        await Submit(path, [("Password", Some.Password)]);
        await TakeFactor();
    }

    /// <summary>Signs in with both steps.</summary>
    public async Task<Shown> SignIn(string email, string password = Some.Password)
    {
        await Submit("/sign-in", [("Email", email), ("Password", password)], "/sign-in");
        return await Submit("/sign-in/code", [("Code", await Phone!.Next())]);
    }

    public void Dispose() => http.Dispose();

    private static async Task<Shown> Read(HttpResponseMessage answer)
    {
        using (answer)
        {
            return new Shown(answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery, await answer.Content.ReadAsStringAsync());
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"OfferSealed\" value=\"([^\"]+)\"")]
    private static partial Regex Offer();

    [GeneratedRegex("data-secret=\"([^\"]+)\"")]
    private static partial Regex Secret();

    [GeneratedRegex("<code>([0-9A-Z-]{19})</code>")]
    private static partial Regex Recovery();

    [GeneratedRegex("id=\"invitation-link\">([^<]+)<")]
    private static partial Regex Link();
}

/// <summary>A page as it was shown.</summary>
internal sealed record Shown(HttpStatusCode Status, string Path, string Html);
