using System.Net;
using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Witness;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Tests.Checkpoints;

/// <summary>What a witness makes of what it is shown.</summary>
public sealed class WitnessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ShownLog log = new();
    private readonly HttpClient http;
    private WitnessKey key;
    private WitnessMemory memory;
    private string? fingerprint;

    public WitnessTests()
    {
        http = new HttpClient(log) { BaseAddress = new Uri("http://relay/") };
        (key, memory) = Open();
    }

    [Fact]
    [Trait("Promise", "28")]
    public async Task OnlyATreeThatContinuesTheOneBeforeIsCosigned()
    {
        using var tried = new Tried(28, "trees after a cosigned one, cosigned exactly where they continue it");
        var largest = Tried.Count(40, smoke: 7);
        for (var (before, step) = (1, 0); before <= largest; before += 1 + (step++ % 3))
        {
            (log.Size, log.ForkedAt, log.ProofForkedAt) = (before, int.MaxValue, int.MaxValue);
            tried.Try(await Look() == WitnessOutcome.Cosigned && Cosigned() == before, $"the honest log of {before}");
            for (var now = 1; now <= largest + 1; now++)
            {
                // From each entry that was cosigned on another log, with its own proof and with that of the honest one; and the honest one.
                foreach (var (forked, proof) in Forks(before).Where(one => one.Forked < before || now <= before))
                {
                    (log.Size, log.ForkedAt, log.ProofForkedAt) = (now, forked, proof);
                    var expected = now == before && forked >= before ? WitnessOutcome.NothingNew : WitnessOutcome.Refused;
                    var outcome = await Look();
                    tried.Try(outcome == expected && Cosigned() == before, $"{before} to {now}, other from {forked}: {outcome}");
                }
            }
        }

        tried.MustHold();
    }

    [Fact]
    public async Task WhatIsCosignedBearsBothSignaturesAndIsHandedOver()
    {
        log.Size = 5;
        (await Look()).Should().Be(WitnessOutcome.Cosigned);
        var note = SignedNote.Read(Encoding.UTF8.GetBytes(log.Handed.Single()))!;
        CheckpointSignature.Open(note, [log.Own.ExportSubjectPublicKeyInfo()])!.Size.Should().Be(5);
        Cosignature.Verify(key.Public, note.Body, note.Signatures[1]).Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "checkpoint.txt"))).Should().Be(log.Handed[0]);
        (await Look()).Should().Be(WitnessOutcome.NothingNew);
        log.Handed.Should().HaveCount(1);
    }

    [Fact]
    public async Task AnotherLogIsRefused()
    {
        log.Size = 5;
        await Look();
        log.Origin = "remoteassist/log/other";
        await Refuses("another log");
    }

    [Fact]
    public async Task ANewKeyIsFollowedOnlyWhereTheOldOneLeadsToIt()
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        log.Size = 5;
        await Look();

        (log.Size, log.Signer) = (6, thief);
        await Refuses("not signed by the key");
        log.History = [KeySuccession.Sign(thief, thief.ExportSubjectPublicKeyInfo())];
        await Refuses("not signed by the key");

        (log.Signer, log.History) = (next, [KeySuccession.Sign(log.Own, next.ExportSubjectPublicKeyInfo())]);
        (await Look()).Should().Be(WitnessOutcome.Cosigned);
        memory.RelayKey.Should().Equal(next.ExportSubjectPublicKeyInfo());

        (log.Size, log.Signer) = (7, null);
        await Refuses("not signed by the key", "the older key leads no longer");
    }

    [Fact]
    public async Task TheKeyOfTheFirstContactCanBeSaid()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        log.Size = 5;
        fingerprint = AskingStatement.Fingerprint(other.ExportSubjectPublicKeyInfo());
        (await Look()).Should().Be(WitnessOutcome.Refused);
        memory.Last.Should().BeNull();
        fingerprint = AskingStatement.Fingerprint(log.Own.ExportSubjectPublicKeyInfo());
        (await Look()).Should().Be(WitnessOutcome.Cosigned);
    }

    [Fact]
    public async Task ARestartForgetsNothing()
    {
        log.Size = 5;
        await Look();
        var before = key.Public.ToString();
        Reopen();
        key.Public.ToString().Should().Be(before);
        log.Size = 4;
        await Refuses("rolled back");
        log.Size = 6;
        (await Look()).Should().Be(WitnessOutcome.Cosigned);
    }

    [Fact]
    public async Task AlarmsAreKeptOnceEachWithBothCheckpoints()
    {
        log.Size = 5;
        await Look();
        log.Size = 3;
        await Look();
        await Look();
        var alarm = Directory.GetFiles(folder.Path, "ALARM-*.txt").Should().ContainSingle().Subject;
        (await File.ReadAllTextAsync(alarm)).Should().Contain("rolled back").And.Contain("\n5\n").And.Contain("\n3\n");
        log.Size = 2;
        await Look();
        Directory.GetFiles(folder.Path, "ALARM-*.txt").Should().HaveCount(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "")]
    [InlineData(HttpStatusCode.Unauthorized, "")]
    [InlineData(HttpStatusCode.TooManyRequests, "slow down")]
    [InlineData(HttpStatusCode.InternalServerError, "")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "remoteassist/log/some\n6\n\n")]
    public async Task NoAnswerIsNoAlarm(HttpStatusCode status, string body)
    {
        log.Size = 5;
        await Look();
        log.Instead = new HttpResponseMessage(status) { Content = new StringContent(body) };
        (await Look()).Should().Be(WitnessOutcome.NoWord);
        Cosigned().Should().Be(5);
        Directory.GetFiles(folder.Path, "ALARM-*.txt").Should().BeEmpty();
    }

    [Fact]
    public async Task WhatTheRelayDidNotGetItGetsLater()
    {
        log.Size = 5;
        memory.Dispose();
        memory = WitnessMemory.Open(Path.Combine(folder.Path, "witness.db"));
        var checkpoint = new Checkpoint("remoteassist/log/some", 5, ShownLog.Root(5, int.MaxValue));
        memory.Keep(
            checkpoint,
            new SignedNote(checkpoint.ToBody(), [CheckpointSignature.Sign(log.Own, checkpoint), key.Cosign(checkpoint.ToBody(), DateTimeOffset.UtcNow)]),
            log.Own.ExportSubjectPublicKeyInfo());
        (await Look()).Should().Be(WitnessOutcome.NothingNew);
        log.Handed.Should().ContainSingle();
    }

    [Fact]
    public void TwoWitnessesDoNotShareAMemory() =>
        FluentActions.Invoking(() => WitnessMemory.Open(Path.Combine(folder.Path, "witness.db"))).Should().Throw<StorageException>();

    [Fact]
    public void ADamagedMemorySignsNothing()
    {
        memory.Dispose();
        File.WriteAllText(Path.Combine(folder.Path, "witness.db"), new string('x', 10_000));
        FluentActions.Invoking(() => WitnessMemory.Open(Path.Combine(folder.Path, "witness.db"))).Should().Throw<StorageException>();
    }

    public void Dispose()
    {
        key.Dispose();
        memory.Dispose();
        http.Dispose();
        log.Dispose();
        folder.Dispose();
    }

    private static IEnumerable<(int Forked, int Proof)> Forks(int before) =>
        [(int.MaxValue, int.MaxValue), .. Enumerable.Range(0, before).SelectMany(at => new[] { (at, int.MaxValue), (at, at) })];

    private async Task<WitnessOutcome> Look() => (await Ask()).Outcome;

    private Task<WitnessWord> Ask() =>
        new LogWitness(new WatchedRelay(http, key, TimeProvider.System), memory, key, fingerprint, folder.Path, TimeProvider.System).Look(CancellationToken.None);

    private async Task Refuses(string why, string because = "")
    {
        var before = Cosigned();
        var word = await Ask();
        word.Outcome.Should().Be(WitnessOutcome.Refused, because);
        word.Says.Should().Contain(why);
        Cosigned().Should().Be(before);
    }

    private long Cosigned() => Checkpoint.Read(memory.Last!.Body)!.Size;

    private void Reopen()
    {
        key.Dispose();
        memory.Dispose();
        (key, memory) = Open();
    }

    private (WitnessKey Key, WitnessMemory Memory) Open() =>
        (WitnessKey.Open(Path.Combine(folder.Path, "witness-key.pem")), WitnessMemory.Open(Path.Combine(folder.Path, "witness.db")));
}
