using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Tests.Hosting;
using RemoteAssist.Relay.Witness;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Checkpoints;

/// <summary>A whole Relay and a witness over a real connection.</summary>
public sealed class WitnessedRelayTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder copy = new();
    private readonly TemporaryFolder watch = new();
    private readonly NoteKey witness;

    public WitnessedRelayTests()
    {
        using var key = WitnessKey.Open(Path.Combine(watch.Path, "witness-key.pem"));
        witness = key.Public;
    }

    [Fact]
    [Trait("Promise", "28")]
    public async Task EndsOfSessionsAreCosignedAndARolledBackLogIsNot()
    {
        using var tried = new Tried(28, "looks of a witness at a running Relay, through restarts, a rotated key and a rolled back database");

        // 1 a start, and the end of a session, each cosigned at once
        await using (var relay = await Start())
        {
            await Expect(tried, relay, WitnessCommand.InOrder, "the start");
            await Append(relay, "session.end");
            await Expect(tried, relay, WitnessCommand.InOrder, "the end of a session");
            var note = SignedNote.Read(await Latest(relay))!;
            Checkpoint.Read(note.Body)!.Size.Should().Be(2);
            tried.Try(note.Signatures.Count == 2 && Cosignature.Verify(witness, note.Body, note.Signatures[1]) is not null, "the Relay shows the cosignature");
        }

        // 2 both come up again, and the Relay with another key
        Copy(data.Path, copy.Path);
        await Rotate();
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
            await Expect(tried, relay, WitnessCommand.InOrder, "a rotated key");
            for (var more = 0; more < 5; more++)
            {
                await Append(relay, "session.end");
            }

            await Expect(tried, relay, WitnessCommand.InOrder, "a log that grew");
        }

        Verify(data.Path).Should().Contain("each signed by the Relay");
        VerifyAgainst(data.Path, WitnessCheckpoint).Code.Should().Be(0);

        // 3 the older database in its place: smaller first, and then larger, with other entries
        VerifyAgainst(copy.Path, WitnessCheckpoint).Output.Should().Contain("signed");
        tried.Try(VerifyAgainst(copy.Path, WitnessCheckpoint).Code == 1, "the check against the witnessed checkpoint");
        File.Copy(Path.Combine(copy.Path, "relay.db"), data.Database, overwrite: true);
        await using (var relay = await Start())
        {
            await Expect(tried, relay, WitnessCommand.Refused, "a rolled back log");
            for (var more = 0; more < 12; more++)
            {
                await Append(relay, "session.end");
            }

            await Expect(tried, relay, WitnessCommand.Refused, "a log that grew after it was rolled back");
        }

        Directory.GetFiles(watch.Path, "ALARM-*.txt").Should().HaveCount(2);
        tried.MustHold();
    }

    [Fact]
    public async Task EveryStopLeavesACheckpointOfAllEntries()
    {
        await using (var relay = await Start())
        {
            await Append(relay, AuditActions.CaseOpened);
        }

        var (entries, size) = (Count("SELECT count(*) FROM entries"), Count("SELECT max(size) FROM checkpoints"));
        size.Should().Be(entries);
        Verify(data.Path).Should().Contain("checkpoint");
    }

    [Theory]
    [InlineData("DELETE FROM personal_values; DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)", "its end was cut off")]
    [InlineData("UPDATE entries SET hash = '00' || substr(hash, 3) WHERE sequence = 2", "are not those that were signed")]
    [InlineData("DELETE FROM personal_values; DELETE FROM entries WHERE sequence = 1", "Entry 1 of the log is missing")]
    [InlineData("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET note = 'nothing'", "is damaged")]
    public async Task ALogThatDoesNotContinueWhatWasSignedKeepsTheRelayFromStarting(string harm, string sentence)
    {
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
        }

        data.Tamper(harm);
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", data.Path);
        code.Should().Be(ExitCodes.CannotStart);
        error.Should().Contain(sentence).And.NotContain("\n");
    }

    [Theory]
    [Trait("Promise", "26")]
    [InlineData("DELETE FROM personal_values; DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)", "cutOff")]
    [InlineData("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET note = 'nothing' WHERE size = (SELECT max(size) FROM checkpoints)", "unreadableCheckpoint")]
    [InlineData("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET size = size + 100", "unreadableCheckpoint")]
    [InlineData("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET note = substr(note, 1, length(note) - 12) || 'AAAAAAAAAA=' || char(10)", "checkpointNotSigned")]
    [InlineData("DROP TRIGGER checkpoints_stay; DELETE FROM checkpoints; DELETE FROM personal_values; DELETE FROM entries WHERE sequence > 1", "cutOff")]
    public async Task TheVerifierNamesTheCheckpointThatDoesNotFit(string harm, string damage)
    {
        using var tried = new Tried(26, "ways to spoil a log and its checkpoints that the check against a witnessed checkpoint finds");
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
            (await Watch(relay)).Should().Be(WitnessCommand.InOrder);
        }

        data.Tamper(harm);
        var (code, output) = VerifyAgainst(data.Path, WitnessCheckpoint);
        tried.Try(code == 1 && output.Contains($"\"damage\":\"{damage}\"", StringComparison.Ordinal), output);
        tried.MustHold();
    }

    [Fact]
    public async Task ALogThatIsWrittenAnewIsNotTheOneThatWasSigned()
    {
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
            await Watch(relay);
        }

        // The same Relay's key, a new log of its own: whole in itself, and not what the witness has.
        File.Delete(data.Database);
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
            (await Watch(relay)).Should().Be(WitnessCommand.Refused);
        }

        Verify(data.Path).Should().Contain("none changed");
        VerifyAgainst(data.Path, WitnessCheckpoint).Output.Should().Contain("\"damage\":\"otherLog\"");
    }

    [Fact]
    public async Task AWitnessThatTheRelayDoesNotKnowIsToldSo()
    {
        await using var relay = new HostedRelay(data.Path);
        relay.UseKestrel();
        relay.StartServer();
        await Made(relay, 1);
        using var error = new StringWriter();
        (await Watch(relay, error)).Should().Be(WitnessCommand.NoWord);
        error.ToString().Should().Contain("does not know this witness");
    }

    [Fact]
    public async Task CosignaturesAreTakenFromTheirOwnWitnessForTheRelaysOwnCheckpointsOnly()
    {
        await using var relay = await Start();
        using var other = WitnessKey.Open(Path.Combine(copy.Path, "witness-key.pem"));
        using var own = WitnessKey.Open(Path.Combine(watch.Path, "witness-key.pem"));
        var note = SignedNote.Read(await Latest(relay))!;
        var foreign = new Checkpoint(Checkpoint.Read(note.Body)!.Origin, 1, new byte[MerkleHash.Size]);
        var now = DateTimeOffset.UtcNow;

        (await Post(own, note.Body, own)).Should().Be(HttpStatusCode.NoContent);
        (await Post(own, note.Body, own)).Should().Be(HttpStatusCode.NoContent, "it was there already");
        (await Post(own, note.Body, other)).Should().Be(HttpStatusCode.Forbidden);
        (await Post(other, note.Body, other)).Should().Be(HttpStatusCode.Unauthorized);
        (await Post(null, note.Body, own)).Should().Be(HttpStatusCode.Unauthorized);
        (await Post(own, foreign.ToBody(), own)).Should().Be(HttpStatusCode.NotFound);
        (await Send(own, "nonsense")).Should().Be(HttpStatusCode.BadRequest);
        (await Send(own, new string('x', 100_000))).Should().Be(HttpStatusCode.BadRequest);
        (await Send(own, new SignedNote(note.Body, [own.Cosign(note.Body, now)]).Write(), now.AddMinutes(-6))).Should().Be(HttpStatusCode.Unauthorized);

        Task<HttpStatusCode> Post(WitnessKey? sender, byte[] body, WitnessKey signer) =>
            Send(sender, new SignedNote(body, [signer.Cosign(body, now)]).Write());

        async Task<HttpStatusCode> Send(WitnessKey? sender, string body, DateTimeOffset? at = null)
        {
            using var browser = new HttpClient { BaseAddress = relay.ClientOptions.BaseAddress };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/log/cosignatures") { Content = new StringContent(body) };
            if (sender is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Witness {sender.SignRequest("POST", "/log/cosignatures", at ?? now)}");
            }

            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/log/consistency?from=1&to=2", 200)]
    [InlineData("/log/consistency?from=1&to=99", 404)]
    [InlineData("/log/consistency?from=0&to=2", 404)]
    [InlineData("/log/consistency?from=-1&to=2", 400)]
    [InlineData("/log/consistency?from=1&to=99999999999999999999", 400)]
    [InlineData("/log/consistency?from=1", 400)]
    [InlineData("/log/inclusion?entry=2&size=2", 200)]
    [InlineData("/log/inclusion?entry=3&size=2", 404)]
    [InlineData("/log/inclusion?entry=x&size=2", 400)]
    public async Task ProofsAreAnsweredToWitnessesAsTheyAsk(string target, int status)
    {
        await using var relay = await Start();
        await Append(relay, "session.end");
        using var key = WitnessKey.Open(Path.Combine(watch.Path, "witness-key.pem"));
        using var browser = new HttpClient { BaseAddress = relay.ClientOptions.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("Authorization", $"Witness {key.SignRequest("GET", target, DateTimeOffset.UtcNow)}");
        using var answer = await browser.SendAsync(request);
        ((int)answer.StatusCode).Should().Be(status);

        using var replayed = new HttpRequestMessage(HttpMethod.Get, target + "&more=1");
        replayed.Headers.TryAddWithoutValidation("Authorization", request.Headers.GetValues("Authorization"));
        using var refused = await browser.SendAsync(replayed);
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "a signature is for one target");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("witness/a+00000000+AAAA")]
    public async Task ASettingThatIsNoKeyIsSaid(string setting)
    {
        var (code, _, error) = await RelayProcess.Run("--url", "http://127.0.0.1:0", "--data", data.Path, $"--Relay:Witnesses={setting}");
        (code, error).Should().Be((2, $"\"{setting}\" is not a witness's key: \"Relay witness\" says its own when it starts."));
    }

    [Fact]
    public async Task TheCommandSaysItsKeyAndEndsAsItsHelpSays()
    {
        using var relay = await RelayProcess.Start(data.Path, $"--Relay:Witnesses={witness}");
        using var http = new HttpClient { BaseAddress = relay.Address };
        await Eventually.Holds(async () => (await http.GetAsync("/log/checkpoint")).IsSuccessStatusCode);
        var (code, output, error) = await RelayProcess.Run("witness", "--relay", relay.Address.ToString(), "--data", watch.Path, "--once");
        (code, error).Should().Be((0, ""));
        output.Should().Contain($"Witness key: {witness}").And.Contain("Follows the Relay's signing key").And.Contain("Cosigned: 1 entries");
        await relay.Stop();
        (await RelayProcess.Run("witness", "--relay", relay.Address.ToString(), "--data", watch.Path, "--once")).Code.Should().Be(2);
        (await RelayProcess.Run("witness", "--relay", "nowhere", "--data", watch.Path, "--once")).Code.Should().Be(2);
    }

    public void Dispose()
    {
        data.Dispose();
        copy.Dispose();
        watch.Dispose();
    }

    private string WitnessCheckpoint => Path.Combine(watch.Path, "checkpoint.txt");

    private async Task<HostedRelay> Start()
    {
        var before = File.Exists(data.Database) ? Count("SELECT count(*) FROM entries") : 0;
        var relay = new HostedRelay(data.Path, ("Relay:Witnesses", $"{witness}"));
        relay.UseKestrel();
        relay.StartServer();
        await Made(relay, before + 1);
        return relay;
    }

    private static async Task Append(HostedRelay relay, string action)
    {
        var sequence = await relay.Services.GetRequiredService<IAuditLog>().Append(Some.Entry(action));
        if (action == "session.end")
        {
            await Made(relay, sequence);
        }
    }

    private static async Task Made(HostedRelay relay, long size) => await Eventually.Holds(async () =>
        SignedNote.Read(await Latest(relay)) is { } note && Checkpoint.Read(note.Body)!.Size >= size);

    private static async Task<byte[]> Latest(HostedRelay relay)
    {
        using var http = new HttpClient { BaseAddress = relay.ClientOptions.BaseAddress };
        using var answer = await http.GetAsync("/log/checkpoint");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task Expect(Tried tried, HostedRelay relay, int code, string what)
    {
        using var error = new StringWriter();
        tried.Try(await Watch(relay, error) == code, $"{what}: {error}");
    }

    private async Task<int> Watch(HostedRelay relay, TextWriter? error = null) => await WitnessCommand.Run(
        relay.ClientOptions.BaseAddress.ToString(), watch.Path, null, once: true, (TextWriter.Null, error ?? TextWriter.Null), TimeProvider.System, CancellationToken.None);

    private async Task Rotate() =>
        (await KeysCommand.Run(data.Path, ["signing"], TextWriter.Null, TextWriter.Null, TimeProvider.System)).Should().Be(0);

    private static string Verify(string folder)
    {
        using var output = new StringWriter();
        VerifyCommand.Run(folder, json: false, output, TextWriter.Null);
        return output.ToString();
    }

    private static (int Code, string Output) VerifyAgainst(string folder, string checkpoint)
    {
        using var output = new StringWriter();
        var code = VerifyCommand.Run(folder, json: true, output, output, checkpoint);
        return (code, output.ToString());
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={data.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("relay.lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
