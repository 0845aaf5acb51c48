using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>Steps that wait for the log at the same time share a transaction, and nothing else.</summary>
public sealed class GroupedAppendTests : IAsyncDisposable
{
    private static readonly AsyncLocal<string> Caller = new();

    private readonly FailingCommit disk = new();
    private readonly CommitCounter commits = new();
    private readonly TaskCompletionSource hold = new();
    private readonly TestRelay relay;

    public GroupedAppendTests() => relay = new TestRelay(new ManualClock(), disk, commits);

    [Fact]
    public async Task ThoseThatWaitAreOnDiskByOneCommitInTheirOrder()
    {
        var first = First();
        var others = Enumerable.Range(0, 40).Select(number => relay.Audit.Append(Some.Entry(), Add($"{number}"))).ToList();
        hold.SetResult();
        (await first).Should().Be(1);
        (await Task.WhenAll(others)).Should().Equal(Enumerable.Range(2, 40).Select(number => (long)number));
        commits.Count.Should().Be(1);
        (await Cases()).Should().HaveCount(40);
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 41);
    }

    [Fact]
    public async Task MoreThanFitInOneGoInTheNext()
    {
        var first = First();
        var others = Enumerable.Range(0, 200).Select(_ => relay.Audit.Append(Some.Entry())).ToList();
        hold.SetResult();
        await first;
        (await Task.WhenAll(others)).Should().OnlyHaveUniqueItems().And.HaveCount(200);
        commits.Count.Should().BeInRange(2, 10);
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 201);
    }

    [Fact]
    public async Task OneThatIsRefusedTakesNothingFromTheOthers()
    {
        using var patience = new CancellationTokenSource();
        var first = First();
        var good = relay.Audit.Append(Some.Entry(), Add("good"));
        var refused = relay.Audit.Append(Some.Entry(), async db =>
        {
            await Add("refused")(db);
            await db.SaveChangesAsync();
            throw new NotSupportedException("not today");
        });
        var twice = relay.Audit.Append(Some.Entry(), Add("good"));
        var odd = relay.Audit.Append(Some.Entry() with { Detail = new Dictionary<string, string> { ["Not camel"] = "" } }, Add("odd"));
        var givenUp = relay.Audit.Append(
            Some.Entry(),
            async db =>
            {
                await Add("given up")(db);
                await patience.CancelAsync();
            },
            patience.Token);
        var last = relay.Audit.Append(Some.Entry(), Add("last"));
        hold.SetResult();

        (await first, await good, await last).Should().Be((1, 2, 3));
        await refused.Awaiting(one => one).Should().ThrowAsync<NotSupportedException>();
        await twice.Awaiting(one => one).Should().ThrowAsync<AuditUnavailableException>();
        await odd.Awaiting(one => one).Should().ThrowAsync<ArgumentException>();
        await givenUp.Awaiting(one => one).Should().ThrowAsync<OperationCanceledException>();
        commits.Count.Should().Be(1);
        (await Cases()).Should().Equal("good", "last");
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == 3);
    }

    [Theory]
    [InlineData((int)CommitFault.Failed, 0)]
    [InlineData((int)CommitFault.FailedButPersisted, 6)]
    public async Task WhereTheCommitFailsNoneIsAcknowledged(int fault, int kept)
    {
        disk.Fails = (CommitFault)fault;
        var all = new List<Task<long>> { First() };
        all.AddRange(Enumerable.Range(0, 5).Select(_ => relay.Audit.Append(Some.Entry())));
        hold.SetResult();
        foreach (var one in all)
        {
            await one.Awaiting(step => step).Should().ThrowAsync<AuditUnavailableException>();
        }

        disk.Fails = CommitFault.None;
        (await relay.Audit.Append(Some.Entry())).Should().Be(kept + 2, "the log says first that it could not be written");
        relay.Verify().Should().Match<ChainReport>(report => report.Fault == null && report.Entries == kept + 2);
    }

    [Fact]
    public async Task OneThatWaitsCanBeGivenUp()
    {
        using var patience = new CancellationTokenSource();
        var first = First();
        var waiting = relay.Audit.Append(Some.Entry(), cancel: patience.Token);
        await patience.CancelAsync();
        await waiting.Awaiting(one => one).Should().ThrowAsync<OperationCanceledException>();
        hold.SetResult();
        (await first).Should().Be(1);
        (await relay.Audit.Append(Some.Entry())).Should().Be(2);
    }

    [Fact]
    public async Task EachRunsAsItsOwnCaller()
    {
        var seen = new List<string?>();
        var first = First();
        var all = Enumerable.Range(0, 5).Select(number => Task.Run(() =>
        {
            Caller.Value = $"{number}";
            return relay.Audit.Append(Some.Entry(), async _ =>
            {
                await Task.Yield();
                seen.Add($"{Caller.Value} of {number}");
            });
        })).ToList();
        hold.SetResult();
        await first;
        await Task.WhenAll(all);
        seen.Should().BeEquivalentTo("0 of 0", "1 of 1", "2 of 2", "3 of 3", "4 of 4");
    }

    public ValueTask DisposeAsync() => relay.DisposeAsync();

    // Holds the log's turn until it is told to go on, so that the others wait together.
    private Task<long> First() => relay.Audit.Append(Some.Entry(), _ => hold.Task);

    private static Func<RelayDb, Task> Add(string number) => db =>
    {
        db.Cases.Add(Some.CaseRow(number));
        return Task.CompletedTask;
    };

    private Task<List<string>> Cases() => relay.Read(db => db.Cases.OrderBy(row => row.Number).Select(row => row.Number).ToListAsync());

    private sealed class CommitCounter : DbTransactionInterceptor
    {
        public int Count { get; private set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Count++;
            return Task.CompletedTask;
        }
    }
}
