using System.Text;
using RemoteAssist.Relay.Tests.Doors;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Api;

/// <summary>Lists in pages: everything once, in the order of the whole list.</summary>
[Collection(ApiHouse.Name)]
public sealed class PagingTests(ApiHouse house)
{
    [Fact]
    public async Task CasesComeOnceEachAcrossPagesInTheOrderOfTheList()
    {
        foreach (var at in Enumerable.Range(0, 9))
        {
            var row = Some.CaseRow($"p{at}-{Guid.NewGuid():N}"[..20]); // all of the same moment
            await house.Put(at % 2 == 0 ? [row] : [row, Some.SessionRow(row.Id, SessionState.Ended, DateTimeOffset.UtcNow)]);
        }

        var whole = (await house.With(null, "GET", "/api/v1/cases?limit=200")).Json;
        whole.GetProperty("next").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        var wanted = Ids(whole);
        wanted.Should().HaveCountGreaterThan(8).And.OnlyHaveUniqueItems();
        foreach (var limit in new[] { 4, wanted.Count })
        {
            (await Walk("/api/v1/cases", limit)).Should().Equal(wanted);
        }
    }

    [Fact]
    public async Task SoDoTheSessionsOfACase()
    {
        var row = Some.CaseRow($"{Guid.NewGuid():N}"[..20]);
        var now = DateTimeOffset.UtcNow;
        var sessions = Enumerable.Range(0, 5).Select(at => Some.SessionRow(row.Id, SessionState.Ended, now.AddTicks(at / 2))).ToList();
        await house.Put([row, .. sessions]);
        var found = await Walk($"/api/v1/cases/{row.Id}/sessions", 2);
        found.Should().BeEquivalentTo(sessions.Select(one => $"{one.Id}"));
        found.Select(id => sessions.Single(one => $"{one.Id}" == id).Requested).Should().BeInDescendingOrder();
        (await house.With(null, "GET", $"/api/v1/cases/{row.Id}/sessions")).Json.GetProperty("items").GetArrayLength().Should().Be(5, "fifty where nothing is said");
    }

    [Fact]
    public async Task WhatIsNoPageIsSaidSo()
    {
        string[] wrong =
        [
            "limit=0", "limit=201", "after=x", $"after={Place("waits|1")}", "limit=-1", "limit=x", "limit=1e2", "limit=99999999999", "after=", "after=%00", $"after={new string('A', 400)}",
            $"after={Place("had|-1|" + Routes.Nothing)}", $"after={Place("waits|9999999999999999999|" + Routes.Nothing)}", $"after={Place("other|1|" + Routes.Nothing)}", $"after={Place("|||")}",
        ];
        foreach (var (list, tries) in new[]
        {
            ("/api/v1/cases", wrong.Length), ($"/api/v1/cases/{Routes.Nothing}/sessions", 4), ("/api/v1/webhooks", 4), ($"/api/v1/webhooks/{Routes.Nothing}/deliveries", 4),
        })
        {
            foreach (var query in wrong.Take(tries))
            {
                var answer = await house.With(null, "GET", $"{list}?{query}");
                (answer.Status, answer.Explains).Should().Be((400, true), $"{list}?{query}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task TheDocumentSaysHowToTurnPages()
    {
        var paths = (await house.With(null, "GET", "/api/v1/openapi.json")).Json.GetProperty("paths");
        foreach (var list in new[] { "/api/v1/cases", "/api/v1/cases/{id}/sessions", "/api/v1/webhooks", "/api/v1/webhooks/{id}/deliveries" })
        {
            var get = paths.GetProperty(list).GetProperty("get");
            get.GetProperty("parameters").EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query" && one.GetProperty("description").GetString()!.Length > 10)
                .Select(one => one.GetProperty("name").GetString()).Should().Contain(["after", "limit"]);
            get.GetProperty("responses").GetProperty("200").GetRawText().Should().Contain("PageOf");
        }
    }

    private static string Place(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static List<string> Ids(System.Text.Json.JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private async Task<List<string>> Walk(string list, int limit)
    {
        var found = new List<string>();
        for (var after = ""; ;)
        {
            var page = (await house.With(null, "GET", $"{list}?limit={limit}{after}")).Json;
            Ids(page).Count.Should().BeInRange(1, limit);
            found.AddRange(Ids(page));
            if (page.GetProperty("next").GetString() is not { } next)
            {
                return found;
            }

            after = $"&after={next}";
        }
    }
}
