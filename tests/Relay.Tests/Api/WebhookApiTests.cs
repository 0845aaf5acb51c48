using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Api.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api;

/// <summary>Webhooks of the whole Relay: programs work with them by their key, and a session of a technician's reaches the receiver.</summary>
[Collection(ApiHouse.Name)]
public sealed class WebhookApiTests(ApiHouse house, Receiver receiver) : IClassFixture<Receiver>
{
    private const string Webhooks = "/api/v1/webhooks";

    private string Key => house.Keys[ApiScope.Webhooks];

    [Fact]
    public async Task AProgramAddsReadsPausesReplaysAndRemovesAWebhook()
    {
        var before = await house.Newest();
        var added = await house.With(Key, "POST", Webhooks, new { url = "https://8.8.8.8/hook?token=hidden", steps = new[] { "session.end", "session.requested" } });
        (added.Status, added.Location).Should().Be((201, $"{Webhooks}/{added["id"]}"));
        var one = added.Location!;
        (await house.With(Key, "POST", $"{one}/pause")).Status.Should().Be(204);
        var shown = await house.With(Key, "GET", one);
        (shown["url"], shown["madeBy"], shown["inside"], shown["waiting"], shown["lostOutboxFull"], shown["givenUp"]).Should().Be(
            ("https://8.8.8.8/hook?token=hidden", "Ticket desk", "False", "0", "0", "0"));
        shown.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetString()).Should().Equal("session.requested", "session.end");
        var secret = added["secret"]!;
        secret.Should().StartWith("whsec_");
        foreach (var text in new[] { shown.Text, (await house.With(Key, "GET", Webhooks)).Text })
        {
            text.Should().NotContain(secret).And.NotContain("secret").And.Contain(added["id"]);
        }

        var session = await Session("40001");
        (await house.With(Key, "GET", one))["waiting"].Should().Be("1");
        var delivery = (await house.With(Key, "GET", $"{one}/deliveries?limit=1")).Json.GetProperty("items")[0];
        var id = delivery.GetProperty("event").GetString();
        (await house.With(Key, "POST", $"{one}/replay", new { @event = id })).Text.Should().Be("""{"steps":1,"next":null}""");
        (await house.With(Key, "POST", $"{one}/replay", new { from = delivery.GetProperty("sequence").GetInt64() })).Text.Should().Be("""{"steps":1,"next":null}""");
        (await house.With(Key, "POST", $"{one}/replay", new { @event = id + "0" })).Explains.Should().BeTrue();
        foreach (var unclear in new object[] { new { }, new { @event = id, from = 1 }, new { from = -1 }, new { all = true } })
        {
            (await house.With(Key, "POST", $"{one}/replay", unclear)).Status.Should().Be(400);
        }

        (await house.With(Key, "DELETE", one)).Status.Should().Be(204);
        foreach (var (method, target) in new[] { ("GET", one), ("DELETE", one), ("POST", $"{one}/pause"), ("POST", $"{one}/resume"), ("GET", $"{one}/deliveries") })
        {
            (await house.With(Key, method, target)).Explains.Should().BeTrue();
        }

        var log = (await house.LogSince(before)).Where(entry => entry.Action.StartsWith("webhook.", StringComparison.Ordinal)).ToList();
        log.Select(entry => entry.Action).Should().Equal(
            AuditActions.WebhookAdded, AuditActions.WebhookPaused, AuditActions.WebhookReplayed, AuditActions.WebhookReplayed, AuditActions.WebhookRemoved);
        log.Should().OnlyContain(entry => entry.Actor == ActorKind.Program && entry.Detail["program"] == "Ticket desk" && entry.Detail["host"] == "https://8.8.8.8");
        JsonSerializer.Serialize(log).Should().NotContain("token=hidden");
        session.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"ftp://8.8.8.8/"}""", "https://")]
    [InlineData("""{"url":"http://8.8.8.8/"}""", "https://")]
    [InlineData("""{"url":"http://127.0.0.1:8090/"}""", "/people/webhooks")]
    [InlineData("""{"url":"https://127.0.0.1:8090/"}""", "/people/webhooks")]
    [InlineData("""{"url":"https://192.168.0.1/"}""", "/people/webhooks")]
    [InlineData("""{"url":"https://169.254.169.254/"}""", "nothing is sent")]
    [InlineData("""{"url":"https://a:b@8.8.8.8/"}""", "without a name and password")]
    [InlineData("""{"url":"https://8.8.8.8/","steps":[]}""", "session.end")]
    [InlineData("""{"url":"https://8.8.8.8/","steps":["session.end","session.end"]}""", "session.end")]
    [InlineData("""{"url":"https://8.8.8.8/","steps":["session.viewerJoined"]}""", "session.end")]
    [InlineData("""{"url":"https://8.8.8.8/","inside":true}""", "$.inside")]
    [InlineData("""{"url":"https://8.8.8.8/","secret":"mine"}""", "$.secret")]
    public async Task WhatAProgramMayNotAddIsAProblemThatSaysWhatToDo(string body, string says)
    {
        var answer = await house.With(Key, "POST", Webhooks, body);
        (answer.Status, answer.Explains).Should().Be((400, true), answer.Text);
        answer.Text.Should().Contain(says);
        (await house.With(Key, "GET", Webhooks)).Json.GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task ASessionOfATechniciansReachesTheReceiver()
    {
        var inbox = receiver.Open();
        var added = await house.As<IWebhookDesk, WebhookAnswer>(
            house.Administrator, desk => desk.Add(new WebhookForm(inbox.Url, SessionSteps.All, Inside: true), CancellationToken.None));
        var session = await Session("40002");
        await inbox.Has(1);
        var told = inbox.Messages[0];
        (told["type"], told["session"], told["caseNumber"], told["state"]).Should().Be(("session.requested", $"{session}", "40002", "requested"));
        told.Text.Should().NotContain("printer").And.NotContain("Hanna");
        (await house.As<IWebhookDesk, bool>(house.Administrator, desk => desk.Remove(added.Id, CancellationToken.None))).Should().BeTrue();
    }

    private async Task<Guid> Session(string number)
    {
        var row = Some.CaseRow(number);
        await house.Put(row);
        var (session, _) = await new Signing(house.Services).Request(
            "",
            one => one.GetRequiredService<ISessionDesk>().Start(row.Id, new SessionWish("look at the printer together", [Scope.View], 30), CancellationToken.None),
            Some.Technician(house.Administrator));
        return session!.Value;
    }
}
