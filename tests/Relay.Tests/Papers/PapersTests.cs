using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Papers;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Papers;

/// <summary>What is kept beside the log, through the whole Relay's front door.</summary>
public sealed partial class PapersTests : IAsyncLifetime
{
    private readonly HostedRelay relay = new();
    private HttpClient technician = null!;
    private string proof = "";
    private CaseRow itsCase = null!;
    private SessionRow open = null!;
    private SessionRow over = null!;
    private SessionRow anothers = null!;

    public async Task InitializeAsync()
    {
        var cookie = await relay.SetUp();
        itsCase = Some.CaseRow();
        await Database(async db =>
        {
            var account = (await db.Users.SingleAsync()).Id;
            var requested = DateTimeOffset.UtcNow;
            SessionRow Row(SessionState state, string technicianId) => new()
            {
                Id = Guid.NewGuid(), CaseId = itsCase.Id, TechnicianId = technicianId, Technician = "Hanna Weiss", Organisation = "Nordlicht IT",
                Reason = "look", State = state, Requested = requested, Scopes = "View", Minutes = 60,
                Live = state is SessionState.Live ? requested : null,
            };
            (open, over, anothers) = (Row(SessionState.Live, account), Row(SessionState.Ended, account), Row(SessionState.Ended, "another"));
            db.Cases.Add(itsCase);
            db.Sessions.AddRange(open, over, anothers);
            await db.SaveChangesAsync();
            return 0;
        });

        technician = relay.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        technician.DefaultRequestHeaders.Add("Cookie", cookie);
        var page = await technician.GetStringAsync($"/sessions/{over.Id}");
        proof = Token().Match(page).Groups[1].Value;
    }

    public async Task DisposeAsync()
    {
        technician.Dispose();
        await relay.DisposeAsync();
    }

