using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Hosting;

public sealed class HttpsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "relay-https.pem");

    [Fact]
    public async Task WithItsOwnCertificateTheRelayIsFoundByThoseWhoKnowItsKeyAndByNobodyElse()
    {
        using var relay = await RelayProcess.StartAt("https://127.0.0.1:0", folder.Path, "--https", "auto");
        var fingerprint = (await relay.Hear("Certificate (SHA-256): ")).Split(": ")[1];
        var pin = (await relay.Hear("--relay-certificate ")).Split(' ')[^1];

        // 1 a browser whose owner has compared the fingerprint
        X509Certificate2? shown = null;
        using (var browser = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData())) is not null,
            },
        }) { BaseAddress = relay.Address })
        {
            browser.DefaultRequestHeaders.Add("Accept", "text/html");
            using var page = await browser.GetAsync("/sign-in");
            page.StatusCode.Should().Be(HttpStatusCode.OK);
            page.Headers.GetValues("Set-Cookie").Should().NotBeEmpty().And.OnlyContain(cookie =>
                cookie.Contains("; secure", StringComparison.Ordinal) && cookie.Contains("; httponly", StringComparison.Ordinal)
                && cookie.Contains("; samesite=", StringComparison.Ordinal));
        }

        using (shown)
        {
            fingerprint.Replace(":", "", StringComparison.Ordinal).Should().Be(shown!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));
            shown.MatchesHostname("127.0.0.1").Should().BeTrue();
        }

        // 2 Agents
        await using (var agent = Agent(pin))
        {
            await agent.StartAsync();
            var outcome = await agent.InvokeAsync<JoinOutcome>(HubContract.Join, new JoinRequest(HubContract.ProtocolVersion, "0000", "1.0", "Linux X11"));
            outcome.Refusal.Should().Be(JoinRefusal.UnknownCode);
        }

        foreach (var other in new[] { null, new string('0', 64) })
        {
            await using var agent = Agent(other);
            var start = () => agent.StartAsync();
            (await start.Should().ThrowAsync<Exception>()).Which.GetBaseException()
                .Should().BeOfType<System.Security.Authentication.AuthenticationException>();
        }

        // 3 everything that it keeps is its owner's alone
        (await relay.Stop()).Should().Be(0);
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => ModeOf(file) != PrivateFile.Mode).Should().BeEmpty();
        Directory.EnumerateDirectories(folder.Path, "*", SearchOption.AllDirectories)
            .Where(one => ModeOf(one) != (PrivateFile.Mode | UnixFileMode.UserExecute)).Should().BeEmpty();

        HubConnection Agent(string? known) => RelayConnection.Create(relay.Address, new WebSocketConnectionOptions { CertificatePin = known });
    }

    [Fact]
    public void ACertificateIsMadeAnewInTimeAndForNewNamesAndKeepsItsKey()
    {
        using var first = new ServedCertificate(OwnCertificate.Open(File, ["localhost", "127.0.0.1"], Now), [], IsOwn: true);
        using var same = new ServedCertificate(OwnCertificate.Open(File, ["localhost"], Now.AddDays(300)), [], IsOwn: true);
        using var moved = new ServedCertificate(OwnCertificate.Open(File, ["help.example", "192.0.2.7"], Now), [], IsOwn: true);
        using var later = new ServedCertificate(OwnCertificate.Open(File, ["help.example"], Now.AddDays(340)), [], IsOwn: true);

        same.Fingerprint.Should().Be(first.Fingerprint);
        new[] { first.Fingerprint, moved.Fingerprint, later.Fingerprint }.Should().OnlyHaveUniqueItems();
        new[] { moved.Pin, later.Pin }.Should().AllBe(first.Pin);
        moved.Certificate!.MatchesHostname("help.example").Should().BeTrue();
        (ServedCertificate.Times(later.Certificate!).Ends - Now.AddDays(340)).Should().BeGreaterThan(TimeSpan.FromDays(390)).And.BeLessThan(TimeSpan.FromDays(398));

        System.IO.File.WriteAllText(File, "nonsense");
        FluentActions.Invoking(() => OwnCertificate.Open(File, ["localhost"], Now)).Should().Throw<StorageException>().WithMessage("*relay-https.pem is damaged*");
        System.IO.File.ReadAllText(File).Should().Be("nonsense");
    }

    [Theory]
    [InlineData("https://127.0.0.1:1", null, "", "*--https auto*")]
    [InlineData("http://127.0.0.1:1", "auto", "", "*is not https*")]
    [InlineData("https://127.0.0.1:1;http://127.0.0.1:2", "auto", "", "*http://127.0.0.1:2* is not https*")]
    [InlineData("http://0.0.0.0:1", null, "", "*everybody in between*--https auto*--Relay:Proxies*")]
    [InlineData("http://*:1", null, "", "*everybody in between*")]
    [InlineData("http://help.example:1", null, "", "*everybody in between*")]
    [InlineData("https://127.0.0.1:1", "/nowhere/at/all.pem", "", "*cannot be read*")]
    [InlineData("http://0.0.0.0:1", null, "192.0.2.1", null)]
    [InlineData("http://127.0.0.1:1", null, "", null)]
    [InlineData("http://[::1]:1", null, "", null)]
    [InlineData("http://localhost:1", null, "", null)]
    public void AddressesCertificateAndProxiesMustFit(string url, string? https, string proxies, string? complaint)
    {
        var open = () => Open(url, https, null, proxies).Dispose();
        if (complaint is null)
        {
            open.Should().NotThrow();
        }
        else
        {
            open.Should().Throw<UnusableSettingException>().WithMessage(complaint);
        }
    }

    [Fact]
    public void OnesOwnCertificateIsTakenOnlyWithItsKeyInItsTimeAndKeptFromOthers()
    {
        OwnCertificate.Open(File, ["localhost"], DateTimeOffset.UtcNow).Dispose();
        using (var taken = Open("https://0.0.0.0:1", File, null, ""))
        {
            taken.Pin.Should().BeNull("others vouch for it, and its key may change");
            taken.Certificate!.HasPrivateKey.Should().BeTrue();
        }

        var other = Path.Combine(folder.Path, "other.pem");
        OwnCertificate.Open(other, ["localhost"], DateTimeOffset.UtcNow).Dispose();
        FluentActions.Invoking(() => Open("https://0.0.0.0:1", File, other, "")).Should().Throw<UnusableSettingException>().WithMessage("*do not fit together*");

        var over = Path.Combine(folder.Path, "over.pem");
        OwnCertificate.Open(over, ["localhost"], DateTimeOffset.UtcNow.AddDays(-500)).Dispose();
        FluentActions.Invoking(() => Open("https://0.0.0.0:1", over, null, "")).Should().Throw<UnusableSettingException>().WithMessage("*renew it*");

        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            FluentActions.Invoking(() => Open("https://0.0.0.0:1", File, null, "")).Should().Throw<UnusableSettingException>().WithMessage("Everybody*chmod*");
        }
    }

    [Fact]
    public async Task WhoComesPastTheProxyInTheClearGetsNoPage()
    {
        await using var relay = new HostedRelay { Proxies = "192.0.2.1" };
        foreach (var (from, path, status) in new[] { ("198.51.100.9", "/sign-in", 403), ("198.51.100.9", "/healthz", 200), ("127.0.0.1", "/sign-in", 200) })
        {
            var answer = await relay.Server.SendAsync(http =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);
                http.Request.Method = "GET";
                http.Request.Path = path;
                http.Request.Headers.Accept = "text/html";
            });
            answer.Response.StatusCode.Should().Be(status, "{0} asked for {1}", from, path);
        }
    }

    public void Dispose() => folder.Dispose();

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException("Windows knows no such modes.") : System.IO.File.GetUnixFileMode(path);

    private ServedCertificate Open(string url, string? https, string? key, string proxies)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [RelaySettings.Url] = url, [RelaySettings.Https] = https, [RelaySettings.HttpsKey] = key, [RelaySettings.Proxies] = proxies,
        }).Build();
        return Https.Open(settings, RelaySettings.UrlOf(settings), RelaySettings.ProxiesOf(settings), Path.Combine(folder.Path, "auto.pem"), TimeProvider.System);
    }
}
