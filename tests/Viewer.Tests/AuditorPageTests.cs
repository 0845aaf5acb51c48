using System.Net;

namespace RemoteAssist.Viewer.Tests;

/// <summary>An auditor reads cases and what happened in sessions, and changes nothing.</summary>
public sealed class AuditorPageTests : IAsyncLifetime
{
    private ViewerHost host = null!;
    private Visitor auditor = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        auditor = new Visitor(host, "auditor");
    }

    public async Task DisposeAsync()
    {
        auditor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task CasesAndLogsAreReadAndNothingOffersToChangeThem()
    {
        var ended = Some.Session();
        var shown = Some.Case("20931", ended, Some.Session(Shared.Sessions.SessionState.Live, null));
        host.Desks.Cases.Add(shown);
        host.Desks.Logs[ended.Id] = Some.Log();
        foreach (var session in shown.Sessions)
        {
            host.Desks.Logs.TryAdd(session.Id, []);
        }

        var list = await auditor.Get("/cases");
        list.Status.Should().Be(HttpStatusCode.OK);
        list.Html.Should().Contain("nav-cases").And.NotContain("/cases/new").And.NotContain("/sessions/");
        var details = await auditor.Get($"/cases/{shown.Id}");
        details.Words.Should().Contain("Mei Lin from Help Desk North asked for a session.");
        details.Html.Should().NotContain("start-form").And.NotContain("/sessions/");
        host.Desks.Cases.Clear();
        host.Desks.Cases.Add(Some.Case("20932", ended));
        (await auditor.Get($"/cases/{host.Desks.Cases[0].Id}")).Words.Should().Contain("You read this case as an auditor.");
    }

    [Fact]
    public async Task TheCustomersReceiptIsThereForWhoMaySeeTheCase()
    {
        var (ended, declined) = (Some.Session(), Some.Session());
        var shown = Some.Case("20931", ended, declined);
        host.Desks.Cases.Add(shown);
        host.Desks.Logs[ended.Id] = Some.Log();
        host.Desks.Logs[declined.Id] = [];
        host.Papers.Receipts.Add(ended.Id);

        var details = await auditor.Get($"/cases/{shown.Id}");
        details.Html.Should().Contain($"/cases/{shown.Id}/receipts/{ended.Id}").And.NotContain($"receipts/{declined.Id}");
        (await auditor.Get($"/cases/{shown.Id}/receipts/{ended.Id}")).Html.Should().Be("<p>en</p>");
        (await auditor.Get($"/cases/{shown.Id}/receipts/{declined.Id}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task NoChangeIsTakenFromAnAuditor()
    {
        var ended = Some.Session();
        var shown = Some.Case("20931", ended);
        host.Desks.Cases.Add(shown);
        foreach (var path in new[]
        {
            "/cases/new", $"/cases/{shown.Id}", $"/sessions/{ended.Id}", $"/sessions/{ended.Id}?handler=Continue", $"/sessions/{ended.Id}/wrap-up",
            $"/sessions/{ended.Id}/snapshots", $"/cases/{shown.Id}/papers/notes", $"/cases/{shown.Id}/snapshots/{Guid.NewGuid()}", "/phrases", "/people/invite",
        })
        {
            (await auditor.SubmitTo(path, "/account", ("Reason", "look"), ("Number", "1"), ("Customer", "a"), ("Callback", "1"), ("Problem", "b")))
                .Status.Should().BeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.NotFound], path);
        }

        host.Desks.Started.Should().BeEmpty();
        host.Desks.Opened.Should().BeEmpty();
        host.People.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task EverybodyComesToWhereTheyWork()
    {
        foreach (var (role, home) in new[] { ("auditor", "/cases"), ("technician", "/cases"), ("administrator", "/people"), ("administrator,auditor", "/cases") })
        {
            using var person = new Visitor(host, role);
            (await person.Get("/")).Location.Should().Be(home, role);
        }
    }
}
