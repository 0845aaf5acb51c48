using System.Net;

namespace RemoteAssist.Viewer.Tests;

public sealed class ErrorPageTests : IAsyncLifetime
{
    private ViewerHost host = null!;
    private Visitor technician = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        technician = Visitor.Technician(host);
    }

    public async Task DisposeAsync()
    {
        technician.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task AFaultShowsAReferenceAndNothingOfItsInside()
    {
        host.Desks.Broken = new InvalidOperationException("the secret inside");
        var answer = await technician.Get("/cases");
        answer.Status.Should().Be(HttpStatusCode.InternalServerError);
        answer.Words.Should().Contain("Something went wrong on our side").And.MatchRegex("Reference: [0-9A-Z]+:[0-9A-Z]+");
        answer.Html.Should().NotContain("secret inside").And.NotContain("InvalidOperationException").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/cases/not-an-id")]
    [InlineData("/cases/00000000-0000-0000-0000-000000000001")]
    public async Task WhatIsNotThereSaysHowToGoOn(string path)
    {
        var answer = await technician.Get(path);
        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Words.Should().Contain("There is no such page").And.Contain("Go to the first page");
    }

    [Theory]
    [InlineData("/error/400", HttpStatusCode.BadRequest)]
    [InlineData("/error/403", HttpStatusCode.Forbidden)]
    [InlineData("/error/404", HttpStatusCode.NotFound)]
    [InlineData("/error/429", HttpStatusCode.TooManyRequests)]
    [InlineData("/error/500", HttpStatusCode.InternalServerError)]
    [InlineData("/error/503", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/error", HttpStatusCode.NotFound)]
    [InlineData("/error/200", HttpStatusCode.NotFound)]
    public async Task EachOfThemCanBeShownToAnybody(string path, HttpStatusCode status)
    {
        using var stranger = new Visitor(host);
        var answer = await stranger.Get(path);
        answer.Status.Should().Be(status);
        answer.Html.Should().Contain("<h1>");
    }

    [Fact]
    public async Task ProgramsGetTheBareStatus()
    {
        using var program = new HttpClient { BaseAddress = new Uri(host.Address) };
        program.DefaultRequestHeaders.Add("X-Roles", "technician");
        using var answer = await program.GetAsync("/nowhere");
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
    }
}
