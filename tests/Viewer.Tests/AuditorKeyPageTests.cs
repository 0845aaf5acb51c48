using System.Net;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The pages of auditors' keys, as a browser without scripts sees them: what the scripts fill in is taken, and nothing secret is asked for.</summary>
public sealed class AuditorKeyPageTests : IAsyncLifetime
{
    private const string Auditors = "/people/auditors";
    private const string Own = "/account/auditor-key";

    private ViewerHost host = null!;
    private Visitor administrator = null!;
    private Visitor auditor = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        administrator = new Visitor(host, "administrator");
        auditor = new Visitor(host, "auditor");
    }

    public async Task DisposeAsync()
    {
        administrator.Dispose();
        auditor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task EachPageIsForItsRoleOnly()
    {
        (await auditor.Get(Auditors)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await administrator.Get(Own)).Status.Should().Be(HttpStatusCode.Forbidden);
        (await administrator.Get("/people")).Html.Should().Contain($"href=\"{Auditors}\"");
        (await auditor.Get("/account")).Html.Should().Contain($"href=\"{Own}\"");
        (await administrator.Get("/account")).Html.Should().NotContain(Own);
    }

    [Fact]
    public async Task WhereThereIsNoRootKeyThePageMakesOneAndAsksForNoSecret()
    {
        var page = await administrator.Get(Auditors);
        page.Html.Should().Contain("data-make-key=\"organisation\"").And.Contain("/assets/auditors.js?v=").And.NotContain("name=\"Passphrase\"");
        page.Html.Split("type=\"password\"").Skip(1).Should().HaveCount(2).And.OnlyContain(rest => !rest.Split('>')[0].Contains("name="));
        (await administrator.SubmitTo(Auditors, Auditors, ("PublicKey", "AQID"))).Location.Should().Be($"{Auditors}?answer=Done");
        host.Auditors.Asked.Should().Equal("root 010203");
    }

    [Fact]
    public async Task TheListSaysWhoIsCertifiedAndUrgesASecond()
    {
        host.Auditors.RootKey = FakeAuditors.Root;
        var page = await administrator.Get(Auditors);
        page.Words.Should().Contain("0123 4567").And.Contain("waits for you").And.Contain("certified until").And.Contain("no auditor any more")
            .And.Contain("Only one auditor is certified").And.Contain("Ben Ruiz");
        page.Html.Should().Contain($"data-certify=\"{Convert.ToBase64String(FakeAuditors.Root)}\"").And.NotContain("<script>alert");
        host.Auditors.Keys.Clear();
        (await administrator.Get(Auditors)).Words.Should().Contain("No auditor is certified, so nothing can be recorded.");
    }

    [Fact]
    public async Task WhatTheBrowserSignedIsPassedOnAndNonsenseIsNot()
    {
        host.Auditors.RootKey = FakeAuditors.Root;
        var id = new string('a', 32);
        (await administrator.SubmitTo(
            $"{Auditors}?handler=Certify", Auditors, ("Id", id), ("Name", "Ada Okafor"), ("Made", "1000"), ("Until", "2000"), ("Signature", "BwgJ"))).Location
            .Should().Be($"{Auditors}?answer=Done");
        (await administrator.SubmitTo($"{Auditors}?handler=Withdraw", Auditors, ("Id", id))).Location.Should().Be($"{Auditors}?answer=Done");
        host.Auditors.Asked.Should().Equal($"certify {id} Ada Okafor 1000 2000 070809", $"withdraw {id}");
        host.Auditors.Asked.Clear();
        foreach (var (made, signature) in new[] { ("-1", "BwgJ"), ("9223372036854775807", "BwgJ") })
        {
            (await administrator.SubmitTo(
                $"{Auditors}?handler=Certify", Auditors, ("Id", id), ("Name", "x"), ("Made", made), ("Until", "2000"), ("Signature", signature))).Location
                .Should().Be($"{Auditors}?answer=NotSigned");
        }

        host.Auditors.Asked.Should().BeEmpty();
        await administrator.SubmitTo(Auditors, Auditors, ("PublicKey", "no key *"));
        host.Auditors.Asked.Should().Equal("root ");
    }

    [Fact]
    public async Task EveryAnswerIsSaid()
    {
        foreach (var answer in Enum.GetValues<AuditorAnswer>())
        {
            (await administrator.Get($"{Auditors}?answer={answer}")).Html.Should().Contain("id=\"auditors-answer\"");
            (await auditor.Get($"{Own}?answer={answer}")).Html.Should().Contain("id=\"auditor-key-answer\"");
        }
    }

    [Fact]
    public async Task AnAuditorMakesAKeyAndSeesHowItStands()
    {
        (await auditor.Get(Own)).Html.Should().Contain("data-make-key=\"auditor\"");
        (await auditor.SubmitTo(Own, Own, ("PublicKey", "BAU="))).Location.Should().Be($"{Own}?answer=Done");
        host.Auditors.Asked.Should().Equal("own 0405");
        host.Auditors.Own = FakeAuditors.Key(new string('d', 32), "Ada Okafor", null);
        var page = await auditor.Get(Own);
        page.Words.Should().Contain("dddd 1234").And.Contain("waits for an administrator");
        page.Html.Should().Contain("data-own-key=\"BAU=\"").And.NotContain("data-make-key");
        host.Auditors.Own = host.Auditors.Own with { Until = Some.Now.AddDays(9) };
        (await auditor.Get(Own)).Words.Should().Contain("Certified until");
        (await auditor.Get($"{Own}?new=true")).Html.Should().Contain("data-make-key=\"auditor\"");
    }
}
