using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>
/// One running Relay with a real web server, opened by its name, and its first administrator. Whoever uses it makes people of
/// their own.
/// </summary>
public partial class AccountHouse : IAsyncLifetime
{
    private readonly HostedRelay relay;
    private int people;

    public AccountHouse()
        : this([])
    {
    }

    /// <summary>With settings besides.</summary>
    protected AccountHouse(params (string Name, string Value)[] settings) =>
        relay = new([("Relay:Url", "http://127.0.0.1:0"), ("Accounts:TriesPerMinute", "100000"), .. settings]);

    public IServiceProvider Services => relay.Services;

    /// <summary>With a name: browsers have no passkeys for numbers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>As a browser says where a page is from.</summary>
    public string Page => Address.GetLeftPart(UriPartial.Authority);

    internal Browser Administrator { get; private set; } = null!;

    internal Browser Stranger() => new(Address);

    /// <summary>Somebody new, signed in with password and app.</summary>
    internal async Task<(Browser Browser, string Email)> Somebody(params string[] roles)
    {
        var email = $"person{Interlocked.Increment(ref people)}@nordlicht.example";
        var browser = new Browser(Address);
        await browser.Accept(await Administrator.Invite(email, roles.Length == 0 ? ["Technician"] : roles));
        return (browser, email);
    }

    internal async Task<T> Read<T>(Func<RelayDb, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return await query(db);
    }

    /// <summary>The last entry of the log.</summary>
    internal async Task<EntryFacts> LastEntry() =>
        EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(await Read(db => db.Entries.OrderByDescending(row => row.Sequence).Select(row => row.Json).FirstAsync())))!;

    /// <summary>What a page asks the browser's passkey for.</summary>
    internal static string Options(Shown shown) => WebUtility.HtmlDecode(Asked().Match(shown.Html).Groups[1].Value);

    /// <summary>Makes a passkey on the page for it.</summary>
    internal async Task<Shown> AddPasskey(Browser browser, SoftPasskey passkey, string name = "Laptop", string password = Some.Password)
    {
        var form = await browser.Open("/account/passkeys/new");
        return await browser.Fill(form, [("PasskeyName", name), ("Current", password), ("Credential", passkey.Make(Options(form), Page))]);
    }

    /// <summary>Signs in with a passkey on the page that asks for one.</summary>
    internal async Task<Shown> SignIn(Browser browser, SoftPasskey passkey, string page = "/sign-in")
    {
        var form = await browser.Open(page);
        return await browser.Fill(form, [("Credential", passkey.Sign(Options(form), Page))], page + "?handler=Passkey");
    }

    public virtual async Task InitializeAsync()
    {
        relay.UseKestrel();
        relay.StartServer();
        Address = new Uri($"http://localhost:{relay.ClientOptions.BaseAddress.Port}");
        Administrator = new Browser(Address);
        var token = await Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
        await Administrator.SetUp(new Uri(Address, $"/setup/{token}").ToString());
    }

    public virtual async Task DisposeAsync()
    {
        Administrator.Dispose();
        await relay.DisposeAsync();
    }

    [GeneratedRegex("data-options=\"([^\"]+)\"")]
    private static partial Regex Asked();
}
