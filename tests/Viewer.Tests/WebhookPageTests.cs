using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Webhooks as an administrator's browser without scripts sees them.</summary>
public sealed class WebhookPageTests : IAsyncLifetime
{
    private const string Page = "/people/webhooks";

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
    public async Task WebhooksAreForAdministratorsOnly()
    {
        var id = ("Id", $"{host.Webhooks.All[0].Id}");
        foreach (var role in new[] { "technician", "auditor" })
        {
            using var other = new Visitor(host, role);
            (await other.Get(Page)).Status.Should().Be(HttpStatusCode.Forbidden);
            foreach (var handler in new[] { "", "?handler=Pause", "?handler=Resume", "?handler=Remove", "?handler=Replay" })
            {
                (await other.SubmitTo(Page + handler, "/account", id, ("What", "1"), ("Address", "https://help.example/"), ("Steps", "session.end")))
                    .Status.Should().Be(HttpStatusCode.Forbidden);
            }
        }

        (await administrator.Get("/people")).Html.Should().Contain($"href=\"{Page}\"");
        host.Webhooks.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task TheListSaysHowEachStandsAndWhatWasNotTold()
    {
        var page = await administrator.Get(Page);
        page.Words.Should().Contain("https://help.example/hooks/remote-assist on Steps asked for, customer joined")
            .And.Contain("on, but not taken Steps ended, customer answered at the end Made by 王秀英, 30 days ago May be inside our network Last taken not yet Still to be sent 14 "
                + "Tries of the first: 9. The answer was 503. Next try: 2026-11-21 14:43 UTC. Given up after 72 hours 1 Not kept, because too much was waiting 2")
            .And.Contain($"{FakeWebhooks.Event} : There was no answer within 10 seconds. Send again").And.Contain("http://127.0.0.1:9000/ paused");
        page.Html.Should().NotContain("<script>alert");
        host.Webhooks.All.Clear();
        (await administrator.Get(Page)).Words.Should().Contain("No webhook yet.");
    }

    [Fact]
    public async Task TheSecretIsShownOnce()
    {
        var made = await administrator.Submit(Page, ("Address", " https://help.example/hook "), ("Steps", "session.end"), ("Steps", "session.requested"), ("Steps", "nothing"), ("Inside", "true"));
        made.Html.Should().Contain($"id=\"made-secret\">{FakeWebhooks.Secret}<");
        host.Webhooks.Asked.Should().Equal("add https://help.example/hook: session.requested+session.end, inside");
        (await administrator.Get(Page)).Html.Should().NotContain(FakeWebhooks.Secret);
    }

    [Fact]
    public async Task WhatIsWrongIsSaidAndWhatWasTypedStays()
    {
        (await administrator.Submit(Page, ("Address", ""))).Words.Should().Contain("Enter where the messages go.").And.Contain("Choose at least one step.");
        host.Webhooks.Asked.Should().BeEmpty();
        foreach (var problem in Enum.GetValues<WebhookProblem>())
        {
            host.Webhooks.Problem = problem;
            var page = await administrator.Submit(Page, ("Address", "https://help.example/<b>"), ("Steps", "session.end"));
            page.Words.Should().Contain("Please look at this again").And.NotContain($"WebhookProblem");
            page.Html.Should().Contain("value=\"https://help.example/&lt;b&gt;\"").And.MatchRegex("id=\"webhook-step-end\" checked").And.NotMatchRegex("id=\"webhook-step-join\" checked");
        }
    }

    [Fact]
    public async Task EachButtonDoesWhatItSays()
    {
        var id = host.Webhooks.All[0].Id;
        foreach (var handler in new[] { "Pause", "Resume", "Remove" })
        {
            (await administrator.SubmitTo($"{Page}?handler={handler}", Page, ("Id", $"{id}"))).Location.Should().Be(Page);
        }

        (await administrator.SubmitTo($"{Page}?handler=Replay", Page, ("Id", $"{id}"), ("What", FakeWebhooks.Event))).Words.Should()
            .Contain("Steps that are sent once more: 12. That is not all: go on from entry 2048.");
        host.Webhooks.Answer = new ReplayAnswer(1, null);
        (await administrator.SubmitTo($"{Page}?handler=Replay", Page, ("Id", $"{id}"), ("What", " 120 "))).Words.Should().Contain("Steps that are sent once more: 1.").And.NotContain("not all");
        host.Webhooks.Asked.Should().Equal($"pause {id}", $"resume {id}", $"remove {id}", $"replay {id}: {FakeWebhooks.Event}", $"replay {id}: 120");
        foreach (var what in new[] { "", "-1", "1.5", "everything", "99999999999999999999", "١٢" })
        {
            (await administrator.SubmitTo($"{Page}?handler=Replay", Page, ("Id", $"{id}"), ("What", what))).Words.Should().Contain("Enter the name of a message that there is");
        }

        host.Webhooks.Asked.Should().HaveCount(5);
        (await administrator.Post($"{Page}?handler=Remove", ("Id", $"{id}"))).Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
