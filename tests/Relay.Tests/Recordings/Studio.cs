using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>What records, on a real database and a real folder, without a web server.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string database;

    public Studio(string data, TimeProvider clock, params IInterceptor[] faults)
    {
        database = Path.Combine(data, "relay.db");
        StorageSetup.Prepare(database, TimeProvider.System);
        var collection = new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(database).AddAudit();
        collection.ConfigureDbContext<RelayDb>(options => options.AddInterceptors(faults));
        services = collection.BuildServiceProvider();
        Folder = new RecordingFolder(Path.Combine(data, "recordings"), () => Free);
        Book = new RecordingBook(Databases, Audit, services.GetRequiredService<IAuditTrail>(), clock);
        Recovery = new RecordingRecovery(Folder, Book, clock, NullLogger<RecordingRecovery>.Instance);
        Recorder = new Recorder(Folder, Book, Recovery, _ => Room, clock, NullLogger<Recorder>.Instance);
        Removal = new RecordingRemoval(Databases, Folder, Book, Audit, clock, NullLogger<RecordingRemoval>.Instance);
        Desk = new RecordingDesk(Databases, Book, Removal, Audit, clock);
        Clock = clock;
    }

    /// <summary>What the disk says is free.</summary>
    public long Free { get; set; } = long.MaxValue;

    /// <summary>Where the recorded session meets, if anywhere.</summary>
    public Room? Room { get; set; }

    public TimeProvider Clock { get; }

    public RecordingFolder Folder { get; }

    public RecordingBook Book { get; }

    public RecordingRecovery Recovery { get; }

    public Recorder Recorder { get; }

    public RecordingRemoval Removal { get; }

    public RecordingDesk Desk { get; }

    public IAuditLog Audit => services.GetRequiredService<IAuditLog>();

    public IDbContextFactory<RelayDb> Databases => services.GetRequiredService<IDbContextFactory<RelayDb>>();

    public RecordingSweep Sweep(int? days = null, int? megabytes = null) => new(
        Databases, Removal, Options.Create(new KeepingOptions { KeepDays = days, KeepMegabytes = megabytes }), Clock, NullLogger<RecordingSweep>.Instance);

    /// <summary>A session with its case.</summary>
    public async Task<Guid> AddSession()
    {
        await using var db = await Databases.CreateDbContextAsync();
        var itsCase = Some.CaseRow($"{Guid.NewGuid()}");
        var session = Some.SessionRow(itsCase.Id, SessionState.Live, Clock.GetUtcNow());
        db.Cases.Add(itsCase);
        db.Sessions.Add(session);
        await db.SaveChangesAsync();
        return session.Id;
    }

    /// <summary>The session is over.</summary>
    public async Task Over(Guid session)
    {
        await using var db = await Databases.CreateDbContextAsync();
        await db.Sessions.Where(row => row.Id == session).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, SessionState.Ended).SetProperty(row => row.Ended, Clock.GetUtcNow()));
    }

    /// <summary>A session that was recorded and is over.</summary>
    public async Task<Guid> Recorded(int frames = 3, int size = 500)
    {
        var session = await AddSession();
        using var agent = new SealedFrames(session);
        Recorder.Begin(session);
        Recorder.Keys(session, agent.NewKey());
        for (var i = 0; i < frames; i++)
        {
            Recorder.Frame(session, agent.Next(size));
        }

        await Recorder.End(session, "sessionOver");
        await Over(session);
        return session;
    }

    public Task<RecordingRow?> Row(Guid session) => Book.Find(session, CancellationToken.None);

    /// <summary>The file, compared with the log.</summary>
    public async Task<RecordingFinding> Check(Guid session)
    {
        await using var file = Folder.Read(session)!;
        return RecordingCheck.Of(file, await Book.Logged(session, CancellationToken.None));
    }

    /// <summary>All records of the file.</summary>
    public IReadOnlyList<RecordingRecord> Records(Guid session)
    {
        using var file = Folder.Read(session)!;
        var reader = new RecordingReader(file);
        var records = new List<RecordingRecord>();
        while (reader.Next() is { } chunk)
        {
            records.AddRange(chunk.Records);
        }

        reader.Fault.Should().BeNull();
        return records;
    }

    /// <summary>The entries about it.</summary>
    public async Task<List<EntryFacts>> Log(Guid session)
    {
        await using var db = await Databases.CreateDbContextAsync();
        return (await db.Entries.Where(row => row.Session == session).OrderBy(row => row.Sequence).ToListAsync())
            .ConvertAll(row => EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(row.Json))!);
    }

    public async ValueTask DisposeAsync()
    {
        await Recorder.StopAsync(CancellationToken.None);
        Recorder.Dispose();
        await services.DisposeAsync();
        StorageSetup.Release(database);
    }
}
