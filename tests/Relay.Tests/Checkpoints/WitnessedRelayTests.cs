using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
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
    [Trait("Promise", "26")]
    public async Task EveryStopLeavesACheckpointAndWhatDoesNotFitItIsFound()
    {
        await using (var relay = await Start())
        {
            await Append(relay, "session.end");
            (await Watch(relay)).Should().Be(WitnessCommand.InOrder);
            await Append(relay, AuditActions.CaseOpened);
        }

        Count("SELECT max(size) FROM checkpoints").Should().Be(Count("SELECT count(*) FROM entries"));
        Verify(data.Path).Should().Contain(" checkpoints, each signed by the Relay.");

        using var tried = new Tried(26, "ways to spoil a log and its checkpoints that the check against a witnessed checkpoint finds");
        (string Harm, string Damage, string? Start)[] harms =
        [
            ("DELETE FROM personal_values; DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)", "cutOff", "its end was cut off"),
            ("DROP TRIGGER checkpoints_stay; DELETE FROM checkpoints; DELETE FROM personal_values; DELETE FROM entries WHERE sequence > 1", "cutOff", null),
            ("DELETE FROM personal_values; DELETE FROM entries WHERE sequence = 1", "gap", "Entry 1 of the log is missing"),
            ("UPDATE entries SET hash = '00' || substr(hash, 3) WHERE sequence = 2", "wrongHash", "are not those that were signed"),
            ("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET note = 'nothing'", "unreadableCheckpoint", "is damaged"),
            ("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET size = size + 100", "unreadableCheckpoint", "is damaged"),
            ("DROP TRIGGER checkpoints_stay_as_they_are; UPDATE checkpoints SET note = substr(note, 1, length(note) - 30) || 'AAAAAAAA' || substr(note, length(note) - 21)", "checkpointNotSigned", null),
        ];
        foreach (var (harm, damage, sentence) in harms)
        {
            using var spoilt = new TemporaryFolder();
            Copy(data.Path, spoilt.Path);
            spoilt.Tamper(harm);
            var (code, output) = VerifyAgainst(spoilt.Path, WitnessCheckpoint);
            tried.Try(code == 1 && output.Contains($"\"damage\":\"{damage}\"", StringComparison.Ordinal), $"{harm}: {output}");
            if (sentence is not null)
            {
                await FluentActions.Awaiting(() => StartAt(spoilt)).Should().ThrowAsync<StorageException>().WithMessage($"*{sentence}*");
            }
        }

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
    public async Task AWitnessGetsProofsAndGivesItsOwnCosignaturesForTheRelaysOwnCheckpointsOnly()
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

        await Append(relay, "session.end");
        (string Target, int Status)[] asked =
        [
            ("/log/consistency?from=1&to=2", 200), ("/log/consistency?from=1&to=99", 404), ("/log/consistency?from=0&to=2", 404),
            ("/log/consistency?from=-1&to=2", 400), ("/log/consistency?from=1&to=99999999999999999999", 400), ("/log/consistency?from=1", 400),
            ("/log/inclusion?entry=2&size=2", 200), ("/log/inclusion?entry=3&size=2", 404), ("/log/inclusion?entry=x&size=2", 400),
        ];
        foreach (var (target, status) in asked)
        {
            (await Get(target, target)).Should().Be((HttpStatusCode)status, target);
            (await Get(target + "&more=1", target)).Should().Be(HttpStatusCode.Unauthorized, "a signature is for one target");
        }

        async Task<HttpStatusCode> Get(string target, string signed)
        {
            using var browser = new HttpClient { BaseAddress = relay.ClientOptions.BaseAddress };
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.TryAddWithoutValidation("Authorization", $"Witness {own.SignRequest("GET", signed, now)}");
            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }

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
    [InlineData("nonsense")]
    [InlineData("witness/a+00000000+AAAA")]
    public void ASettingThatIsNoKeyIsSaid(string setting)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Relay:Witnesses", $"{witness};{setting}")]).Build();
        FluentActions.Invoking(() => RelaySettings.WitnessesOf(settings)).Should().Throw<UnusableSettingException>()
            .WithMessage($"\"{setting}\" is not a witness's key: *");
        RelaySettings.WitnessesOf(new ConfigurationBuilder().AddInMemoryCollection([new("Relay:Witnesses", $"{witness};")]).Build())
            .Select(key => $"{key}").Should().Equal($"{witness}");
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
        (await Watch(relay.Address.ToString(), TextWriter.Null)).Should().Be(WitnessCommand.NoWord);
        (await Watch("nowhere", TextWriter.Null)).Should().Be(WitnessCommand.NoWord);
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

    private Task<int> Watch(HostedRelay relay, TextWriter? error = null) => Watch($"{relay.ClientOptions.BaseAddress}", error ?? TextWriter.Null);

    private Task<int> Watch(string address, TextWriter error) =>
        WitnessCommand.Run(address, watch.Path, null, once: true, (TextWriter.Null, error), TimeProvider.System, CancellationToken.None);

    // As far as the start of a Relay looks at its log.
    private static async Task StartAt(TemporaryFolder folder)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStorage(folder.Database)
            .AddSingleton(RelayKey.Draw()).AddCheckpoints([]).BuildServiceProvider();
        try
        {
            await services.GetServices<IHostedService>().OfType<CheckpointKeeper>().Single().StartAsync(CancellationToken.None);
        }
        finally
        {
            StorageSetup.Release(folder.Database);
        }
    }

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
