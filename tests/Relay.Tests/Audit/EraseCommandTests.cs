using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Audit;

public sealed class EraseCommandTests : IDisposable
{
    private const string Reason = "asked for by letter";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public async Task WhatIsErasedLiesNowhereInTheFolderAndTheLogStillVerifies()
    {
        var (first, other) = await Fill(SessionState.Ended);
        foreach (var canary in first.Canaries.Concat(other.Canaries))
        {
            Hits(canary).Should().BePositive("{0} is there before, or the search finds nothing", canary);
        }

        (await Erase("10", null)).Should().Be(0);

        error.ToString().Should().BeEmpty();
        first.Canaries.Select(Hits).Should().AllBeEquivalentTo(0);
        other.Canaries.Select(Hits).Should().NotContain(0);
        output.ToString().Should().Contain("case 10").And.Contain("callback 1").And.Contain("caseFields 1, sessionTexts 1, invitations 1, wrapUps 1, snapshots 1, papers 1")
            .And.Contain("Backups that were made before still have it");
        using var log = StoredLog.Open(folder.Path);
        var report = log.Verify();
        (report.Fault, report.Erased).Should().Be((null, 5));
        var said = (await Entries())[^1];
        (said.Action, said.Actor, said.Detail["by"], said.Detail["values"]).Should().Be((AuditActions.PersonalErased, ActorKind.Relay, "console", "5"));
        said.Detail["kinds"].Should().Be("address 1, callback 1, customer 1, problem 1, reason 1");
        (await Read(db => db.PersonalValues.Where(value => value.Sequence == said.Sequence).OrderBy(value => value.Key).Select(value => value.Key).ToListAsync()))
            .Should().Equal("reason", "user");
        (await Read(db => db.Cases.SingleAsync(row => row.Number == "10"))).Customer.Should().Be(Erasure.Gone);
    }

    [Fact]
    public async Task OfOneSessionOnlyWhatIsItsGoes()
    {
        var (first, other) = await Fill(SessionState.Ended);
        (await Erase(null, first.Session)).Should().Be(0);
        Hits(first.Canary("said")).Should().Be(0);
        Hits(first.Canary("address")).Should().Be(0);
        Hits(first.Canary("picture")).Should().Be(0);
        foreach (var stays in new[] { first.Canary("customer"), first.Canary("notes"), other.Canary("said") })
        {
            Hits(stays).Should().BePositive();
        }

        output.ToString().Should().Contain("What stays: the case itself");
    }

    [Fact]
    public async Task ASecondTimeThereIsNothingLeftAndNothingIsWritten()
    {
        await Fill(SessionState.Ended);
        await Erase("10", null);
        var entries = (await Entries()).Count;
        (await Erase("10", null)).Should().Be(0);
        output.ToString().Should().Contain("Nothing is left to erase of case 10");
        (await Entries()).Should().HaveCount(entries);
    }

    [Fact]
    public async Task WhatGoesOnIsNotErased()
    {
        var (first, _) = await Fill(SessionState.Live);
        (await Erase("10", null)).Should().Be(ExitCodes.CannotStart);
        (await Erase(null, first.Session)).Should().Be(ExitCodes.CannotStart);
        error.ToString().Should().Contain("is not over");
        first.Canaries.Select(Hits).Should().NotContain(0);
    }

    [Fact]
    public async Task WhileTheRelayRunsNothingIsErased()
    {
        var (first, _) = await Fill(SessionState.Ended);
        using var running = DataFolder.Open(folder.Path);
        (await Erase("10", null)).Should().Be(ExitCodes.CannotStart);
        error.ToString().Should().Contain("Another Relay is using");
        first.Canaries.Select(Hits).Should().NotContain(0);
    }

    [Fact]
    public async Task WhatIsNotThereIsSaidAndNothingIsMade()
    {
        (await Erase("10", null)).Should().Be(ExitCodes.CannotStart);
        error.ToString().Should().Contain("There is no log in");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
        await Fill(SessionState.Ended);
        (await Erase("11", null)).Should().Be(ExitCodes.CannotStart);
        (await Erase(null, Guid.Empty)).Should().Be(ExitCodes.CannotStart);
        error.ToString().Should().Contain("There is no case 11.").And.Contain("There is no session 00000000");
    }

