using System.Net;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>What answers a stranger, asked of the real Relay over HTTP.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task TheSetUpLinkOpensOnceAndIsDeadAfterwardsHoweverItIsWritten()
    {
        await using var relay = await RelayProcess.Start();
        var link = await relay.SetUpLink();
        var token = link.Segments[^1];
        using var stranger = Stranger(relay);
        (await Status(stranger, $"setup/{token}")).Should().Be(HttpStatusCode.OK, "nobody has an account yet");
        (await Status(stranger, $"setup/{new string('A', token.Length)}")).Should().NotBe(HttpStatusCode.OK);

        await using (var technician = await TechnicianBrowser.Start(relay))
        {
            await technician.SetUp();
        }

        string[] ways =
        [
            $"setup/{token}", $"setup/{token}/", $"SETUP/{token}", $"setup//{token}", $"setup%2f{token}", $"setup/./{token}",
            $"x/../setup/{token}", $"setup/{token}%00", $"setup/{token}/x", $"setup/{token}?x=1", "setup", "setup/", "SetUp",
        ];
        foreach (var way in ways)
        {
            (await Status(stranger, way)).Should().NotBe(HttpStatusCode.OK, "{0} must be dead", way);
        }
    }

    [Fact]
    public async Task OnlyTheFewOpenPagesAnswerAStranger()
    {
        await using var relay = await RelayProcess.Start();
        using var stranger = Stranger(relay);
        foreach (var open in new[] { "join", "sign-in", "healthz" })
        {
            (await Status(stranger, open)).Should().Be(HttpStatusCode.OK, "{0} is for everybody", open);
        }

        string[] pages = ["cases", "cases/new", $"cases/{Guid.NewGuid()}", $"sessions/{Guid.NewGuid()}", "sign-out", "anything"];
        string[] disguises = ["{0}", "{0}/", "{0}//", "./{0}", "%2e/{0}", "{0}%2f", "{0}/.", "join/../{0}", "{0};x", "{0}?x=1"];
        foreach (var page in pages)
        {
            foreach (var way in disguises.Select(disguise => string.Format(null, disguise, page)).Append(page.ToUpperInvariant()))
            {
                (await Status(stranger, way)).Should().NotBe(HttpStatusCode.OK, "a stranger asked for {0}", way);
            }
        }
    }

    [Fact]
    public async Task APageOfAnotherSiteCannotOpenTheHub()
    {
        await using var relay = await RelayProcess.Start();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Address, "hub"));
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static HttpClient Stranger(RelayProcess relay)
    {
        var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = relay.Address };
        stranger.DefaultRequestHeaders.Add("Accept", "text/html");
        return stranger;
    }

    // The address goes out as it is written: .NET would tidy it.
    private static async Task<HttpStatusCode> Status(HttpClient stranger, string path)
    {
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var answer = await stranger.GetAsync(new Uri(stranger.BaseAddress + path, in raw));
        return answer.StatusCode;
    }
}
