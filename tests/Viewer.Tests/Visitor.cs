using System.Net;
using System.Text.RegularExpressions;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Somebody at a browser without scripts: keeps cookies, fills forms in, does not follow redirects.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;

    public Visitor(ViewerHost host, string? roles = null, string name = "Mei Lin", string languages = "en")
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(host.Address),
        };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("Accept-Language", languages);
        if (roles is not null)
        {
            http.DefaultRequestHeaders.Add("X-Roles", roles);
            http.DefaultRequestHeaders.Add("X-Name", Uri.EscapeDataString(name));
        }
    }

    public static Visitor Technician(ViewerHost host, string name = "Mei Lin", string languages = "en") =>
        new(host, ViewerSetup.TechnicianRole, name, languages);

    public async Task<Answer> Get(string path) => await Read(await http.GetAsync(path));

    /// <summary>Posts a form to its own page.</summary>
    public Task<Answer> Submit(string path, params (string Name, string Value)[] fields) => SubmitTo(path, path, fields);

    /// <summary>Posts a form with the proof that the page gave out.</summary>
    public async Task<Answer> SubmitTo(string path, string from, params (string Name, string Value)[] fields)
    {
        var page = await Get(from);
        return await Post(path, [.. fields, ("__RequestVerificationToken", Token().Match(page.Html).Groups[1].Value)]);
    }

    /// <summary>Posts just these fields.</summary>
    public async Task<Answer> Post(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Read(await http.PostAsync(path, form));
    }

    public void Dispose() => http.Dispose();

    private static async Task<Answer> Read(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString());
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

internal sealed record Answer(HttpStatusCode Status, string Html, string? Location)
{
    /// <summary>What a reader sees: no tags, characters as themselves, blanks collapsed.</summary>
    public string Words => Regex.Replace(
        WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(Html, "(?s)^.*<main", "<main"), "<[^>]*>", " ")), @"\s+", " ").Trim();
}