    [Fact]
    public async Task APaperIsSavedInPlaceOfTheVersionThatWasSeenAndOfNoOther()
    {
        var path = $"/cases/{itsCase.Id}/papers/notes";
        (await Saved(path, 0, "one\r\ntwo\u0007")).Should().Be((1, "one\ntwo"));
        (await Saved(path, 1, "one\ntwo\nthree")).Should().Be((2, "one\ntwo\nthree"));

        (await Saved(path, 2, "one\u202e\ntwo\u2066\u200b\nthree\u200d\u200c")).Should().Be(
            (3, "one\ntwo\nthree\u200d\u200c"), "nothing turns the writing, and joiners are letters' own");
        (await Saved(path, 3, "one\ntwo\nthree")).Should().Be((4, "one\ntwo\nthree"));

        using var late = await Send(path, new { basedOn = 1, body = "one\ntwo\nmine" });
        late.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await late.Content.ReadFromJsonAsync<Paper>())!.Body.Should().Be("one\ntwo\nthree");
        var now = await technician.GetFromJsonAsync<Paper>(path);
        (now!.Version, now.Body, now.By).Should().Be((4, "one\ntwo\nthree", "Hanna Weiss"));
        (await Log()).Should().NotContain(entry => entry.Action.Contains("paper", StringComparison.OrdinalIgnoreCase), "notes are no evidence");
    }

    [Fact]
    public async Task OfManyWhoBeginAPaperAtOnceOneDoesAndTheOthersAreTold()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(at =>
            Send($"/cases/{itsCase.Id}/papers/notes", new { basedOn = 0, body = $"from {at}" })));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).Should().Be(11);
    }

    [Fact]
    public async Task WhatIsNotOfItsFormOrTooLongIsRefusedAndWhatWasThereStays()
    {
        var checklist = $"/cases/{itsCase.Id}/papers/checklist";
        const string Good = """{"topics":["printer"],"items":[{"id":"a1","text":"Power","done":true}]}""";
        (await Saved(checklist, 0, Good)).Should().Be((1, Good));
        var unfit = new (string Path, int BasedOn, string? Body)[]
        {
            (checklist, 1, "no json"),
            (checklist, 1, "null"),
            (checklist, 1, """{"topics":["printer"]}"""),
            (checklist, 1, """{"topics":["teapot"],"items":[]}"""),
            (checklist, 1, """{"topics":["0"],"items":[]}"""),
            (checklist, 1, """{"topics":[null],"items":[]}"""),
            (checklist, 1, """{"topics":[],"items":[null]}"""),
            (checklist, 1, """{"topics":[],"items":[{"id":"a","text":"x","done":true,"more":1}]}"""),
            (checklist, 1, """{"topics":[],"items":[{"id":"<script>","text":"x","done":true}]}"""),
            (checklist, 1, """{"topics":[],"items":[{"id":"a","text":"x","done":true},{"id":"a","text":"y","done":true}]}"""),
            (checklist, 1, """{"topics":[],"items":[{"id":"a","text":null,"done":true}]}"""),
            (checklist, 1, $$"""{"topics":[],"items":[{"id":"a","text":"{{new string('x', 201)}}","done":true}]}"""),
            (checklist, 1, JsonSerializer.Serialize(new { topics = Array.Empty<string>(), items = Enumerable.Range(0, 61).Select(at => new { id = $"a{at}", text = "x", done = false }) })),
            (checklist, 1, new string('[', 5000)),
            (checklist, -1, Good),
            (checklist, 1, null),
            ($"/cases/{itsCase.Id}/papers/notes", 0, new string('x', 20_001)),
            ("/phrases", 0, $"[\"{new string('x', 301)}\"]"),
            ("/phrases", 0, "[\" \"]"),
            ("/phrases", 0, "[null]"),
        };
        foreach (var (path, basedOn, body) in unfit)
        {
            using var answer = await Send(path, new { basedOn, body });
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, "{0}", body);
        }

        using var large = await Send(checklist, new { basedOn = 1, body = new string('x', 300_000) });
        large.StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge);
        using var unknown = await Send($"/cases/{Guid.NewGuid()}/papers/notes", new { basedOn = 0, body = "x" });
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var other = await Send($"/cases/{itsCase.Id}/papers/diary", new { basedOn = 0, body = "x" });
        other.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await technician.GetFromJsonAsync<Paper>(checklist))!.Body.Should().Be(Good);
    }

    [Fact]
    public async Task NobodyWritesWithoutSignInOrFromAnotherPage()
    {
        using var stranger = relay.Browser();
        foreach (var path in new[] { $"/cases/{itsCase.Id}/papers/notes", "/phrases", $"/sessions/{over.Id}/wrap-up", $"/sessions/{over.Id}/snapshots" })
        {
            (await stranger.PostAsJsonAsync(path, new { basedOn = 0, body = "x" })).StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
            (await technician.PostAsJsonAsync(path, new { basedOn = 0, body = "x" })).StatusCode.Should().Be(HttpStatusCode.BadRequest, "{0}: the proof is missing", path);
        }

        (await Database(db => db.Papers.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task AWrapUpIsWrittenOnceTheSessionIsOverAndTheLogHasNoFreeText()
    {
        var form = new { topics = new[] { "printer", "howTo" }, solved = true, done = "cable plugged in ZEBRA\r\n- tested\u202e ", next = "call", words = "Monday ZEBRA" };
        (await Send($"/sessions/{over.Id}/wrap-up", form)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await Send($"/sessions/{over.Id}/wrap-up", form with { solved = false })).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await Send($"/sessions/{open.Id}/wrap-up", form)).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await Send($"/sessions/{anothers.Id}/wrap-up", form)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await Send($"/sessions/{Guid.NewGuid()}/wrap-up", form)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        foreach (var bad in new object[]
        {
            form with { topics = ["teapot"] }, form with { topics = ["printer", "printer"] }, form with { topics = ["1"] },
            form with { next = "later" }, form with { done = new string('x', 2001) }, form with { words = new string('x', 301) }, new { solved = true },
        })
        {
            (await Send($"/sessions/{over.Id}/wrap-up", bad)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }

        var kept = await Database(db => db.WrapUps.SingleAsync());
        (kept.Topics, kept.Solved, kept.Done, kept.Next, kept.Words).Should().Be(
            ("Printer,HowTo", false, "cable plugged in ZEBRA\n- tested", FollowUp.Call, "Monday ZEBRA"));
        var entries = (await Log()).Where(entry => entry.Action == AuditActions.SessionWrappedUp).ToList();
        entries.Should().HaveCount(2);
        entries[0].Detail.Should().BeEquivalentTo(new Dictionary<string, string> { ["topics"] = "printer,howTo", ["solved"] = "yes", ["next"] = "call" });
        entries[0].PersonalHashes.Should().BeEmpty();
        (await Database(db => db.Entries.AnyAsync(row => row.Json.Contains("ZEBRA")))).Should().BeFalse();
        (await technician.GetStringAsync($"/cases/{itsCase.Id}")).Should().Contain("cable plugged in ZEBRA");
    }

    [Fact]
    public async Task ASnapshotIsKeptUnderANameOfTheRelaysWithItsHashInTheLogAndDeletedByWhoeverMay()
    {
        var png = SomePng.Of(640, 360);
        using var answer = await SendPng(open.Id, png);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        var entry = (await Log()).Single(one => one.Action == AuditActions.SnapshotKept);
        entry.Detail["sha256"].Should().Be(Convert.ToHexStringLower(SHA256.HashData(png)));
        entry.Detail["pixels"].Should().Be("640x360");

        using var read = await technician.GetAsync($"/cases/{itsCase.Id}/snapshots/{id}");
        (await read.Content.ReadAsByteArrayAsync()).Should().Equal(png);
        (read.Content.Headers.ContentType!.MediaType, read.Headers.GetValues("X-Content-Type-Options").Single()).Should().Be(("image/png", "nosniff"));
        (await technician.GetAsync($"/cases/{Guid.NewGuid()}/snapshots/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await SendPng(anothers.Id, png)).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        (await Send($"/cases/{itsCase.Id}/snapshots/{id}", new { })).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await technician.GetAsync($"/cases/{itsCase.Id}/snapshots/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Database(db => db.SnapshotPictures.CountAsync())).Should().Be(0, "its pixels are gone too");
        (await Log()).Single(one => one.Action == AuditActions.SnapshotDeleted).Detail["sha256"].Should().Be(entry.Detail["sha256"]);
    }

    [Fact]
    public async Task ASnapshotIsKeptOnlyOfASessionThatShowsTheScreenOrHasJustEnded()
    {
        var png = SomePng.Of(4, 4);
        (await SendPng(over.Id, png)).StatusCode.Should().Be(HttpStatusCode.Forbidden, "its screen was never shown");
        await Over(DateTimeOffset.UtcNow);
        (await SendPng(over.Id, png)).StatusCode.Should().Be(HttpStatusCode.OK, "it was on its way when the session ended");
        await Over(DateTimeOffset.UtcNow.AddMinutes(-2));
        (await SendPng(over.Id, png)).StatusCode.Should().Be(HttpStatusCode.Forbidden, "it ended long ago");
        (await Log()).Count(entry => entry.Action == AuditActions.SnapshotKept).Should().Be(1);

        Task<int> Over(DateTimeOffset since) => Database(db => db.Sessions.Where(row => row.Id == over.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Live, since).SetProperty(row => row.Ended, since)));
    }

    [Fact]
    public async Task ASnapshotWhoseBytesAreNotThoseOfTheLogIsNotShown()
    {
        var (id, other) = (await Kept(), SomePng.Of(8, 8));
        await Database(db => db.SnapshotPictures.ExecuteUpdateAsync(set => set.SetProperty(row => row.Png, other)));
        await IsNotShown();
        await Database(db => db.Snapshots.ExecuteUpdateAsync(set => set.SetProperty(row => row.Sha256, Convert.ToHexStringLower(SHA256.HashData(other)))));
        await IsNotShown();

        async Task IsNotShown()
        {
            using var read = await technician.GetAsync($"/cases/{itsCase.Id}/snapshots/{id}");
            (read.StatusCode, read.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.InternalServerError, "text/plain"));
            (await read.Content.ReadAsStringAsync()).Should().Contain("hash is in the log");
        }
    }

    [Fact]
    public async Task WhoeverTookASnapshotDeletesItOnlyAsAnAdministrator()
    {
        var id = await Kept();
        await using var scope = relay.Services.CreateAsyncScope();
        var desk = DeskOfATechnician(scope);
        (await desk.OfCase(itsCase.Id, CancellationToken.None)).Single().MayDelete.Should().BeFalse("the page shows no button");
        (await desk.Delete(id, CancellationToken.None)).Should().Be(SnapshotOutcome.NotTheirs);
        (await desk.Picture(itsCase.Id, id, CancellationToken.None)).Outcome.Should().Be(SnapshotOutcome.Done);
    }

    [Fact]
    public async Task ADiskThatIsNearlyFullIsLeftToTheLog()
    {
        await using var scope = relay.Services.CreateAsyncScope();
        var full = DeskOfATechnician(scope, new SnapshotRoom(() => SnapshotRoom.Reserve - 1));
        (await full.Keep(open.Id, SomePng.Of(4, 4), CancellationToken.None)).Outcome.Should().Be(SnapshotOutcome.NoRoom);
        (await Database(db => db.Snapshots.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task WhatIsNoPngOrTooLargeOrTooManyIsNotKept()
    {
        var good = SomePng.Of(4, 4);
        byte[][] bad =
        [
            [], [.. "GIF89a"u8], good[..^1], [.. good, 0], [.. good, .. good],
            [.. good[..8], .. good[33..]],
            SomePng.Of(0, 4), SomePng.Of(100_000, 100_000), SomePng.With("tEXt", [1, 2, 3]), SomePng.With("IDAT", [], pixels: false),
            [.. good[..8], 0xff, 0xff, 0xff, 0xff, .. good[12..]],
        ];
        foreach (var png in bad)
        {
            (await SendPng(open.Id, png)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "{0} bytes", png.Length);
        }

        (await SendPng(open.Id, good, "image/svg+xml")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await SendPng(open.Id, new byte[Snapshot.MostBytes + 1])).StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge);
        for (var kept = 0; kept < Snapshot.MostOfCase; kept++)
        {
            (await SendPng(open.Id, good)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await SendPng(open.Id, good)).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await Log()).Count(entry => entry.Action == AuditActions.SnapshotKept).Should().Be(Snapshot.MostOfCase);
    }

    private async Task<Guid> Kept()
    {
        using var answer = await SendPng(open.Id, SomePng.Of(4, 4));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    // The account that is set up is an administrator too; this is the same person without that.
    private SnapshotDesk DeskOfATechnician(AsyncServiceScope scope, params object[] instead)
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, open.TechnicianId), new(ClaimTypes.Role, Roles.Technician)];
        var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) };
        return ActivatorUtilities.CreateInstance<SnapshotDesk>(scope.ServiceProvider, [.. instead, new HttpContextAccessor { HttpContext = http }]);
    }

    private async Task<(int Version, string Body)> Saved(string path, int basedOn, string body)
    {
        using var answer = await Send(path, new { basedOn, body });
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var paper = await answer.Content.ReadFromJsonAsync<Paper>();
        return (paper!.Version, paper.Body);
    }

    private async Task<HttpResponseMessage> Send(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("RequestVerificationToken", proof);
        await request.Content.LoadIntoBufferAsync();
        return await technician.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendPng(Guid session, byte[] png, string type = "image/png")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sessions/{session}/snapshots") { Content = new ByteArrayContent(png) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Add("RequestVerificationToken", proof);
        return await technician.SendAsync(request);
    }

    private async Task<T> Database<T>(Func<RelayDb, Task<T>> query)
    {
        await using var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return await query(db);
    }

    private async Task<List<EntryFacts>> Log() =>
        (await Database(db => db.Entries.OrderBy(row => row.Sequence).ToListAsync()))
            .ConvertAll(row => EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(row.Json))!);

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
