using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

public class AuditLogTests
{
    [Fact]
    public async Task EntriesAreNumberedFromOneAndVerify()
    {
        await using var relay = new TestRelay();
        for (var expected = 1; expected <= 5; expected++)
        {
            (await relay.Audit.Append(Some.Entry())).Should().Be(expected);
        }

        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 5 && report.Erased == 0);
    }

    [Fact]
    public async Task ManyAtOnceMakeOneChain()
    {
        await using var relay = new TestRelay();
        var sequences = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => relay.Audit.Append(Some.Entry()))));
        sequences.Order().Should().Equal(Enumerable.Range(1, 50).Select(number => (long)number));
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 50);
    }

    [Fact]
    public async Task TheChainGoesOnAfterARestart()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry());
        using var next = new AuditLog(
            relay.Get<IDbContextFactory<RelayDb>>(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<AuditLog>.Instance);
        (await next.Append(Some.Entry())).Should().Be(2);
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task ChangesComeWithTheirEntry()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry(), Add(Some.CaseRow()));
        (await relay.Read(db => db.Cases.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task AStepThatIsRefusedInsideLeavesNothing()
    {
        await using var relay = new TestRelay();
        var refused = () => relay.Audit.Append(Some.Entry(), async db =>
        {
            await Add(Some.CaseRow())(db);
            await db.SaveChangesAsync();
            throw new NotSupportedException("not today");
        });
        await refused.Should().ThrowAsync<NotSupportedException>();
        await NothingIsThere(relay);
        (await relay.Audit.Append(Some.Entry())).Should().Be(1);
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task AnEntryThatCannotBeSealedLeavesNothing()
    {
        await using var relay = new TestRelay();
        var odd = Some.Entry() with { Detail = new Dictionary<string, string> { ["Not camel"] = "" } };
        await FluentActions.Awaiting(() => relay.Audit.Append(odd, Add(Some.CaseRow()))).Should().ThrowAsync<ArgumentException>();
        await NothingIsThere(relay);
    }

    [Fact]
    public async Task AChangeThatTheDatabaseRefusesTakesItsEntryAlong()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry(), Add(Some.CaseRow("1")));
        await FluentActions.Awaiting(() => relay.Audit.Append(Some.Entry(), Add(Some.CaseRow("1"))))
            .Should().ThrowAsync<AuditUnavailableException>();
        (await relay.Log()).Should().HaveCount(1);
    }

    [Fact]
    public async Task ACommitThatFailsLeavesNeitherEntryNorChange()
    {
        var disk = new FailingCommit();
        await using var relay = new TestRelay(new ManualClock(), disk);
        disk.Fails = CommitFault.Failed;
        await FluentActions.Awaiting(() => relay.Audit.Append(Some.Entry(), Add(Some.CaseRow())))
            .Should().ThrowAsync<AuditUnavailableException>();
        await NothingIsThere(relay);

        disk.Fails = CommitFault.None;
        (await relay.Audit.Append(Some.Entry())).Should().Be(2, "what the log has to say of itself comes first");
        relay.Verify().Fault.Should().BeNull();
    }

    [Fact]
    public async Task ACommitThatFailedButLastsIsNotAcknowledgedAndTheChainGoesOnBehindIt()
    {
        var disk = new FailingCommit();
        await using var relay = new TestRelay(new ManualClock(), disk);
        disk.Fails = CommitFault.FailedButPersisted;
        await FluentActions.Awaiting(() => relay.Audit.Append(Some.Entry())).Should().ThrowAsync<AuditUnavailableException>();

        disk.Fails = CommitFault.None;
        (await relay.Audit.Append(Some.Entry())).Should().Be(3);
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 3);
    }

    [Fact]
    public async Task AFullDiskStopsTheLogAndNothingHalfIsLeft()
    {
        var disk = new SmallDisk();
        await using var relay = new TestRelay(new ManualClock(), disk);
        await relay.Audit.Append(Some.Entry());
        disk.IsFull = true;
        var acknowledged = 1;
        var append = async () =>
        {
            for (; acknowledged < 1000; acknowledged++)
            {
                await relay.Audit.Append(Some.Entry() with
                {
                    Personal = new Dictionary<string, string> { ["problem"] = new('x', 4000) },
                });
            }
        };
        (await append.Should().ThrowAsync<AuditUnavailableException>())
            .WithInnerException<Microsoft.Data.Sqlite.SqliteException>().Which.SqliteErrorCode.Should().Be(13, "SQLITE_FULL");
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == acknowledged);

        disk.IsFull = false;
        (await relay.Audit.Append(Some.Entry())).Should().Be(acknowledged + 2);
    }

    [Fact]
    public async Task AStepThatWasGivenUpBeforeItsCommitLeavesNothing()
    {
        await using var relay = new TestRelay();
        using var patience = new CancellationTokenSource();
        var append = () => relay.Audit.Append(Some.Entry(), _ => patience.CancelAsync(), patience.Token);
        await append.Should().ThrowAsync<OperationCanceledException>();
        (await relay.Log()).Should().BeEmpty();
    }

    [Fact]
    public async Task EntriesCannotBeChangedOrDeletedByMistake()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry());
        await FluentActions.Awaiting(() => relay.Read(db => db.Entries.ExecuteDeleteAsync())).Should().ThrowAsync<Exception>();
        await FluentActions.Awaiting(() => relay.Read(db =>
            db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.Hash, "")))).Should().ThrowAsync<Exception>();
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 1);
    }

    [Fact]
    public async Task AnErasedPersonalValueLeavesALogThatVerifies()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry());
        await relay.Read(db => db.PersonalValues.ExecuteDeleteAsync());
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 1 && report.Erased == 1);
    }

    private static Func<RelayDb, Task> Add(CaseRow row) => db =>
    {
        db.Cases.Add(row);
        return Task.CompletedTask;
    };

    private static async Task NothingIsThere(TestRelay relay)
    {
        (await relay.Log()).Should().BeEmpty();
        (await relay.Read(db => db.PersonalValues.CountAsync())).Should().Be(0);
        (await relay.Read(db => db.Cases.CountAsync())).Should().Be(0);
    }
}
