using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Everything about sessions as the Relay wires it, with a clock and a log that the test holds.</summary>
internal sealed class Stage : IAsyncDisposable, IDbContextFactory<RelayDb>
{
    public const string Office = "203.0.113.7";

    // Made once; copying it is much quicker than making it again for every test.
    private static readonly Lazy<SqliteConnection> Schema = new(() =>
    {
        var template = new SqliteConnection("Data Source=:memory:");
        template.Open();
        using var db = new RelayDb(new DbContextOptionsBuilder<RelayDb>().UseSqlite(template).Options);
        db.Database.EnsureCreated();
        return template;
    });

    private static readonly Lock CopyingSchema = new();

    private readonly string connection = $"Data Source=stage-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private readonly SqliteConnection keeper;
    private readonly ServiceProvider services;

    private Stage(Dictionary<string, string?> settings)
    {
        keeper = new SqliteConnection(connection);
        keeper.Open();
        lock (CopyingSchema)
        {
            Schema.Value.BackupDatabase(keeper);
        }

        using (var db = CreateDbContext())
        {
            db.Users.AddRange(Technician, Colleague);
            db.Cases.Add(Case);
            db.SaveChanges();
        }

        Log = new FakeLog(this);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance))
            .AddSingleton<IDbContextFactory<RelayDb>>(this)
            .AddSingleton<IAuditLog>(Log)
            .AddSingleton<IAuditTrail>(Log)
            .AddSessions(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        Host = services.GetServices<IHostedService>().OfType<SessionsHost>().Single();
    }

    public ManualClock Clock { get; } = new();

    public FakeLog Log { get; }

    public Account Technician { get; } = new() { Id = "ann", UserName = "ann", Name = "Ann Ng", Organisation = "Helpful Ltd" };

    public Account Colleague { get; } = new() { Id = "bob", UserName = "bob", Name = "Bob Roe", Organisation = "Helpful Ltd" };

    public CaseRow Case { get; } = new()
    {
        Id = Guid.NewGuid(), Number = "20931", Customer = "Cho", Callback = "555", Problem = "Blank pages", Opened = default,
    };

    public SessionsHost Host { get; }

    public SessionDirectory Directory => services.GetRequiredService<SessionDirectory>();

    public CustomerSteps CustomerSteps => services.GetRequiredService<CustomerSteps>();

    public TechnicianSteps TechnicianSteps => services.GetRequiredService<TechnicianSteps>();

    public RelaySteps RelaySteps => services.GetRequiredService<RelaySteps>();

    public Nameplates Nameplates => services.GetRequiredService<Nameplates>();

    public static async Task<Stage> Open(params (string Key, string Value)[] settings)
    {
        var stage = new Stage(settings.ToDictionary(s => $"Sessions:{s.Key}", s => (string?)s.Value));
        try
        {
            // In the order of a real start.
            stage.services.GetRequiredService<IStartupValidator>().Validate();
            await stage.Host.StartAsync(CancellationToken.None);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public RelayDb CreateDbContext() => new(new DbContextOptionsBuilder<RelayDb>().UseSqlite(connection).Options);

    public FakeParticipant Connection() => new(Clock);

    public SessionRow Row(Guid session)
    {
        using var db = CreateDbContext();
        return db.Sessions.AsNoTracking().Single(row => row.Id == session);
    }

    public async Task<ActiveSession> Requested()
    {
        var id = await TechnicianSteps.Start(Case.Id, Technician, "look at the settings", CancellationToken.None);
        return Directory.Find(id!.Value)!;
    }

    public async Task<(FakeParticipant End, ViewerSeat Seat)> Watch(ActiveSession session)
    {
        var end = Connection();
        var (outcome, seat) = await TechnicianSteps.Watch(
            session.Facts.Id, Technician.Id, Office, end.Outbox, CancellationToken.None);
        outcome.Should().Be(WatchOutcome.Seated);
        return (end, seat!);
    }

    public async Task<(JoinRefusal? Refusal, AgentSeat? Seat)> Type(SessionCode code, string address = Office, FakeParticipant? end = null)
    {
        var (outcome, seat) = await CustomerSteps.Join(
            new JoinRequest(HubContract.ProtocolVersion, code.Nameplate, code.Secret, "1.0", "Linux X11"),
            address, (end ?? Connection()).Outbox);
        outcome.Should().NotBeNull();
        (outcome!.Offer is null).Should().Be(seat is null, "whoever gets the offer has the seat");
        return (outcome.Refusal, seat);
    }

    /// <summary>A session with one viewer and the Agent, in any state.</summary>
    public async Task<Cast> In(SessionState state)
    {
        var session = await Requested();
        var (viewer, viewerSeat) = await Watch(session);
        var agent = Connection();
        var cast = new Cast(session, viewer, viewerSeat, agent);
        if (state is SessionState.Requested)
        {
            return cast;
        }

        cast.AgentSeat = (await Type(session.Code!.Digits, end: agent)).Seat!;
        SessionEvent[] steps = state switch
        {
            SessionState.Joined => [],
            SessionState.Consented => [SessionEvent.Allow],
            SessionState.Live => [SessionEvent.Allow, SessionEvent.Show],
            SessionState.Paused => [SessionEvent.Allow, SessionEvent.Show, SessionEvent.Pause],
            _ => [SessionEvent.End],
        };
        foreach (var step in steps)
        {
            (await CustomerSteps.Report(cast.AgentSeat, Report(session, step))).Should().BeTrue();
        }

        session.Standing.State.Should().Be(state is SessionState.Reviewed ? SessionState.Ended : state);
        return cast;
    }

    public AgentReport Report(ActiveSession session, SessionEvent happened) => happened switch
    {
        SessionEvent.Allow => new AgentReport(happened, Grant: Grant(session)),
        SessionEvent.End => new AgentReport(happened, EndReason.StoppedByCustomer),
        _ => new AgentReport(happened),
    };

    public ConsentGrant Grant(ActiveSession session) => new(
        session.Facts.Id, [Scope.View], "Ann Ng", "Helpful Ltd", Clock.GetUtcNow(),
        Clock.GetUtcNow() + TimeSpan.FromMinutes(session.Offer.Minutes));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await keeper.DisposeAsync();
    }
}

/// <summary>Who takes part in a session on the stage.</summary>
internal sealed record Cast(ActiveSession Session, FakeParticipant Viewer, ViewerSeat ViewerSeat, FakeParticipant Agent)
{
    public AgentSeat AgentSeat { get; set; } = null!;
}
