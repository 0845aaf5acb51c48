using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Simulation.Tests.Engine;
using RemoteAssist.Simulation.Tests.Judging;
using RemoteAssist.Simulation.Tests.Network;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>The Relay's computer: its data folder, and the process that runs on it, or does not.</summary>
internal sealed class RelayHost : IDisposable
{
    public static Account Technician { get; } = new() { Id = "ann", UserName = "ann", Name = "Ann Ng", Organisation = "Helpful Ltd" };

    public static CaseRow Case { get; } = new()
    {
        Id = Guid.Parse("6f6b1c86-6d7c-4d0c-9a2b-0d6a4d9f9c12"),
        Number = "20931",
        Customer = "Cho",
        Callback = "555",
        Problem = "Blank pages",
        Opened = Timeline.Start,
    };

    /// <summary>Made once: nothing depends on it.</summary>
    private static readonly RelayKey Key = RelayKey.Draw();

    // Copying a database is much quicker than making one.
    private static readonly Lazy<string> Template = new(() =>
    {
        var folder = NewFolder();
        var database = DataFolder.DatabaseIn(folder);
        StorageSetup.Prepare(database, new ProcessClock(new Timeline()));
        var options = new DbContextOptionsBuilder<RelayDb>();
        StorageSetup.Use(options, database);
        using (var db = new RelayDb(options.Options))
        {
            db.Users.Add(Technician);
            db.Cases.Add(Case);
            db.SaveChanges();
        }

        StorageSetup.Release(database);
        return database;
    });

    private readonly World world;
    private readonly string folder = NewFolder();
    private readonly List<Line> lines = [];
    private ServiceProvider? services;
    private ProcessClock? clock;
    private int lastLine;

    public RelayHost(World world)
    {
        this.world = world;
        File.Copy(Template.Value, Database);
    }

    /// <summary>Whether it takes connections.</summary>
    public bool IsUp { get; private set; }

    public DateTimeOffset UpSince { get; private set; }

    /// <summary>Until when the log cannot be written.</summary>
    public DateTimeOffset DiskFailsUntil { get; set; }

    /// <summary>Set where the process dies at its next entry: just before it is on disk, or just after.</summary>
    public bool? DiesAfterNextEntry { get; set; }

    private string Database => DataFolder.DatabaseIn(folder);

    /// <summary>A process starts on the data folder.</summary>
    public async Task Start()
    {
        var own = clock = new ProcessClock(world.Timeline);
        var built = services = Build(own);
        world.Trace.Add("relay", "starts");
        try
        {
            foreach (var hosted in built.GetServices<IHostedService>())
            {
                await hosted.StartAsync(CancellationToken.None);
            }
        }
        catch (AuditUnavailableException)
        {
            if (!own.IsDead)
            {
                Kill();
            }

            return;
        }

        if (!own.IsDead)
        {
            IsUp = true;
            UpSince = world.Timeline.Now;
        }
    }

    /// <summary>The process dies where it stands; somebody starts it again.</summary>
    public void Kill()
    {
        if (clock is not { IsDead: false })
        {
            return;
        }

        world.Trace.Add("relay", "dies");
        IsUp = false;
        clock.IsDead = true;
        foreach (var line in lines)
        {
            line.ServerDies();
        }

        lines.Clear();
        world.Timeline.After(world.Downtime(), () => _ = Start());
    }

