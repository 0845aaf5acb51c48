using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Bundles;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Accounts;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Relay.Tests.Recordings;
using RemoteAssist.Relay.Witness;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Bundles;

/// <summary>The evidence of a session leaves a Relay by its door for auditors and by the command, and holds wherever it is checked.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder elsewhere = new();
    private readonly Guid session = Guid.NewGuid();

    [Fact]
    public async Task AnAuditorGetsABundleThatHoldsAndTheLogSaysSoFirst()
    {
        using var witness = WitnessKey.Open(Path.Combine(elsewhere.Path, "witness-key.pem"));
        await using var relay = Start($"{witness.Public}");
        using var auditor = await Auditor(relay);
        var key = await Happen(relay, session);
        await Cosign(relay, witness);

        var (status, name, bytes) = await Get(relay, auditor, $"/audit/sessions/{session}/bundle");
        (status, name).Should().Be((HttpStatusCode.OK, $"remoteassist-{session}.zip"));
        var report = BundleCheck.Verify(bytes, new BundleTrust([key], [witness.Public]));
        report.Fault.Should().BeNull();
        (report.Entries, report.Erased, report.HasEnd, report.WasRecorded, report.SignerKnown).Should().Be((3, 1, true, false, true));
        (report.Manifest!.By.Kind, report.Manifest.By.Name, report.Manifest.Case.Number).Should().Be(("auditor", "Ada Okafor", "20931"));
        report.Cosignatures.Should().ContainSingle().Which.IsTrusted.Should().BeTrue();

        var said = await Entry(relay, report.Manifest.Logged!.Value);
        (said.Action, said.Actor, said.ActorId, said.Session).Should().Be(
            (AuditActions.SessionExported, ActorKind.Auditor, report.Manifest.By.Id, session.ToString()));
        (await Get(relay, auditor, $"/audit/sessions/{Guid.NewGuid()}/bundle")).Status.Should().Be(HttpStatusCode.NotFound);

        // 2 a damaged log gives nothing out that would not hold
        data.Tamper($"UPDATE personal_values SET value = 'somebody else' WHERE key = 'reason'");
        (await Get(relay, auditor, $"/audit/sessions/{session}/bundle")).Status.Should().Be(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task ThePageThatChecksIsOpenToEverybodyAndMayRunOnlyItsOwnScript()
    {
        await using var relay = Start();
        using var http = new HttpClient { BaseAddress = relay.ClientOptions.BaseAddress };
        using var answer = await http.GetAsync("/verify");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().StartWith("default-src 'none'; script-src 'sha256-").And.EndWith("frame-ancestors 'none'").And.NotContain("'self'").And.NotContain("unsafe");
        var page = await answer.Content.ReadAsStringAsync();
        page.Should().NotContain("src=").And.NotContain("url(").And.NotContain("POLICY");
    }

    [Fact]
    public async Task TheCommandExportsBesideARunningRelayAndAfterItAndTheOtherCommandChecksIt()
    {
        var other = Guid.NewGuid();
        NoteKey key;
        await using (var relay = Start())
        {
            key = await Happen(relay, session);
            var (code, said, error) = await Export("running.zip", "--session", session.ToString());
            (code, error).Should().Be((0, $"The log does not say that this was exported: Another Relay is using the data folder {data.Path}."));
            said.Should().Contain("3 entries of session").And.Contain($"Signed by: {key}");
            (await Export("none.zip", "--session", other.ToString())).Error.Should().Be("Nothing was exported. There is no such session here.");
        }

        (await Export("stopped.zip", "--case", "20931")).Should().Match<(int Code, string Output, string Error)>(run => run.Code == 0 && run.Error == "");
        BundleCheck.Verify(await File.ReadAllBytesAsync(At("stopped.zip")), BundleTrust.None).Manifest!.Logged.Should().BePositive();
        (await Export("stopped.zip", "--case", "20931")).Error.Should().Contain("is there already");
        (await Export("both.zip", "--case", "20931", "--session", session.ToString())).Error.Should().Contain("Say which");

        // 2 checked
        await File.WriteAllTextAsync(At("keys.txt"), $"# the Relay's\n{key}\n");
        await File.WriteAllTextAsync(At("wrong.txt"), "nothing");
        var spoilt = await File.ReadAllBytesAsync(At("running.zip"));
        spoilt[^300] ^= 1;
        await File.WriteAllBytesAsync(At("spoilt.zip"), spoilt);
        Verify("running.zip", "keys.txt").Should().Match<(int Code, string Said)>(run => run.Code == 0 && run.Said.StartsWith("HOLDS."));
        Verify("running.zip", null).Should().Match<(int Code, string Said)>(run => run.Code == VerifyBundleCommand.SignerUnknown && run.Said.Contains($"{key}"));
        Verify("spoilt.zip", "keys.txt").Should().Match<(int Code, string Said)>(run => run.Code == 1 && run.Said.StartsWith("REFUSED. "));
        Verify("missing.zip", "keys.txt").Code.Should().Be(2);
        Verify("running.zip", "wrong.txt").Should().Match<(int Code, string Said)>(run => run.Code == 2 && run.Said.Contains("no key"));
        Verify("running.zip", "keys.txt", "keys.txt").Should().Be((2, $"{At("keys.txt")} is no checkpoint."));

        // 3 as people type it
        var (last, json, _) = await RelayProcess.Run("audit", "verify", At("stopped.zip"), "--trust", At("keys.txt"), "--json");
        last.Should().Be(0);
        var finding = JsonNode.Parse(json)!;
        (finding["verified"]!.GetValue<bool>(), finding["signerKnown"]!.GetValue<bool>(), finding["entries"]!.GetValue<int>()).Should().Be((true, true, 3));
        finding["signer"]!.GetValue<string>().Should().Be($"{key}");
    }

    [Fact]
    public async Task TheRecordingGoesAlongWhereItIsWishedForAndIsHeldAgainstTheEntries()
    {
        var begun = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000);
        var (file, chunks) = SomeRecording.Of(new RecordingHeader(session, 7, begun), 3);
        await using (var relay = Start())
        {
            await Happen(relay, session, [.. chunks.Take(2)]);
            await using var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
            db.Recordings.Add(new RecordingRow
            {
                SessionId = session, CaseId = (await db.Sessions.AsNoTracking().SingleAsync()).CaseId, ProtocolVersion = 7, Started = begun, Ended = begun.AddMinutes(1),
                EndReason = "sessionOver", Chunks = 3, Bytes = file.Length, LastHash = chunks[^1].Hash,
            });
            await db.SaveChangesAsync();
        }

        var kept = Path.Combine(Directory.CreateDirectory(Path.Combine(data.Path, "recordings")).FullName, $"{session:N}.rarec");
        await File.WriteAllBytesAsync(kept, file);
        (await Export("without.zip", "--case", "20931")).Code.Should().Be(0);
        Verify("without.zip", null).Said.Should().Contain("5 entries").And.Contain("The recording is not in this file");
        (await Export("with.zip", "--case", "20931", "--recording")).Should().Match<(int Code, string Output, string Error)>(run => run.Code == 0 && run.Error == "");
        Verify("with.zip", null).Said.Should().Contain("3 chunks, of which the entries have 2").And.NotContain("not looked into");
        BundleCheck.Verify(await File.ReadAllBytesAsync(At("with.zip")), BundleTrust.None).Recording.Should().Be(new BundleRecording(3, 2));

        // 2 what is not what the entries say goes nowhere; without it the evidence does
        foreach (var wrong in new[] { [.. file[..200], (byte)(file[200] ^ 1), .. file[201..]], file[..^1], file[..34], SomeRecording.Of(new RecordingHeader(Guid.NewGuid(), 7, begun), 3).File })
        {
            await File.WriteAllBytesAsync(kept, wrong);
            (await Export("wrong.zip", "--case", "20931", "--recording")).Error.Should().Contain("it is not the recording of which the entries have the hashes");
        }

        (await Export("evidence.zip", "--case", "20931")).Code.Should().Be(0);
    }

    [Fact]
    public async Task ACaseWithSeveralSessionsIsAskedWhich()
    {
        await using (var relay = Start())
        {
            await Happen(relay, session);
            await using var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
            var row = await db.Sessions.AsNoTracking().SingleAsync();
            db.Sessions.Add(Row(Guid.NewGuid(), row.CaseId));
            await db.SaveChangesAsync();
            (await Export("x.zip", "--case", "20931")).Error.Should().Contain("The case had several").And.Contain($"--session {session}");
        }
    }

    [Fact]
    public void EveryKindOfDamageHasASentence() =>
        Enum.GetValues<BundleDamage>().Select(damage => BundleWords.Say(new BundleFault(damage, "part", 7))).Should().OnlyContain(said => said.StartsWith("part, entry 7: ")).And.OnlyHaveUniqueItems();

    public void Dispose()
    {
        data.Dispose();
        elsewhere.Dispose();
    }

    private string At(string name) => Path.Combine(elsewhere.Path, name);

    private async Task<(int Code, string Output, string Error)> Export(string name, params string[] which)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var wanted = new ExportCommand.Wanted(
            Array.IndexOf(which, "--session") is >= 0 and var at ? Guid.Parse(which[at + 1]) : null, Array.IndexOf(which, "--case") is >= 0 and var number ? which[number + 1] : null,
            which.Contains("--recording"));
        var code = await ExportCommand.Run(data.Path, At(name), wanted, output, error, TimeProvider.System);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private (int Code, string Said) Verify(string name, string? trust, string? against = null)
    {
        using var output = new StringWriter();
        var code = VerifyBundleCommand.Run(At(name), trust is null ? null : At(trust), against is null ? null : At(against), json: false, output, output);
        return (code, output.ToString().Trim());
    }

    private HostedRelay Start(string witnesses = "")
    {
        var relay = new HostedRelay(data.Path, ("Relay:Witnesses", witnesses));
        relay.UseKestrel();
        relay.StartServer();
        return relay;
    }

    // A session in three entries, with others around it, one value erased; and the checkpoint that its end makes.
    private static async Task<NoteKey> Happen(HostedRelay relay, Guid session, IReadOnlyList<LoggedChunk>? recorded = null)
    {
        var about = Guid.NewGuid();
        await using (var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync())
        {
            db.Cases.Add(new CaseRow { Id = about, Number = "20931", Customer = "Ana", Callback = "", Problem = "Printer", Opened = DateTimeOffset.UtcNow });
            db.Sessions.Add(Row(session, about));
            await db.SaveChangesAsync();
        }

        var log = relay.Services.GetRequiredService<IAuditLog>();
        var end = 0L;
        string[] actions = [AuditActions.SessionRequested, "session.allow", .. recorded is null ? Array.Empty<string>() : [AuditActions.RecordingStarted, AuditActions.RecordingChunk], "session.end"];
        foreach (var action in actions)
        {
            await log.Append(Some.Entry(session: Guid.NewGuid()));
            end = await log.Append(new PendingEntry(
                action, ActorKind.Technician, "someone", AuditOutcome.Success, about, session,
                action == AuditActions.RecordingChunk ? new Dictionary<string, string> { ["chunks"] = LoggedChunk.Write(recorded!) } : null,
                Personal: new Dictionary<string, string> { ["reason"] = $"北风 \"{action}\"" }));
        }

        await using (var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM personal_values WHERE sequence = {end}");
        }

        await Eventually.Holds(async () => (await relay.Services.GetRequiredService<CheckpointStore>().Last(CancellationToken.None))?.Size >= end);
        var last = (await relay.Services.GetRequiredService<CheckpointStore>().Last(CancellationToken.None))!;
        return new NoteKey(last.Origin, NoteKeyKind.Log, relay.Services.GetRequiredService<RelayKey>().PublicKey);
    }

    private static SessionRow Row(Guid session, Guid about) => new()
    {
        Id = session, CaseId = about, TechnicianId = "someone", Technician = "Mei Lin", Organisation = "Harbour IT", Reason = "look", State = SessionState.Ended,
        EndReason = EndReason.StoppedByCustomer, Requested = DateTimeOffset.UtcNow, Scopes = "View", Minutes = 60,
    };

    private static async Task Cosign(HostedRelay relay, WitnessKey witness)
    {
        var store = relay.Services.GetRequiredService<CheckpointStore>();
        var last = (await store.Last(CancellationToken.None))!;
        var now = DateTimeOffset.UtcNow;
        (await store.Cosign(last, witness.Cosign(last.ToBody(), now), now, CancellationToken.None)).Should().BeTrue();
    }

    private static async Task<Browser> Auditor(HostedRelay relay)
    {
        var token = await relay.Services.GetRequiredService<SetUpLink>().Issue(CancellationToken.None);
        using var first = new Browser(relay.ClientOptions.BaseAddress);
        await first.SetUp(new Uri(first.Relay, $"/setup/{token}").ToString());
        var auditor = new Browser(first.Relay);
        await auditor.Accept(await first.Invite("ada@nordlicht.example", "Auditor"));
        return auditor;
    }

    private static async Task<(HttpStatusCode Status, string? Name, byte[] Bytes)> Get(HostedRelay relay, Browser who, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = relay.ClientOptions.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", who.Cookie);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Content.Headers.ContentDisposition?.FileName, await answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<EntryFacts> Entry(HostedRelay relay, long sequence)
    {
        await using var db = await relay.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        return EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes((await db.Entries.SingleAsync(row => row.Sequence == sequence)).Json))!;
    }
}
