using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Whatever somebody writes is shown as they wrote it, and never runs.</summary>
public sealed class HostileTextTests : IAsyncLifetime
{
    private const string Payload = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}${7*7}";
    private ViewerHost host = null!;
    private Visitor technician = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        technician = Visitor.Technician(host, Payload);
    }

    public async Task DisposeAsync()
    {
        technician.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task OnTheListAndTheCasePageAndInEveryEntryOfTheLog()
    {
        var over = Some.Session(text: Payload) with { Technician = Payload };
        var hostile = Some.Case(Payload, Some.Session(SessionState.Live, null, Payload) with { Technician = Payload }, over) with
        {
            Customer = Payload, Callback = Payload, Problem = Payload,
        };
        host.Desks.Cases.Add(hostile);
        string[] keys = ["technician", "name", "customer", "reason", "scopes", "until", "frames", "bytes", "agentVersion", "platform", "email", "number", "asked", "minutes", "organisation", "caseNumber", "triesLeft", "frameParts", "address"];
        host.Desks.Logs[over.Id] =
        [
            .. LogSentenceTests.Actions.Append(Payload).SelectMany(action => Enum.GetValues<ActorKind>()
                .Select(actor => Some.Line(action, actor, values: [.. keys.Select(key => (key, Payload))]))),
        ];

        foreach (var path in new[] { "/cases", $"/cases/{hostile.Id}" })
        {
            ShowsItHarmlessly(await technician.Get(path), path);
        }
    }

    [Fact]
    public async Task InEveryFormThatComesBack()
    {
        host.Desks.OpenSetUpToken = "good";
        host.Desks.NumberIsTaken = true;
        host.Desks.SignInAnswer = Desk.SignInResult.Wrong;
        var shown = Some.Case();
        host.Desks.Cases.Add(shown);
        using var stranger = new Visitor(host);

        ShowsItHarmlessly(await technician.Submit(
            "/cases/new", ("Number", "1"), ("Customer", Payload), ("Callback", "1"), ("Problem", Payload)), "new case");
        ShowsItHarmlessly(await technician.Submit($"/cases/{shown.Id}", ("Reason", Payload + new string('x', 300))), "start");
        ShowsItHarmlessly(await stranger.Submit("/sign-in", ("Email", Payload), ("Password", "x")), "sign-in");
        ShowsItHarmlessly(await stranger.Submit("/setup/good", ("Name", Payload), ("Organisation", Payload)), "set-up");
    }

    [Fact]
    public async Task InTheAddressOfAPageThatDoesNotExist()
    {
        var answer = await technician.Get($"/nowhere?<script>alert(1)</script>=\"'><img src=x onerror=alert(1)>");
        answer.Html.Should().NotContain("<script").And.NotContain("<img");
    }

    private static void ShowsItHarmlessly(Answer answer, string where)
    {
        answer.Html.Should().NotContain("<script>", where).And.NotContain("<img", where).And.NotContain("\"'>", where);
        answer.Html.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;", $"{where} shows what was written");
    }
}