    [Theory]
    [InlineData("--case", "10")]
    [InlineData("--case", "10", "--reason", " ")]
    [InlineData("--reason", "asked")]
    [InlineData("--case", "10", "--session", "3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11", "--reason", "asked")]
    [InlineData("--session", "10", "--reason", "asked")]
    public async Task WithoutAReasonOrOneSubjectItDoesNotBegin(params string[] arguments)
    {
        var (first, _) = await Fill(SessionState.Ended);
        (await CommandLine.Run(["audit", "erase", "--data", folder.Path, .. arguments], _ => Task.FromResult(0))).Should().Be(ExitCodes.CannotStart);
        first.Canaries.Select(Hits).Should().NotContain(0);
    }

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Dispose();
    }

    private Task<int> Erase(string? number, Guid? session) => EraseCommand.Run(folder.Path, number, session, Reason, output, error, TimeProvider.System);

    // Two cases, each with a session, and every kind of thing that is kept of them.
    private async Task<(Filled First, Filled Other)> Fill(SessionState state)
    {
        StorageSetup.Prepare(folder.Database, TimeProvider.System);
        await using (var services = Services())
        {
            var audit = services.GetRequiredService<IAuditLog>();
            await audit.Append(Some.Entry(AuditActions.RelayStarted) with { Personal = null });
            Filled[] both = [new("10", "first"), new("20", "other")];
            foreach (var one in both)
            {
                await audit.Append(one.Opened(), db => Task.FromResult(db.Cases.Add(one.CaseRow())));
                await audit.Append(one.Requested(), db => Task.FromResult(db.Sessions.Add(one.SessionRow(state))));
                await audit.Append(Some.Entry("session.wrappedUp", one.Session) with { Personal = null, Case = one.Case }, db =>
                {
                    one.AddRest(db);
                    return Task.CompletedTask;
                });
            }

            await services.DisposeAsync();
            StorageSetup.Release(folder.Database);
            return (both[0], both[1]);
        }
    }

    private async Task<T> Read<T>(Func<RelayDb, Task<T>> query)
    {
        await using var services = Services();
        await using var db = await services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        var read = await query(db);
        StorageSetup.Release(folder.Database);
        return read;
    }

    private async Task<List<EntryFacts>> Entries() =>
        (await Read(db => db.Entries.OrderBy(row => row.Sequence).ToListAsync())).ConvertAll(row => EntryFacts.Read(Encoding.UTF8.GetBytes(row.Json))!);

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System).AddStorage(folder.Database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();

    // In the bytes of every file there is, but of the empty one that is only locked.
    private int Hits(string canary) => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => new FileInfo(file).Length > 0)
        .Count(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)) >= 0);

    private sealed record Filled(string Number, string Mark)
    {
        private static readonly string[] Kinds = ["customer", "callback", "problem", "why", "address", "said", "asked", "done", "words", "picture", "notes"];

        public Guid Case { get; } = Guid.NewGuid();

        public Guid Session { get; } = Guid.NewGuid();

        public IEnumerable<string> Canaries => Kinds.Select(Canary);

        public string Canary(string kind) => $"canary-{Mark}-{kind}-屏幕";

        public PendingEntry Opened() => new(
            AuditActions.CaseOpened, ActorKind.Technician, "someone", AuditOutcome.Success, Case, Personal: new Dictionary<string, string>
            {
                ["customer"] = Canary("customer"), ["callback"] = Canary("callback"), ["problem"] = Canary("problem"),
            });

        public PendingEntry Requested() => Some.Entry(session: Session) with
        {
            Case = Case, Personal = new Dictionary<string, string> { ["reason"] = Canary("why"), ["address"] = Canary("address") },
        };

        public CaseRow CaseRow() => new()
        {
            Id = Case, Number = Number, Customer = Canary("customer"), Callback = Canary("callback"), Problem = Canary("problem"), Opened = DateTimeOffset.UnixEpoch,
        };

        public SessionRow SessionRow(SessionState state) => new()
        {
            Id = Session, CaseId = Case, TechnicianId = "someone", Technician = "Hanna Weiss", Organisation = "Nordlicht IT", Reason = Canary("why"),
            State = state, Requested = DateTimeOffset.UnixEpoch, Scopes = "View", Minutes = 60, Sentence = Canary("said"),
        };

        public void AddRest(RelayDb db)
        {
            db.Colleagues.Add(new ColleagueRow
            {
                SessionId = Session, Account = "bob", Name = "Bob", Organisation = "Nordlicht IT", InvitedBy = "Hanna", Reason = Canary("asked"),
                State = PersonState.In, Until = DateTimeOffset.UnixEpoch,
            });
            db.WrapUps.Add(new WrapUpRow
            {
                SessionId = Session, Topics = "", Solved = true, Done = Canary("done"), Next = FollowUp.Nothing, Words = Canary("words"), Written = DateTimeOffset.UnixEpoch,
            });
            var picture = Guid.NewGuid();
            db.Snapshots.Add(new SnapshotRow
            {
                Id = picture, CaseId = Case, SessionId = Session, TechnicianId = "someone", Technician = "Hanna", Taken = DateTimeOffset.UnixEpoch,
                Width = 1, Height = 1, Bytes = 1, Sha256 = new string('0', 64),
            });
            db.SnapshotPictures.Add(new SnapshotPictureRow { Id = picture, Png = Encoding.UTF8.GetBytes(new string('x', 9_000) + Canary("picture")) });
            db.Papers.Add(new PaperRow
            {
                Owner = Case.ToString(), Kind = PaperKind.Notes, Version = 1, Body = Canary("notes"), By = "Hanna", Saved = DateTimeOffset.UnixEpoch,
            });
        }
    }
}
