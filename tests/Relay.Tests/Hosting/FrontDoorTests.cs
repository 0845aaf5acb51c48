using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Viewer;

namespace RemoteAssist.Relay.Tests.Hosting;

/// <summary>The fixture is one Relay for all; a test that leaves something behind makes its own.</summary>
public sealed class FrontDoorTests(FrontDoorTests.Shared shared) : IClassFixture<FrontDoorTests.Shared>
{
    // The only routes that answer somebody who is not signed in.
    private static readonly string[] ForEverybody = ["", "join", "sign-in", "setup", "invitation", "language", "hub", "healthz", "error", "agent", "log", "verify"];

    private readonly HostedRelay relay = shared.Relay;

    [Fact]
    public async Task HealthIsForEverybody()
    {
        using var browser = relay.Browser();
        using var answer = await browser.GetAsync("/healthz");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be("{\"status\":\"ok\"}");
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing/")]
    [InlineData("/Nothing")]
    [InlineData("/%6eothing")]
    [InlineData("/x/../nothing")]
    [InlineData("/healthz/x")]
    [InlineData("/healthz%2f")]
    [InlineData("/hub/nothing")]
    [InlineData("/assets/nothing.css")]
    [InlineData("/assets/..%2f..%2frelay.db")]
    [InlineData("/cases%2f")]
    [InlineData("/setup%2fanything")]
    [InlineData("/setup/x/y")]
    public async Task WhatIsNotSaidToBeForEverybodyAsksForSignIn(string path)
    {
        using var browser = relay.Browser();
        (await browser.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await browser.PostAsync(path, null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ABrowserThatOpensAPageGoesToSignInAndComesBack()
    {
        using var answer = await Open("/cases/nothing?x=1");
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.Should().Be("/sign-in?returnUrl=%2Fcases%2Fnothing%3Fx%3D1");
    }

    [Fact]
    public async Task TheHubNeverRedirects() => (await Open("/hub/nothing")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task SomebodySignedInComesThroughAlsoAfterARestart()
    {
        using var folder = new TemporaryFolder();
        string cookie;
        await using (var first = new HostedRelay(folder.Path))
        {
            cookie = await first.SetUp();
            (await Open("/nothing", cookie, first)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }

        await using var next = new HostedRelay(folder.Path);
        (await Open("/nothing", cookie, next)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Open("/nothing", cookie[..^1], next)).StatusCode.Should().Be(HttpStatusCode.Redirect, "an altered cookie is none");
    }

    [Fact]
    public void NoRouteIsOpenThatIsNotOnTheList()
    {
        var open = relay.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => route.RoutePattern.RawText!.TrimStart('/').Split('/')[0])
            .Distinct()
            .ToList();
        open.Should().Contain("healthz").And.BeSubsetOf(ForEverybody);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/nothing")]
    [InlineData("/assets/theme.css")]
    public async Task EveryAnswerTellsTheBrowserWhatItMayDo(string path)
    {
        using var answer = await Open(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().ContainAll(
            "default-src 'self';", "script-src 'self';", "style-src 'self';", "img-src 'self' data: blob:;",
            "connect-src 'self' ws://localhost wss://localhost;", "worker-src 'self' blob:;", "frame-ancestors 'none';",
            "base-uri 'none';", "form-action 'self'");
        policy.Should().NotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        answer.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Permissions-Policy").Single().Should().ContainAll("camera=()", "microphone=()", "geolocation=()");
        answer.Headers.Contains("Strict-Transport-Security").Should().BeFalse("this is not https");
    }

    [Fact]
    public async Task TheClientsHostCannotWriteIntoThePolicy()
    {
        using var browser = relay.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.TryAddWithoutValidation("Host", "a;script-src *");
        using var answer = await browser.SendAsync(request);
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("connect-src 'self';").And.NotContain("*");
    }

    [Fact]
    public async Task OnlyAssetsWithAVersionAreKept()
    {
        using var versioned = await Open(ViewerAssets.Url("theme.css"));
        using var plain = await Open("/assets/theme.css");
        using var page = await Open("/healthz");
        versioned.StatusCode.Should().Be(HttpStatusCode.OK);
        versioned.Headers.CacheControl!.ToString().Should().Contain("immutable");
        plain.Headers.CacheControl!.ToString().Should().Be("no-cache");
        page.Headers.CacheControl!.ToString().Should().Be("no-store");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/code")]
    [InlineData("/setup/x")]
    [InlineData("/invitation/x")]
    public async Task TheTwentyFirstTryInAMinuteIsNotTaken(string path)
    {
        await using var own = new HostedRelay();
        using var browser = own.Browser();
        for (var tried = 1; tried <= 20; tried++)
        {
            // However it is written, it is the same door.
            using var answer = await browser.PostAsync(tried % 2 == 0 ? path : path.ToUpperInvariant() + "/", null);
            answer.StatusCode.Should().NotBe(HttpStatusCode.TooManyRequests);
        }

        using var last = await browser.PostAsync(path, null);
        last.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromMinutes(1));
        (await Open("/healthz", at: own)).StatusCode.Should().Be(HttpStatusCode.OK, "the rest of the house is open");
    }

    private async Task<HttpResponseMessage> Open(string path, string? cookie = null, HostedRelay? at = null)
    {
        using var browser = (at ?? relay).Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await browser.SendAsync(request);
    }

    public sealed class Shared : IAsyncLifetime
    {
        public HostedRelay Relay { get; } = new();

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => Relay.DisposeAsync().AsTask();
    }
}
