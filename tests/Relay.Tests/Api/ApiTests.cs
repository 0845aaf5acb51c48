using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Doors;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api;

/// <summary>What a help desk does with the API, and what it gets when something is wrong.</summary>
[Collection(ApiHouse.Name)]
public sealed class ApiTests(ApiHouse house)
{
    private const string Empty = """{"items":[],"next":null}""";

    private static int numbers = 30_000;

    private readonly string number = $"{Interlocked.Increment(ref numbers)}";

    private object Facts => new { number, customer = " 李雷 ", callback = "+49 30 1234567", problem = "Printer\nprints blank pages" };

    [Fact]
    public async Task ACaseIsOpenedFoundByTheHelpDesksNumberReadAndChanged()
    {
        var before = await house.Newest();
        var opened = await house.With(null, "POST", "/api/v1/cases", Facts);
        (opened.Status, opened.Location, opened["customer"], opened["problem"]).Should().Be((201, $"/api/v1/cases/{opened["id"]}", "李雷", "Printer prints blank pages"));
        var id = opened["id"]!;

        (await house.With(null, "GET", $"/api/v1/cases?number={number}")).Json.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString().Should().Be(id);
        (await house.With(null, "GET", "/api/v1/cases?number=nobody")).Text.Should().Be(Empty);
        (await house.With(null, "GET", "/api/v1/cases?limit=200")).Text.Should().Contain(id);
        (await house.With(null, "GET", opened.Location!)).Text.Should().Be(opened.Text);
        var again = await house.With(null, "POST", "/api/v1/cases", Facts);
        (again.Status, again.Explains, again["case"]).Should().Be((409, true, id));
        var changed = await house.With(null, "PUT", opened.Location!, new { number = number + "b", customer = "Jonas Weber", callback = "1", problem = "It prints" });
        (changed.Status, changed["number"], changed["customer"], changed["page"]).Should().Be((200, number + "b", "Jonas Weber", $"/cases/{id}"));
        (await house.With(null, "PUT", $"/api/v1/cases/{Routes.Nothing}", Facts)).Status.Should().Be(404);

        var log = await house.LogSince(before);
        log.Select(entry => entry.Action).Should().Equal(
            AuditActions.CaseOpened, "apiKey.used", "apiKey.used", "apiKey.used", "apiKey.used", "apiKey.used", "apiKey.used", AuditActions.CaseUpdated, "apiKey.used", "apiKey.used");
        log.Should().OnlyContain(entry => entry.Actor == ActorKind.Program && entry.ActorId == log[0].ActorId && entry.Detail["program"] == "Ticket desk");
        log[0].Case.Should().Be(id);
        log[0].PersonalHashes.Keys.Should().BeEquivalentTo("number", "customer", "callback", "problem");
        log.Where(entry => entry.Action == "apiKey.used").Select(entry => $"{entry.Detail["request"]} {entry.Detail["status"]} {entry.Outcome} {entry.Case == id}").Should().Equal(
            "POST /api/v1/cases 201 Success True", "GET /api/v1/cases 200 Success True", "GET /api/v1/cases 200 Success False", "GET /api/v1/cases 200 Success False",
            "GET /api/v1/cases/{id:guid} 200 Success True", "POST /api/v1/cases 409 Refused True", "PUT /api/v1/cases/{id:guid} 200 Success True", "PUT /api/v1/cases/{id:guid} 404 Refused False");
    }

    [Fact]
    [Trait("Promise", "35")]
    public async Task APreparedSessionIsAFormThatIsFilledInAndNothingElse()
    {
        using var tried = new Tried(35, "prepared sessions that start nothing");
        var row = await Case();
        var path = $"/api/v1/cases/{row.Id}/prepared-session";
        (await house.With(null, "GET", path))["detail"].Should().StartWith("Nothing is prepared");
        (await house.With(null, "DELETE", path)).Status.Should().Be(404);
        var sessions = await house.Read(db => db.Sessions.CountAsync());
        foreach (var scopes in new object?[] { null, Array.Empty<string>(), new[] { "view" }, new[] { "drawing" }, new[] { "control", "drawing", "view" } })
        {
            var answer = await house.With(house.Keys[ApiScope.SessionsPrepare], "PUT", path, new { reason = "Set up  the printer", scopes, minutes = 30 });
            tried.Try(answer.Status == 200 && answer["by"] == "Ticket desk" && answer["reason"] == "Set up the printer", answer.Text);
            tried.Try(await house.Read(db => db.Sessions.CountAsync()) == sessions, "a session came of it");
        }

        tried.MustHold();
        var desk = house.Services.GetRequiredService<IPreparationDesk>();
        (await desk.Find(row.Id, CancellationToken.None))!.Wish.Should().BeEquivalentTo(new SessionWish("Set up the printer", [Scope.View, Scope.Drawing, Scope.Control], 30));
        (await house.With(null, "GET", path)).Json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).Should().Equal("view", "drawing", "control");

