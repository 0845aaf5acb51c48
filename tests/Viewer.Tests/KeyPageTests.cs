using System.Net;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Keys for programs, and the form that a program has filled in, as a browser without scripts sees them.</summary>
public sealed class KeyPageTests : IAsyncLifetime
{
    private const string Keys = "/people/keys";

    private ViewerHost host = null!;
    private Visitor administrator = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        administrator = new Visitor(host, "administrator");
    }

    public async Task DisposeAsync()
    {
        administrator.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task KeysAreForAdministratorsOnly()
    {
        foreach (var role in new[] { "technician", "auditor" })
        {
            using var other = new Visitor(host, role);
            (await other.Get(Keys)).Status.Should().Be(HttpStatusCode.Forbidden);
            (await other.SubmitTo(Keys, "/account", ("Name", "Mine"), ("Scopes", "CasesRead"), ("Days", "30"))).Status.Should().Be(HttpStatusCode.Forbidden);
            (await other.SubmitTo($"{Keys}?handler=Revoke", "/account", ("Id", $"{host.Keys.All[0].Id}"))).Status.Should().Be(HttpStatusCode.Forbidden);
        }

        (await administrator.Get("/people")).Html.Should().Contain("href=\"/people/keys\"");
        host.Keys.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task TheListSaysWhatEachKeyMayDoAndHowItStands()
    {
        var page = await administrator.Get(Keys);
        page.Words.Should().Contain("Ticket desk ra_0badcafe… read cases, prepare sessions Mei Lin 3 days ago 2027-02-16 14:03 UTC 5 minutes ago works Revoke")
            .And.Contain("read sessions Mei Lin").And.Contain("not yet expired").And.Contain("not yet revoked").And.Contain("stopped: who made it is no administrator now Revoke");
        page.Html.Should().NotContain("<script>alert").And.Contain($"id=\"revoke-{host.Keys.All[0].Id}\"").And.NotContain($"id=\"revoke-{host.Keys.All[1].Id}\"");
        host.Keys.All.Clear();
        (await administrator.Get(Keys)).Words.Should().Contain("No key yet.");
    }

    [Fact]
    public async Task AKeyIsShownOnce()
    {
        var made = await administrator.Submit(Keys, ("Name", " Ticket  desk "), ("Scopes", "CasesRead"), ("Scopes", "SessionsRead"), ("Days", "180"));
        made.Html.Should().Contain($"id=\"made-key\">{FakeKeys.Key}<");
        made.Words.Should().Contain("It works until 2027-05-20 14:03 UTC.").And.Contain("It is shown only now.");
        host.Keys.Asked.Should().Equal("make Ticket desk: CasesRead+SessionsRead for 180");
        (await administrator.Get(Keys)).Html.Should().NotContain(FakeKeys.Key);
    }

    [Fact]
    public async Task WhatIsWrongIsSaidAndNoKeyIsMade()
    {
        (await administrator.Submit(Keys, ("Name", ""), ("Days", "366"))).Words.Should().Contain("Enter what the program is called.")
            .And.Contain("Choose at least one thing").And.Contain("Choose for how long");
        (await administrator.Submit(Keys, ("Name", new string('x', 61)), ("Scopes", "9"), ("Days", "30"))).Words.Should().Contain("At most 60 characters fit here")
            .And.Contain("Choose at least one thing");
        (await administrator.Post(Keys, ("Name", "x"), ("Scopes", "CasesRead"), ("Days", "30"))).Status.Should().Be(HttpStatusCode.BadRequest);
        host.Keys.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task AKeyIsRevokedByItsButton()
    {
        var id = host.Keys.All[0].Id;
        (await administrator.SubmitTo($"{Keys}?handler=Revoke", Keys, ("Id", $"{id}"))).Location.Should().Be(Keys);
        host.Keys.Asked.Should().Equal($"revoke {id}");
    }

    [Fact]
    public async Task WhatAProgramPreparedIsFilledInForATechnicianToCheck()
    {
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        host.Keys.Prepared[shown.Id] = FakeKeys.Preparation();
        using var technician = Visitor.Technician(host);
        var page = await technician.Get($"/cases/{shown.Id}");
        page.Words.Should().Contain("“Ticket desk” filled this in 5 minutes ago. Check it before you start.");
        page.Html.Should().Contain("value=\"Set up the new printer\"").And.MatchRegex("id=\"start-ask-control\" checked").And.NotMatchRegex("id=\"start-ask-drawing\" checked")
            .And.MatchRegex("id=\"start-minutes-30\" checked");
        host.Desks.Started.Should().BeEmpty("only sending the form off starts anything");

        (await technician.Submit($"/cases/{shown.Id}", ("Reason", "Set up the new printer"), ("Ask", "Control"), ("Minutes", "30"))).Location.Should().Be($"/sessions/{Some.Id}");
        host.Desks.Wishes.Should().ContainSingle().Which.Should().BeEquivalentTo(new SessionWish("Set up the new printer", [Scope.View, Scope.Control], 30));

        using var auditor = new Visitor(host, "auditor");
        (await auditor.Get($"/cases/{shown.Id}")).Html.Should().NotContain("id=\"prepared\"");
    }
}
