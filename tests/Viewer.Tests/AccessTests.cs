using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace RemoteAssist.Viewer.Tests;

public sealed class AccessTests : IAsyncLifetime
{
    private ViewerHost host = null!;

    public async Task InitializeAsync() => host = await ViewerHost.Start();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public void OnlyTheAllowListIsOpenToEverybody() =>
        host.Endpoints.Where(IsOpen).Select(page => page.RoutePattern.RawText).Distinct()
            .Should().BeEquivalentTo(["", "join", "sign-in", "sign-in/code", "sign-in/factor", "setup/{token}", "invitation/{token}", "language", "error/{code:int?}"]);

    [Fact]
    public async Task EveryOtherPageSendsAStrangerToSignInAndBackAgain()
    {
        using var stranger = new Visitor(host);
        var closed = host.Endpoints.Where(page => !IsOpen(page)).Select(Path).Distinct().ToList();
        closed.Should().Contain(["/cases", "/cases/new", $"/cases/{Some.Id}", "/sign-out"]);

        foreach (var path in closed)
        {
            var answer = await stranger.Get(path);
            answer.Status.Should().Be(HttpStatusCode.Redirect, path);
            answer.Location.Should().Be($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        }
    }

    [Theory]
    [InlineData("/cases")]
    [InlineData("/cases/new")]
    public async Task SomebodyWithoutTheRoleIsToldWhomToAsk(string path)
    {
        using var administrator = new Visitor(host, "administrator");
        var answer = await administrator.Get(path);
        answer.Status.Should().Be(HttpStatusCode.Forbidden);
        answer.Words.Should().Contain("Ask your administrator for the right role");
        answer.Html.Should().NotContain("nav-cases");
    }

    [Fact]
    public async Task TheBareAddressLeadsCustomersToTheJoinPageAndTechniciansToTheirCases()
    {
        using var customer = new Visitor(host);
        using var technician = Visitor.Technician(host);
        (await customer.Get("/")).Location.Should().Be("/join");
        (await technician.Get("/")).Location.Should().Be("/cases");
    }

    [Theory]
    [InlineData("/cases/new")]
    [InlineData("/sign-out")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-in/factor")]
    [InlineData("/setup/good")]
    [InlineData("/language")]
    public async Task AFormThatNoPageOfOursGaveOutIsRefused(string path)
    {
        host.Desks.OpenSetUpToken = "good";
        using var technician = Visitor.Technician(host);
        var answer = await technician.Post(
            path, ("Number", "1"), ("Customer", "a"), ("Callback", "1"), ("Problem", "b"), ("Name", "a"), ("Organisation", "b"),
            ("Email", "a@example.com"), ("Password", "correct horse battery"), ("Code", "123456"), ("language", "en"));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Words.Should().Contain("Go back, reload it and try again.");
        host.Desks.Opened.Should().BeEmpty();
        host.Desks.SignIns.Should().BeEmpty();
        host.Desks.SetUps.Should().BeEmpty();
        host.Factors.Typed.Should().BeEmpty();
        host.Desks.SignOuts.Should().Be(0);
    }

    [Fact]
    public async Task ASessionIsNotStartedByAFormThatNoPageOfOursGaveOut()
    {
        var ended = Some.Session();
        var shown = Some.Case("20931", ended);
        host.Desks.Cases.Add(shown);
        using var technician = Visitor.Technician(host);
        (await technician.Post($"/cases/{shown.Id}", ("Reason", "look"))).Status.Should().Be(HttpStatusCode.BadRequest);
        (await technician.Post($"/sessions/{ended.Id}?handler=Continue")).Status.Should().Be(HttpStatusCode.BadRequest);
        host.Desks.Started.Should().BeEmpty();
    }

    private static bool IsOpen(RouteEndpoint page) => page.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Path(RouteEndpoint page) =>
        "/" + string.Join('/', page.RoutePattern.PathSegments.Select(segment =>
            string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                ? literal.Content
                : Some.Id.ToString()))));
}