        await house.Put(Some.SessionRow(row.Id, SessionState.Ended, DateTimeOffset.UtcNow));
        (await desk.Find(row.Id, CancellationToken.None)).Should().BeNull("a technician has asked for a session since");
        (await house.With(null, "PUT", path, new { reason = "Again", minutes = 15 })).Status.Should().Be(200);
        (await house.With(null, "DELETE", path)).Status.Should().Be(204);
        (await desk.Find(row.Id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task ASessionsStateAndOutcomeAreRead()
    {
        var row = await Case();
        var session = Some.SessionRow(row.Id, SessionState.Reviewed, DateTimeOffset.UtcNow);
        (session.EndReason, session.Rated, session.Solved, session.Ease, session.Sentence) = (EndReason.StoppedByCustomer, DateTimeOffset.UtcNow, true, 4, "quick");
        await house.Put(session, new WrapUpRow
        {
            SessionId = session.Id, Topics = "Printer,HowTo", Solved = true, Done = "New cartridge", Next = FollowUp.Call, Words = "on Monday", Written = DateTimeOffset.UtcNow,
        });
        var before = await house.Newest();

        var one = await house.With(null, "GET", $"/api/v1/sessions/{session.Id}");
        (one.Status, one["state"], one["endReason"], one["minutes"], one["technician"]).Should().Be((200, "reviewed", "stoppedByCustomer", "60", "Hanna Weiss"));
        one.Json.GetProperty("rating").GetProperty("ease").GetInt32().Should().Be(4);
        one.Json.GetProperty("wrapUp").GetRawText().Should().Be("""{"topics":["printer","howTo"],"solved":true,"done":"New cartridge","next":"call","words":"on Monday"}""");
        (await house.With(null, "GET", $"/api/v1/cases/{row.Id}/sessions")).Text.Should().Be($$"""{"items":[{{one.Text}}],"next":null}""");
        (await house.With(null, "GET", $"/api/v1/sessions/{Routes.Nothing}")).Explains.Should().BeTrue();
        (await house.With(null, "GET", $"/api/v1/cases/{Routes.Nothing}/sessions")).Status.Should().Be(404);

        var read = (await house.LogSince(before))[0];
        (read.Case, read.Session, read.Detail["session"]).Should().Be(($"{row.Id}", null, $"{session.Id}"));
    }

    [Theory]
    [InlineData("POST", "/api/v1/cases", "{", 400, "$")]
    [InlineData("POST", "/api/v1/cases", "[]", 400, "$")]
    [InlineData("POST", "/api/v1/cases", """{"number":7}""", 400, "$.number")]
    [InlineData("POST", "/api/v1/cases", """{"number":"1","number":"2"}""", 400, "openapi.json")]
    [InlineData("POST", "/api/v1/cases", """{"role":"administrator"}""", 400, "$.role")]
    [InlineData("POST", "/api/v1/cases", """{"number":"1"}""", 400, "customer")]
    [InlineData("POST", "/api/v1/cases", null, 400, "openapi.json")]
    [InlineData("POST", "/api/v1/cases", "text", 415, "application/json")]
    [InlineData("POST", "/api/v1/cases", "null", 400, "openapi.json")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":"30"}""", 400, "$.minutes")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":31}""", 400, "15, 30, 60")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":30,"scopes":["files"]}""", 400, "drawing, control")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":30,"scopes":["everything"]}""", 400, "$.scopes")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":30,"scopes":[1]}""", 400, "$.scopes")]
    [InlineData("PUT", "/api/v1/cases/6f2c9c3e-1f0d-4a55-9b57-2b7f6d0f9a11/prepared-session", """{"reason":"x","minutes":30}""", 404, "no case")]
    [InlineData("GET", "/api/v1/cases/7", null, 404, "openapi.json")]
    [InlineData("DELETE", "/api/v1/cases", null, 405, "GET, POST")]
    [InlineData("POST", "/api/v1/sessions", "{}", 404, "openapi.json")]
    public async Task WhatIsWrongIsAProblemThatSaysWhatToDoAndIsInTheLog(string method, string target, string? body, int status, string says)
    {
        var before = await house.Newest();
        var answer = await house.With(null, method, target, body == "text" ? new StringContent(body) : body);
        (answer.Status, answer.Explains).Should().Be((status, true), answer.Text);
        answer.Text.Should().Contain(says).And.NotContain("RemoteAssist.Relay");
        var entry = (await house.LogSince(before)).Single();
        (entry.Action, entry.Outcome, entry.Detail["status"]).Should().Be((AuditActions.ApiKeyUsed, AuditOutcome.Refused, $"{status}"));
    }

    [Fact]
    public async Task EveryEndpointIsInTheDocumentAndTheReverse()
    {
        var document = (await house.With(house.Keys[ApiScope.CasesRead], "GET", "/api/v1/openapi.json")).Json;
        document.GetProperty("openapi").GetString().Should().StartWith("3.");
        var described =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
        var all = described.ToDictionary(one => one.Name, one => one.Value);
        all.Keys.Should().BeEquivalentTo(house.Endpoints.Select(one => $"{one.Method} {one.Pattern.Replace(":guid", "", StringComparison.Ordinal)}"));
        foreach (var (method, pattern, _, scope) in house.Endpoints)
        {
            var operation = all[$"{method} {pattern.Replace(":guid", "", StringComparison.Ordinal)}"];
            operation.GetProperty("description").GetString().Should().Contain($"`{Relay.Api.ApiScopes.Name(scope)}`");
            operation.GetProperty("summary").GetString().Should().NotBeNullOrEmpty();
            operation.GetProperty("security")[0].GetProperty("key").GetArrayLength().Should().Be(0);
            operation.GetProperty("responses").EnumerateObject().Select(one => one.Name).Should().Contain(["401", "403", "429", "503"]);
        }

        var form = document.GetProperty("components").GetProperty("schemas").GetProperty("CaseForm");
        form.GetProperty("required").EnumerateArray().Select(field => field.GetString()).Should().BeEquivalentTo("number", "customer", "callback", "problem");
        var named = form.GetProperty("properties").GetProperty("number");
        (named.GetProperty("maxLength").GetInt32(), named.GetProperty("type").GetString()).Should().Be((40, "string"));
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString().Should().Be("bearer");
    }

    [Fact]
    public async Task WithoutTheLogNothingIsReadAndNothingIsDone()
    {
        var row = await Case();
        await house.WithoutLog(async () =>
        {
            foreach (var (method, target, body) in new[] { ("GET", $"/api/v1/cases/{row.Id}", (object?)null), ("POST", "/api/v1/cases", new { number = "none", customer = "a", callback = "b", problem = "c" }) })
            {
                var answer = await house.With(null, method, target, body);
                (answer.Status, answer.Explains).Should().Be((503, true));
                answer.Text.Should().NotContain(row.Customer);
            }
        });

        (await house.With(null, "GET", "/api/v1/cases?number=none")).Text.Should().Be(Empty);
    }

    [Fact]
    public async Task AProgramThatAsksTooOftenIsToldWhenToComeAgainAndPeopleAreNotKeptOut()
    {
        await using var relay = new HostedRelay(("Limits:ProgramsPerMinute", "2"));
        using var http = relay.Browser();
        for (var i = 0; i < 2; i++)
        {
            (await http.GetAsync("/api/v1/cases")).StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        }

        using var answer = await http.GetAsync("/API/v1/cases");
        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.RetryAfter!.Delta).Should().Be((429, "application/problem+json", TimeSpan.FromMinutes(1)));
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString().Should().Contain("Try again in 60 s.");
        (await http.GetAsync("/join")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task AKeyThatCameInTheClearIsToBeRevoked()
    {
        var (status, text) = await house.InTheClear("/api/v1/cases");
        status.Should().Be(403);
        text.Should().Contain("https only").And.Contain("revoke it");
    }

    private async Task<CaseRow> Case()
    {
        var row = Some.CaseRow(number);
        await house.Put(row);
        return row;
    }
}
