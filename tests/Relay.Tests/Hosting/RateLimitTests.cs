using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Hosting;

namespace RemoteAssist.Relay.Tests.Hosting;

/// <summary>How often one address, and all together, may knock.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task WhoKnocksTooOftenIsToldWhenToComeAgainAndOthersAreNotKeptOut()
    {
        await using var relay = new HostedRelay(
            ("Limits:RequestsPerMinute", "5"), ("Limits:RequestsPerMinuteInAll", "12"), ("Limits:AgentsPerMinute", "2"), ("Limits:AgentsPerMinuteInAll", "3"),
            ("Accounts:TriesPerMinute", "3"), ("Accounts:TriesPerMinuteInAll", "4"));

        (await Knock(relay, "/healthz", "192.0.2.1", 6)).Should().Equal(200, 200, 200, 200, 200, 429);
        (await Knock(relay, "/healthz", "192.0.2.2", 6)).Should().Equal(200, 200, 200, 200, 200, 429);
        (await Knock(relay, "/healthz", "192.0.2.3", 3)).Should().Equal(200, 200, 429);
        (await Knock(relay, "/hub", "192.0.2.1", 3)).Should().Equal(400, 400, 429);
        (await Knock(relay, "/HUB/", "192.0.2.2", 2)).Should().Equal(400, 429);
        (await Knock(relay, "/setup/x", "192.0.2.1", 4)).Should().Equal(404, 404, 404, 429);
        (await Knock(relay, "/invitation/x", "192.0.2.2", 2)).Should().Equal(404, 429);
    }

    [Theory]
    [InlineData("application/json", "text/plain", "Too many requests. Try again in 60 s.")]
    [InlineData("text/html", "text/html", "That was too often")]
    public async Task ProgramsGetASentenceAndPeopleAPage(string accept, string type, string said)
    {
        await using var relay = new HostedRelay(("Limits:RequestsPerMinute", "1"));
        using var browser = relay.Browser();
        browser.DefaultRequestHeaders.Add("Accept", accept);
        (await browser.GetAsync("/healthz")).StatusCode.Should().Be(HttpStatusCode.OK);

        using var answer = await browser.GetAsync("/join");

        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromMinutes(1));
        (answer.Content.Headers.ContentType?.MediaType ?? "text/plain").Should().Be(type);
        (await answer.Content.ReadAsStringAsync()).Should().Contain(said);
    }

    [Fact]
    public void ALimitThatMakesNoSenseIsNamed()
    {
        var check = new RateLimitOptionsCheck();
        check.Validate(null, new RateLimitOptions()).Should().Be(ValidateOptionsResult.Success);
        check.Validate(null, new RateLimitOptions { TriesPerMinute = 0 }).FailureMessage.Should().StartWith("Accounts:TriesPerMinute is 0;");
        check.Validate(null, new RateLimitOptions { AgentsPerMinute = 7, AgentsPerMinuteInAll = 6 }).FailureMessage
            .Should().Be("Limits:AgentsPerMinuteInAll is 6; it must be Limits:AgentsPerMinute (7) to 10000000.");
    }

    private static async Task<List<int>> Knock(HostedRelay relay, string path, string from, int times)
    {
        var answers = new List<int>();
        for (var i = 0; i < times; i++)
        {
            var answer = await relay.Server.SendAsync(http =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);
                http.Request.Scheme = "https";
                http.Request.Method = HttpMethods.Get;
                http.Request.Path = path;
                http.Request.Host = new HostString("localhost");
            });
            answers.Add(answer.Response.StatusCode);
            (answer.Response.Headers.RetryAfter.Count == 1).Should().Be(answer.Response.StatusCode == 429);
        }

        return answers;
    }
}
