using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Tests.Api;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Audit.Desk;

/// <summary>What leaves the Relay of the log: files of entries, and what a browser checks by itself.</summary>
[Collection(ApiHouse.Name)]
public sealed class LogExportTests(ApiHouse house)
{
    [Fact]
    public async Task EveryLineOfAJsonFileHashesToWhatItSaysAndItsValuesFit()
    {
        var (number, session) = await Told("Hanna Weiss");
        var before = await house.Newest();
        var (status, type, text) = await Get($"/audit/export.jsonl?case={number}");
        (status, type).Should().Be((200, "application/jsonl"));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        foreach (var line in lines)
        {
            var read = JsonDocument.Parse(line).RootElement;
            var raw = Encoding.UTF8.GetBytes(read.GetProperty("entry").GetRawText());
            SealedEntry.HashOf(raw).Should().Be(read.GetProperty("hash").GetString());
            foreach (var value in read.GetProperty("personal").EnumerateObject())
            {
                var opened = SealedEntry.HashOf(Convert.FromHexString(value.Value.GetProperty("salt").GetString()!), Encoding.UTF8.GetBytes(value.Value.GetProperty("value").GetString()!));
                EntryFacts.Read(raw)!.PersonalHashes[value.Name].Should().Be(opened);
            }

            EntryFacts.Read(raw)!.Session.Should().Be($"{session}");
        }

        var entry = (await house.LogSince(before)).Single(one => one.Action == AuditActions.LogExported);
        (entry.Detail["format"], entry.Detail["sessions"]).Should().Be(("jsonl", "1"));
        entry.PersonalHashes.Keys.Should().Contain("wantedCase");
    }

    [Fact]
    public async Task ASpreadsheetGetsNoFormula()
    {
        var (number, _) = await Told("=HYPERLINK(\"http://evil.example\";\"x\")");
        var (status, type, text) = await Get($"/audit/export.csv?case={number}");
        (status, type).Should().Be((200, "text/csv"));
        text.Should().StartWith("\"entry\",\"time\"").And.Contain("\"'=HYPERLINK(\"\"http://evil.example\"\"").And.NotContain(",\"=").And.EndWith("\r\n");
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("|calc", "\"'|calc\"")]
    [InlineData("a=1", "\"a=1\"")]
    [InlineData("say \"hi\", twice", "\"say \"\"hi\"\", twice\"")]
    [InlineData("", "\"\"")]
    [InlineData("王", "\"王\"")]
    public void AFieldIsAlwaysAText(string field, string written) => CsvLine.Of(field).Should().Be(written + "\r\n");

    [Fact]
    public async Task WhatIsNoSearchLeavesNothing()
    {
        var before = await house.Newest();
        foreach (var query in new[] { "from=x", "allowed=all", "reviewed=1", $"customer={new string('x', 101)}" })
        {
            var (status, _, text) = await Get($"/audit/export.csv?{query}");
            (status, text.Length < 100).Should().Be((400, true), query);
        }

        (await house.LogSince(before)).Should().NotContain(entry => entry.Action == AuditActions.LogExported);
    }

    [Fact]
    public async Task ABrowserIsGivenEntriesProofsAndTheSignedStateThatHasThem()
    {
        var (_, session) = await Told("Hanna Weiss");
        JsonElement evidence = default;
        await Eventually.Holds(async () =>
        {
            evidence = JsonDocument.Parse((await Get($"/audit/sessions/{session}/evidence")).Text).RootElement;
            return evidence.GetProperty("entries")[1].GetProperty("proof").ValueKind is not JsonValueKind.Null;
        });
        var note = SignedNote.Read(Encoding.UTF8.GetBytes(evidence.GetProperty("checkpoint").GetString()!))!;
        var checkpoint = CheckpointSignature.Open(note, [evidence.GetProperty("relayKeys")[0].GetBytesFromBase64()])!;
        foreach (var entry in evidence.GetProperty("entries").EnumerateArray().Where(one => one.GetProperty("proof").ValueKind is not JsonValueKind.Null))
        {
            var sequence = entry.GetProperty("sequence").GetInt64();
            var leaf = MerkleHash.Leaf(Encoding.UTF8.GetBytes(entry.GetProperty("json").GetString()!));
            MerkleCheck.Inclusion(sequence - 1, checkpoint.Size, leaf, [.. entry.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())], checkpoint.Root)
                .Should().BeTrue($"entry {sequence}");
        }

        evidence.GetProperty("entries").EnumerateArray().Last().GetProperty("json").GetString().Should().Contain(AuditActions.LogRead, "this look is an entry itself");
        (await Get($"/audit/sessions/{Guid.NewGuid()}/evidence")).Status.Should().Be(404);
    }

    private async Task<(string Number, Guid Session)> Told(string technician)
    {
        var row = Some.CaseRow($"{Guid.NewGuid():N}"[..12]);
        var session = Some.SessionRow(row.Id, SessionState.Ended, DateTimeOffset.UtcNow);
        await house.Put(row, session);
        var log = house.Services.GetRequiredService<IAuditLog>();
        await log.Append(new PendingEntry(
            AuditActions.SessionRequested, ActorKind.Technician, "someone", AuditOutcome.Success, row.Id, session.Id,
            new Dictionary<string, string> { ["minutes"] = "60" }, new Dictionary<string, string> { ["technician"] = technician }));
        await log.Append(new PendingEntry(
            "session.end", ActorKind.Customer, null, AuditOutcome.Success, row.Id, session.Id, new Dictionary<string, string> { ["reason"] = "stoppedByCustomer" }));
        return (row.Number, session.Id);
    }

    private async Task<(int Status, string? Type, string Text)> Get(string target)
    {
        var answer = await house.Ask("GET", target, null, ("Cookie", house.Cookie), ("Accept-Language", "en"));
        return (answer.Status, answer.Type, answer.Text);
    }
}