    /// <summary>The process is told to stop, says good-bye, and is started again.</summary>
    public async Task Restart()
    {
        if (!IsUp || services is not { } old)
        {
            return;
        }

        world.Trace.Add("relay", "stops");
        IsUp = false;
        foreach (var line in lines.ToArray())
        {
            line.Abort();
        }

        var own = clock!;
        await Task.Delay(TimeSpan.FromMilliseconds(200), own);
        foreach (var hosted in old.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        if (!own.IsDead)
        {
            own.IsDead = true;
            lines.Clear();
            world.Timeline.After(world.Downtime(), () => _ = Start());
        }
    }

    /// <summary>Somebody connects.</summary>
    /// <returns>Null where nobody answers.</returns>
    public async Task<Line?> Connect(Place from, ProcessClock clock, string who, string address, bool technician)
    {
        // TCP, TLS or not, WebSocket, hub: some turns to and fro.
        await Task.Delay(4 * from.Delay(), clock);
        if (from.IsDown || !IsUp)
        {
            return null;
        }

        var own = this.clock!;
        var line = new Line($"{who}.{++lastLine}", world.Timeline, from, world.Trace);
        lines.Add(line);
        var user = technician
            ? new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, Technician.Id), new Claim(ClaimTypes.Role, Roles.Technician)], "simulation"))
            : null;
        line.Server = new HubEnd(services!, own, () => own.IsDead, line, line.Name, address, user);
        return line;
    }

    /// <summary>The technician presses Start.</summary>
    public async Task<Guid?> NewSession()
    {
        try
        {
            return await services!.GetRequiredService<TechnicianSteps>().Start(Case.Id, Technician, new SessionWish("look at it", [Scope.View], 60), CancellationToken.None);
        }
        catch (AuditUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What is on the disk: nothing that was acknowledged is missing, and the chain holds.</summary>
    public void CheckLog(Judge judge)
    {
        var options = new DbContextOptionsBuilder<RelayDb>();
        StorageSetup.Use(options, Database);
        using (var db = new RelayDb(options.Options))
        {
            var stored = db.Entries.AsNoTracking().ToDictionary(row => row.Sequence, row => row.Json);
            foreach (var (sequence, action) in judge.Acknowledged)
            {
                judge.Demand(
                    stored.TryGetValue(sequence, out var json)
                        && EntryFacts.Read(System.Text.Encoding.UTF8.GetBytes(json))?.Action == action,
                    Invariant.LogKeeps,
                    $"entry {sequence}, {action}, was acknowledged and is not there");
            }
        }

        using var log = StoredLog.Open(folder);
        var report = log.Verify();
        judge.Demand(report.Fault is null, Invariant.LogKeeps, $"entry {report.Fault?.Sequence}: {report.Fault?.Says}");
    }

    public void Dispose()
    {
        if (clock is not null)
        {
            clock.IsDead = true;
        }

        StorageSetup.Release(Database);
        Directory.Delete(folder, recursive: true);
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"relay-simulation-{Guid.NewGuid():N}")).FullName;

    private ServiceProvider Build(ProcessClock own)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(world.Settings).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.ClearProviders());
        collection.AddSingleton<TimeProvider>(own);
        collection.AddStorage(Database);
        if (world.ChecksRecord)
        {
            collection.AddCheckpoints();
        }

        collection.AddAudit();
        collection.AddSingleton<AuditLog>();
        collection.AddSingleton<IAuditLog>(provider => new MortalLog(provider.GetRequiredService<AuditLog>(), own, this));
        collection.AddSessions(settings, Key);
        collection.AddSingleton<ISignInCheck>(new AlwaysSignedIn());
        return collection.BuildServiceProvider();
    }

    /// <summary>The Relay's own log, on a disk that may fail and in a process that may die with any entry.</summary>
    private sealed class MortalLog(AuditLog inner, ProcessClock clock, RelayHost host) : IAuditLog
    {
        public async Task<long> Append(PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default)
        {
            if (clock.IsDead || host.DiesAfterNextEntry == false)
            {
                await Die();
            }

            if (host.world.Timeline.Now < host.DiskFailsUntil)
            {
                host.world.Trace.Add("log", $"{entry.Action} cannot be written");
                throw new AuditUnavailableException("The disk fails.", new IOException("injected"));
            }

            var sequence = await inner.Append(entry, alongside, cancel);
            host.world.Judge.Committed(entry);
            if (host.DiesAfterNextEntry == true)
            {
                await Die();
            }

            host.world.Judge.Acknowledge(sequence, entry);
            return sequence;
        }

        private Task Die()
        {
            host.DiesAfterNextEntry = clock.IsDead ? host.DiesAfterNextEntry : null;
            if (!clock.IsDead)
            {
                host.Kill();
            }

            // A dead process neither goes on nor gives anything back.
            return new TaskCompletionSource().Task;
        }
    }
}

/// <summary>The technician of the simulation stays signed in.</summary>
internal sealed class AlwaysSignedIn : ISignInCheck
{
    public Task<bool> IsGood(ClaimsPrincipal person, CancellationToken cancel) => Task.FromResult(true);
}
