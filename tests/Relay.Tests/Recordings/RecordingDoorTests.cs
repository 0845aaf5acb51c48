using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Doors;
using RemoteAssist.Relay.Tests.Audit;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>Recordings over http, of the whole Relay.</summary>
[Collection(House.Doors)]
public sealed class RecordingDoorTests(House house)
{
    [Fact]
    public async Task AnAuditorGetsTheFileByPiecesAndTheHashesThatTheLogHas()
    {
        var session = await Recorded();
        using var whole = await house.Ask("GET", $"/audit/recordings/{session}/file", "auditor");
        whole.StatusCode.Should().Be(HttpStatusCode.OK);
        var file = await whole.Content.ReadAsByteArrayAsync();
        using var piece = await house.Ask("GET", $"/audit/recordings/{session}/file", "auditor", ("Range", "bytes=34-73"));
        piece.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await piece.Content.ReadAsByteArrayAsync()).Should().Equal(file[34..74]);
        piece.Content.Headers.ContentRange!.Length.Should().Be(file.Length);

        using var answer = await house.Ask("GET", $"/audit/recordings/{session}/chunks", "auditor");
        using var chunks = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        chunks.RootElement.GetProperty("session").GetGuid().Should().Be(session);
        chunks.RootElement.GetProperty("protocolVersion").GetInt32().Should().BePositive();
        var logged = chunks.RootElement.GetProperty("chunks").EnumerateArray()
            .ToDictionary(chunk => chunk.GetProperty("number").GetUInt32(), chunk => chunk.GetProperty("hash").GetString()!);
        chunks.RootElement.GetProperty("chunks").EnumerateArray().Should().OnlyContain(chunk => chunk.GetProperty("logged").GetBoolean());
        using var stream = new MemoryStream(file);
        RecordingCheck.Of(stream, logged).Should().Match<RecordingFinding>(finding => finding.Fault == null && finding.Logged == finding.Chunks);

        await using var db = await Databases.CreateDbContextAsync();
        (await db.Entries.CountAsync(entry => entry.Session == session && entry.Json.Contains("recording.read"))).Should().Be(1);
    }

    [Fact]
    [Trait("Promise", "29")]
    public async Task ALookIntoARecordingAndAllThatBecomesOfItAreEntriesThatSayWhoWhenAndFromWhere()
    {
        using var tried = new Tried(29, "entries about a recording, a look into it among them, that say who, what, when, where and about whom");
        var session = await Recorded();
        (await house.Ask("GET", $"/audit/recordings/{session}/file", "auditor")).Dispose();
        await using var db = await Databases.CreateDbContextAsync();
        var rows = await db.Entries.Where(entry => entry.Session == session).OrderBy(entry => entry.Sequence).ToListAsync();
        var entries = rows.ConvertAll(row => EntryFacts.Read(Encoding.UTF8.GetBytes(row.Json))!);
        entries.Select(entry => entry.Action).Should().Equal(
            AuditActions.RecordingStarted, AuditActions.RecordingChunk, AuditActions.RecordingEnded, AuditActions.RecordingRead);
        foreach (var entry in entries)
        {
            tried.Try(EntryRule.Missing(entry) is null, $"{entry.Action} does not say {EntryRule.Missing(entry)}");
        }

        tried.MustHold();
    }

    [Theory]
    [InlineData("technician")]
    [InlineData("administrator")]
    public async Task NobodyElseGetsIt(string who)
    {
        var session = await Recorded();
        foreach (var what in new[] { "file", "chunks" })
        {
            using var answer = await house.Ask("GET", $"/audit/recordings/{session}/{what}", who);
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task AFormOfOursHoldsItAndWithoutTheFormsProofNothingHappens()
    {
        var session = await Recorded();
        using var without = await house.Post($"/audit/recordings/{session}/hold", "auditor", Form("a complaint"));
        without.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var page = await house.Ask("GET", "/account", "auditor", ("Accept", "text/html"));
        var proof = PageForms.Of("/account", await page.Content.ReadAsStringAsync())[0].Token;

        using var held = await house.Post($"/audit/recordings/{session}/hold", "auditor", Form("a complaint", proof));
        held.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await Row(session)).Held.Should().NotBeNull();
        using var deleted = await house.Post($"/audit/recordings/{session}/delete", "auditor", Form("gone", proof));
        deleted.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var released = await house.Post($"/audit/recordings/{session}/release", "auditor", Form("settled", proof));
        released.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await Row(session)).Held.Should().BeNull();
    }

    private IDbContextFactory<RelayDb> Databases => house.Services.GetRequiredService<IDbContextFactory<RelayDb>>();

    private static FormUrlEncodedContent Form(string reason, string? proof = null) => new(
        proof is null
            ? [KeyValuePair.Create("reason", reason)]
            : [KeyValuePair.Create("reason", reason), KeyValuePair.Create("__RequestVerificationToken", proof)]);

    private async Task<RecordingRow> Row(Guid session)
    {
        await using var db = await Databases.CreateDbContextAsync();
        return await db.Recordings.AsNoTracking().SingleAsync(row => row.SessionId == session);
    }

    private async Task<Guid> Recorded()
    {
        Guid session;
        await using (var db = await Databases.CreateDbContextAsync())
        {
            var itsCase = Some.CaseRow($"{Guid.NewGuid()}");
            var row = Some.SessionRow(itsCase.Id, SessionState.Ended, DateTimeOffset.UtcNow);
            db.Cases.Add(itsCase);
            db.Sessions.Add(row);
            await db.SaveChangesAsync();
            session = row.Id;
        }

        var recorder = house.Services.GetRequiredService<IRecorder>();
        using var agent = new SealedFrames(session);
        recorder.Begin(session);
        recorder.Keys(session, agent.NewKey());
        recorder.Frame(session, agent.Next());
        await recorder.End(session, "sessionOver");
        return session;
    }
}
