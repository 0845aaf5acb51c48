using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Tests.Hosting;

public sealed class ReverseProxyTests
{
    private const string Proxy = "192.0.2.1";
    private const string Stranger = "198.51.100.9";

    [Theory]
    [InlineData(Proxy, Proxy, "203.0.113.5", true)]
    [InlineData("::ffff:" + Proxy, Proxy, "203.0.113.5", true)]
    [InlineData(Proxy, "10.0.0.1; " + Proxy, "203.0.113.5", true)]
    [InlineData(Stranger, Proxy, Stranger, false)]
    [InlineData("127.0.0.1", Proxy, "127.0.0.1", false)]
    [InlineData(Proxy, "", Proxy, false)]
    public async Task OnlyAConfiguredProxyIsBelieved(string from, string proxies, string client, bool isBelieved)
    {
        await using var relay = new HostedRelay { Proxies = proxies };

        var answer = await Send(relay, from, "/healthz", "203.0.113.5");

        answer.Connection.RemoteIpAddress.Should().Be(IPAddress.Parse(client));
        answer.Request.IsHttps.Should().Be(isBelieved);
        answer.Request.Host.Value.Should().Be(isBelieved ? "help.example" : "localhost");
        (answer.Response.Headers.StrictTransportSecurity.Count > 0).Should().Be(isBelieved);
    }

    [Fact]
    public async Task WhatAClientSaysOfItselfBeforeTheProxyIsNotBelieved()
    {
        await using var relay = new HostedRelay { Proxies = Proxy };
        var answer = await Send(relay, Proxy, "/healthz", $"127.0.0.1, {Stranger}");
        answer.Connection.RemoteIpAddress.Should().Be(IPAddress.Parse(Stranger));
    }

    [Fact]
    public async Task BehindAProxyOneClientsTriesAreNotAnothers()
    {
        await using var relay = new HostedRelay { Proxies = Proxy };
        for (var tried = 1; tried <= 20; tried++)
        {
            await Send(relay, Proxy, "/setup/x", "203.0.113.5");
        }

        (await Send(relay, Proxy, "/setup/x", "203.0.113.5")).Response.StatusCode.Should().Be(StatusCodes.Status429TooManyRequests);
        (await Send(relay, Proxy, "/setup/x", "203.0.113.6")).Response.StatusCode.Should().NotBe(StatusCodes.Status429TooManyRequests);
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("127.0.0.1;somewhere")]
    public void AProxyThatIsNoAddressIsSaidInOneSentence(string proxies)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [RelaySettings.Proxies] = proxies })
            .Build();
        FluentActions.Invoking(() => RelaySettings.ProxiesOf(settings)).Should().Throw<UnusableSettingException>().WithMessage("*reverse proxy*");
    }

    private static Task<HttpContext> Send(HostedRelay relay, string from, string path, string forwardedFor) => relay.Server.SendAsync(http =>
    {
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        http.Request.Method = HttpMethods.Get;
        http.Request.Path = path;
        http.Request.Host = new HostString("localhost");
        http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        http.Request.Headers["X-Forwarded-Proto"] = "https";
        http.Request.Headers["X-Forwarded-Host"] = "help.example";
    });
}
