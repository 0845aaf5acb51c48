using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api.Webhooks;

/// <summary>Where nothing is sent, whatever somebody names, and however names and answers change on the way.</summary>
public sealed class WebhookTargetTests(Receiver receiver) : IClassFixture<Receiver>
{
    private const string Desk = "help.example";

    private readonly Inbox inbox = receiver.Open();

    [Theory]
    [InlineData("https://8.8.8.8/x", null, null)]
    [InlineData("https://[2606:4700::1111]/", null, null)]
    [InlineData("http://8.8.8.8/", WebhookProblem.NotHttps, WebhookProblem.NotHttps)]
    [InlineData("http://127.0.0.1:8090/", WebhookProblem.NotHttps, null)]
    [InlineData("http://[::1]/", WebhookProblem.NotHttps, null)]
    [InlineData("http://192.168.1.2/", WebhookProblem.NotHttps, WebhookProblem.NotHttps)]
    [InlineData("https://127.0.0.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://127.8.9.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://10.1.2.3/", WebhookProblem.IsInside, null)]
    [InlineData("https://172.31.0.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://192.168.1.2:8443/hook", WebhookProblem.IsInside, null)]
    [InlineData("https://100.64.0.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://[fd00::1]/", WebhookProblem.IsInside, null)]
    [InlineData("https://[::ffff:10.0.0.1]/", WebhookProblem.IsInside, null)]
    [InlineData("https://2130706433/", WebhookProblem.IsInside, null)]
    [InlineData("https://0x7f.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://0177.0.0.1/", WebhookProblem.IsInside, null)]
    [InlineData("https://169.254.169.254/latest/meta-data", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[::ffff:169.254.169.254]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[fd00:ec2::254]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://100.100.100.200/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[fe80::1]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[64:ff9b::a00:1]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[2002:a00:1::]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[2001:0:a00:1::]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://[::]/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://0.0.0.0/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://224.0.0.1/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://255.255.255.255/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    [InlineData("https://203.0.113.9/", WebhookProblem.AddressRefused, WebhookProblem.AddressRefused)]
    public void AnAddressIsTakenWhereNobodyElseTrustsTheRelay(string typed, WebhookProblem? outside, WebhookProblem? inside)
    {
        TargetRules.TryRead(typed, out var url).Should().BeTrue();
        var machines = new[] { IPAddress.Parse(url!.IdnHost.Trim('[', ']')) };
        TargetRules.Refuse(url, machines, inside: false).Should().Be(outside);
        TargetRules.Refuse(url, machines, inside: true).Should().Be(inside);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("help.example")]
    [InlineData("//help.example/")]
    [InlineData("/relative")]
    [InlineData("ftp://help.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://help.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("https://user@help.example/")]
    [InlineData("https://user:secret@help.example/")]
    [InlineData("https://help.example#x")]
    [InlineData("https://help.example/\r\nHost: evil")]
    [InlineData("https://help.example/ x")]
    [InlineData("https://help.example:0/")]
    [InlineData("https://help.example:99999/")]
    [InlineData("https://exa mple/")]
    [InlineData("https://[::1/")]
    public void WhatIsNoAddressIsNotTaken(string typed)
    {
        TargetRules.TryRead(typed, out _).Should().BeFalse();
        TargetRules.TryRead($"https://help.example/{typed}{new string('x', WebhookForm.LongestUrl)}", out _).Should().BeFalse();
    }

    [Fact]
    public async Task AtMostTwentyAreTakenAndNoneThatIsNotFound()
    {
        await using var relay = new WebhookRelay();
        relay.Names[Desk] = [IPAddress.Parse("8.8.8.8")];
        for (var taken = 0; taken < WebhookForm.Most; taken++)
        {
            await relay.Add($"https://{Desk}/{taken}");
        }

        (await Add(relay, $"https://{Desk}/")).Should().Be(WebhookProblem.TooMany);
        (await Add(relay, "https://nowhere.example/")).Should().Be(WebhookProblem.NotFound);
        (await Add(relay, "help.example")).Should().Be(WebhookProblem.BadUrl);
        (await relay.Log()).Should().HaveCount(WebhookForm.Most);
        await relay.Awaiting(one => one.Desk(desk => desk.Add(new WebhookForm($"https://{Desk}/", [], true), CancellationToken.None))).Should().ThrowAsync<ArgumentException>();
        await relay.Awaiting(one => one.Desk(desk => desk.Add(new WebhookForm($"https://{Desk}/", ["case.opened"], true), CancellationToken.None)))
            .Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task ANameThatChangesAfterItWasTakenLeadsNowhere()
    {
        await using var relay = await WebhookRelay.Start();
        relay.Names[Desk] = [IPAddress.Parse("8.8.8.8")];
        var outside = (await relay.Desk(desk => desk.Add(new WebhookForm($"https://{Desk}:{receiver.Port}/x", SessionSteps.All, false), CancellationToken.None))).Id;
        relay.Names["local.example"] = [IPAddress.Loopback];
        var (inside, _) = await relay.Add(inbox.Url.Replace("127.0.0.1", "local.example", StringComparison.Ordinal));
        relay.Names[Desk] = [IPAddress.Loopback, IPAddress.Parse("::ffff:127.0.0.1"), IPAddress.Parse("169.254.169.254")];
        relay.Names["local.example"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("8.8.8.8")]; // http leads to this computer only

        await relay.Step(AuditActions.SessionRequested);
        foreach (var id in new[] { outside, inside })
        {
            (await relay.Fails(id, 1)).Trouble.Should().Be(WebhookTrouble.AddressRefused);
        }

        relay.Names["local.example"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Loopback];
        relay.Names[Desk] = [];
        relay.Clock.Advance(TimeSpan.FromSeconds(7));
        await relay.AllIsTold(inside);
        inbox.Messages.Should().ContainSingle("what may be reached of a name is reached, and nothing else");
        (await relay.Fails(outside, 2)).Trouble.Should().Be(WebhookTrouble.NotReached);
    }

    [Fact]
    public async Task NobodyIsFollowedElsewhereAndNobodyHearsUsWhereNobodyIs()
    {
        await using var relay = await WebhookRelay.Start();
        var elsewhere = receiver.Open();
        var (led, _) = await relay.Add(inbox.Url);
        var (dead, _) = await relay.Add("http://127.0.0.1:9/"); // discard: nobody listens there
        inbox.Answer = http =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (308, elsewhere.Url);
            return Task.CompletedTask;
        };
        await relay.Step(AuditActions.SessionRequested);
        var next = await relay.Fails(led, 1);
        (next.Trouble, next.Status).Should().Be((WebhookTrouble.Redirect, 308));
        (await relay.Fails(dead, 1)).Trouble.Should().Be(WebhookTrouble.NotReached);
        elsewhere.Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task HttpsToWhoeverHasNoGoodCertificateIsNotSpoken()
    {
        await using var relay = await WebhookRelay.Start();
        relay.Names[Desk] = [IPAddress.Loopback];
        var (id, _) = await relay.Add($"https://{Desk}:{receiver.Port}/x"); // speaks http there
        await relay.Step(AuditActions.SessionRequested);
        (await relay.Fails(id, 1)).Trouble.Should().Be(WebhookTrouble.NotTrusted);
    }

    [Fact]
    public async Task NobodyButAnAdministratorWorksWithWebhooks()
    {
        await using var relay = new WebhookRelay();
        foreach (var user in new[] { Some.Technician(), new System.Security.Claims.ClaimsPrincipal() })
        {
            var signing = new Accounts.Signing(relay.Services);
            await signing.Awaiting(one => one.Request("", all => all.GetRequiredService<IWebhookDesk>().List(CancellationToken.None), user))
                .Should().ThrowAsync<UnauthorizedAccessException>();
            await signing.Awaiting(one => one.Request("", all => all.GetRequiredService<IWebhookDesk>().Remove(Guid.NewGuid(), CancellationToken.None), user))
                .Should().ThrowAsync<UnauthorizedAccessException>();
        }
    }

    [Fact]
    public void TheWaitDoublesFromFiveSecondsToAnHour()
    {
        Enumerable.Range(1, 12).Select(failures => BackOff.After(failures, 0.5).TotalSeconds).Should().Equal(5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600);
        (BackOff.After(1, 0).TotalSeconds, BackOff.After(1, 1).TotalSeconds, BackOff.After(int.MaxValue, 1).TotalSeconds).Should().Be((4, 6, 4320));
        Enumerable.Range(0, 50).Select(_ => BackOff.After(1)).Distinct().Should().HaveCountGreaterThan(10);
    }

    private static async Task<WebhookProblem?> Add(WebhookRelay relay, string url) =>
        (await relay.Desk(desk => desk.Add(new WebhookForm(url, SessionSteps.All, true), CancellationToken.None))).Problem;
}
