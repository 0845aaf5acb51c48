using System.Net;
using Microsoft.Playwright;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The auditor's desk: finding sessions, reading one, notes and the verdict.</summary>
public sealed class AuditPageTests : IAsyncLifetime, IDisposable
{
    private readonly SomeStory story = new();
    private ViewerHost host = null!;
    private Visitor auditor = null!;

    private string Page => $"/audit/sessions/{story.Session}";

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        host.Audit.Sessions.Add(FakeAudit.Of(story));
        auditor = new Visitor(host, "auditor", "Ada Okafor");
    }

    public async Task DisposeAsync()
    {
        auditor.Dispose();
        await host.DisposeAsync();
    }

    public void Dispose() => story.Dispose();

    [Fact]
    public async Task OnlyAuditorsAndAdministratorsGetIn()
    {
        foreach (var (role, status) in new[]
        {
            ("technician", HttpStatusCode.Forbidden), ("auditor", HttpStatusCode.OK), ("administrator", HttpStatusCode.OK), ("technician,auditor", HttpStatusCode.OK),
        })
        {
            using var person = new Visitor(host, role);
            (await person.Get("/audit")).Status.Should().Be(status, role);
            (await person.Get(Page)).Status.Should().Be(status, role);
            (await person.Get("/account")).Html.Contains("nav-audit", StringComparison.Ordinal).Should().Be(status is HttpStatusCode.OK, role);
        }
    }

    [Fact]
    public async Task ASearchIsReadFromTheAddressAndStaysInTheFormAndInEveryLink()
    {
        host.Audit.Next = "further";
        var page = await auditor.Get("/audit?case=20931&technician=Mei%20L&customer=%E7%8E%8B&from=2026-11-01&to=2026-11-23&allowed=control&outcome=stoppedByCustomer&reviewed=no&after=here");
        host.Audit.Searches.Should().Equal((new SessionSearch(
            "20931", "Mei L", "王", new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 23), Scope.Control, EndReason.StoppedByCustomer, false), "here"));
        page.Html.Should().Contain("value=\"Mei L\"").And.Contain("value=\"2026-11-01\"").And.Contain("audit-clear").And.Contain("after=further")
            .And.Contain("/audit/export.csv?case=20931&amp;technician=Mei%20L").And.Contain("<option value=\"control\" selected=\"selected\">");
        page.Words.Should().Contain("Jonas Weber Mei Lin see the screen, control pointer and keyboard 12 min The customer stopped sharing. not reviewed yet");
    }

    [Theory]
    [InlineData("from=2026-13-01", "audit-from")]
    [InlineData("to=yesterday", "audit-to")]
    [InlineData("from=2026-11-02&to=2026-11-01", "audit-to")]
    [InlineData("allowed=everything", "audit-allowed")]
    [InlineData("outcome=3", "audit-outcome")]
    [InlineData("reviewed=maybe", "audit-reviewed")]
    public async Task WhatCannotBeUnderstoodIsSaidAndSearchesNothing(string query, string field)
    {
        var page = await auditor.Get($"/audit?{query}");
        page.Html.Should().Contain($"href=\"#{field}\"").And.NotContain("audit-found");
        host.Audit.Searches.Should().BeEmpty();
    }

    [Fact]
    public async Task AnEmptyListSaysWhy()
    {
        host.Audit.Sessions.Clear();
        (await auditor.Get("/audit")).Words.Should().Contain("There has been no session yet.");
        (await auditor.Get("/audit?case=1")).Words.Should().Contain("No session fits this search.");
    }

    [Fact]
    public async Task HowTheWitnessIsStandsAbove()
    {
        (await auditor.Get("/audit")).Words.Should().Contain("Last cosigned by the witness witness/audit-2: 1,204 entries, just now");
        host.Audit.Now = host.Audit.Now with { IsLate = true };
        (await auditor.Get("/audit")).Words.Should().Contain("has waited for the witness for more than five minutes");
        host.Audit.Now = new LogStanding(0, null, false, null, false);
        (await auditor.Get("/audit")).Words.Should().Contain("No witness is set up").And.Contain("No state of the log has been signed yet.");
    }

    [Fact]
    public async Task ASessionIsToldWithItsChecksAndWhatWasVerifiedByWhom()
    {
        var page = await auditor.Get(Page);
        page.Words.Should().Contain("Mei Lin from Help Desk North asked for a session.")
            .And.Contain("✓ fits Uses of mouse and keyboard: 1, all while that was allowed, from 12:08:27 to 12:08:45.")
            .And.Contain("Counts of use signed by the customer’s program: 3. There is no gap in its numbers.")
            .And.Contain("witness/audit-2 cosigned the state of")
            .And.Contain("Nothing was verified in this browser, because scripts are off")
            .And.Contain("Nobody verified That everything that happened became an entry.")
            .And.Contain("Ada Okafor read this log.");
        page.Html.Should().Contain($"/audit/sessions/{story.Session}/bundle");
        (await auditor.Get($"/audit/sessions/{Guid.NewGuid()}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WhatWasRecordedIsOneClickAwayWhileItIsThere()
    {
        var link = $"/audit/recordings/{story.Session}\"";
        (await auditor.Get(Page)).Html.Should().NotContain(link);
        var recorded = FakeAudit.Of(story);
        host.Audit.Sessions[0] = recorded with { Log = [.. recorded.Log, Some.Line(AuditActions.RecordingStarted)] };
        (await auditor.Get(Page)).Html.Should().Contain(link);
        host.Audit.Sessions[0] = recorded with { Log = [.. recorded.Log, Some.Line(AuditActions.RecordingStarted), Some.Line(AuditActions.RecordingDeleted)] };
        (await auditor.Get(Page)).Html.Should().NotContain(link);
    }

    [Fact]
    public async Task NotesAndAVerdictAreTakenAndWhatIsMissingIsSaid()
    {
        (await auditor.SubmitTo($"{Page}?handler=Note", Page, ("Note", " "))).Words.Should().Contain("Write something first.");
        (await auditor.SubmitTo($"{Page}?handler=Note", Page, ("Note", new string('x', 501)))).Words.Should().Contain("At most 500 characters fit here");
        (await auditor.SubmitTo($"{Page}?handler=Note", Page, ("Note", " Asked Mei about it. "))).Location.Should().Be(Page);
        host.Audit.Notes.Should().Equal("Asked Mei about it.");

        (await auditor.SubmitTo($"{Page}?handler=Review", Page, ("Words", "x"))).Words.Should().Contain("Choose one of the three results.");
        (await auditor.SubmitTo($"{Page}?handler=Review", Page, ("Result", "serious"), ("Words", ""))).Words.Should().Contain("Write in a sentence");
        host.Audit.Reviews.Should().BeEmpty();
        (await auditor.SubmitTo($"{Page}?handler=Review", Page, ("Result", "inOrder"))).Location.Should().Be(Page);
        (await auditor.SubmitTo($"{Page}?handler=Review", Page, ("Result", "needsTalk"), ("Words", "Too long."))).Location.Should().Be(Page);
        host.Audit.Reviews.Should().Equal((Verdict.InOrder, ""), (Verdict.NeedsTalk, "Too long."));
    }

    [Fact]
    public async Task AReviewThatIsRefusedSaysWhyAndTheFormIsThereOnlyForWhoMay()
    {
        foreach (var (answer, says) in new[]
        {
            (ReviewOutcome.OwnSession, "Somebody else has to review it."), (ReviewOutcome.ReviewedBefore, "Somebody else has reviewed this session"), (ReviewOutcome.NotOver, "This session is not over."),
        })
        {
            host.Audit.ReviewAnswer = answer;
            (await auditor.SubmitTo($"{Page}?handler=Review", Page, ("Result", "inOrder"))).Words.Should().Contain(says);
        }

        host.Audit.Sessions[0] = FakeAudit.Of(story, own: true);
        var own = await auditor.Get(Page);
        own.Html.Should().Contain("review-own").And.NotContain("review-form");
        var session = FakeAudit.Of(story);
        host.Audit.Sessions[0] = session with
        {
            Log = [.. session.Log, Some.Line("session.review", ActorKind.Auditor, values: [("name", "Ada Okafor"), ("verdict", "needsTalk"), ("words", "Too long.")])],
        };
        (await auditor.Get(Page)).Words.Should().Contain("Ada Okafor reviewed the session. Result: needs a talk. In their words: “Too long.”.");
    }
}

/// <summary>What a real browser verifies by itself, of a log that C# has sealed and signed.</summary>
public sealed class AuditBrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private readonly SomeStory story = new();
    private ViewerHost host = null!;
    private IBrowserContext context = null!;

    public async Task InitializeAsync()
    {
        host = await ViewerHost.Start();
        host.Audit.Sessions.Add(FakeAudit.Of(story));
        context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            Locale = "en",
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Roles"] = "auditor", ["X-Name"] = "Ada" },
        });
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await host.DisposeAsync();
    }

    public void Dispose() => story.Dispose();

    [Fact]
    public async Task ABrowserVerifiesWhatIsWellAndNamesWhatIsNot()
    {
        host.Audit.Evidence = story.Evidence();
        var good = await Look();
        good.Should().StartWith("good|Verified in this browser")
            .And.Contain($"{story.Log.Count - 1} of {story.Log.Count} entries are in the signed state of {story.Size} entries")
            .And.Contain("Entries newer than that state: 1.").And.Contain("Counts of use signed by the customer’s program: 3.")
            .And.Contain("The witness witness/audit-2 cosigned it at 2026-11-21 14:03 UTC").And.Contain("for the first time");

        host.Audit.Consistency = """{"hashes":[]}""";
        (await Look()).Should().Contain("The log continues what this browser saw of it");

        var end = story.Log.Single(line => line.Action == "session.end").Sequence;
        host.Audit.Evidence = story.Evidence((entry, given) => entry.Sequence == end ? (given.Json.Replace("stoppedByCustomer", "stoppedByTechnician", StringComparison.Ordinal), given.Proof) : given);
        (await Look()).Should().StartWith("wrong|").And.Contain($"Entry {end} is not the one that is in the signed state.");

        host.Audit.Evidence = story.Evidence((entry, given) => entry.Sequence == end ? (given.Json, null) : given);
        (await Look()).Should().StartWith("wrong|").And.Contain($"Entry {end} is of another session, or stands in another place");

        host.Audit.Evidence = null;
        (await Look()).Should().StartWith("unable|Nothing was verified in this browser");
    }

    [Fact]
    public async Task APageThatShowsOtherTimesThanTheEntriesIsFoundOut()
    {
        host.Audit.Evidence = story.Evidence();
        var session = host.Audit.Sessions[0];
        host.Audit.Sessions[0] = session with { Log = [.. session.Log.Select(line => line.Action == "session.allow" ? line with { Time = line.Time.AddMinutes(-1) } : line)] };
        (await Look()).Should().StartWith("wrong|").And.Contain("This page shows entry 8 otherwise than it was written.");
    }

    private async Task<string> Look()
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/audit/sessions/{story.Session}");
        var result = await (await page.WaitForSelectorAsync("#browser-check[data-result]"))!.GetAttributeAsync("data-result");
        var said = await page.InnerTextAsync("#browser-check");
        await page.CloseAsync();
        return $"{result}|{said}";
    }
}
