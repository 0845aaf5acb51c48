using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Sessions;

/// <summary>Everything about sessions as the Relay wires it, with a clock and a log that the test holds.</summary>
internal sealed class Stage : IAsyncDisposable, IDbContextFactory<RelayDb>
{
    public const string Office = "203.0.113.7";

    /// <summary>What the two ends call their exchange.</summary>
    public static readonly byte[] Transcript = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

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

    // What names an Agent's key where a test has none of its own: only the first message of an exchange does, and making one takes long.
    private static readonly Lazy<(SessionKey Key, byte[] Message)> UsualKey = new(() =>
    {
        var key = new SessionKey();
        var context = new ExchangeContext(HubContract.ProtocolVersion, Guid.NewGuid(), 1);
        using var handshake = new AgentHandshake(context, "1234", "123456", [1], TimeProvider.System, PlatformRandom.Instance, key.Mark);
        return (key, handshake.Begin());
    });

    private readonly Dictionary<Guid, SomeReceipts> receipts = [];
    private readonly string connection = $"Data Source=stage-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private readonly SqliteConnection keeper;
    private readonly IConfiguration settings;
    private ServiceProvider services;

    private Stage(Dictionary<string, string?> values)
    {
        settings = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        keeper = new SqliteConnection(connection);
        keeper.Open();
        lock (CopyingSchema)
        {
            Schema.Value.BackupDatabase(keeper);
        }

        using (var db = CreateDbContext())
        {
            db.Users.AddRange(Technician, Colleague, Auditor);
            db.UserClaims.AddRange(new[] { Technician, Colleague }.Select(account => new IdentityUserClaim<string>
            {
                UserId = account.Id, ClaimType = ClaimTypes.Role, ClaimValue = Roles.Technician,
            }));
            db.Cases.Add(Case);
            db.SaveChanges();
        }

        Log = new FakeLog(this);
        services = Services();
    }

    public ManualClock Clock { get; } = new();

    public FakeLog Log { get; }

    /// <summary>What keeps recordings.</summary>
    public FakeRecorder Recorder { get; } = new();

    public RecordingSteps Recordings => services.GetRequiredService<RecordingSteps>();

    public AuditorBook Auditors => services.GetRequiredService<AuditorBook>();

    public Account Technician { get; } = new() { Id = "ann", UserName = "ann", Name = "Ann Ng", Organisation = "Helpful Ltd" };

    public Account Colleague { get; } = new() { Id = "bob", UserName = "bob", Name = "Bob Roe", Organisation = "Helpful Ltd" };

    /// <summary>Has an account, and is no technician.</summary>
    public Account Auditor { get; } = new() { Id = "eve", UserName = "eve", Name = "Eve Lund", Organisation = "Helpful Ltd" };

    public CaseRow Case { get; } = new()
    {
        Id = Guid.NewGuid(), Number = "20931", Customer = "Cho", Callback = "555", Problem = "Blank pages", Opened = default,
    };

    public RelayKey Key { get; } = RelayKey.Draw();

    public SessionsHost Host => services.GetServices<IHostedService>().OfType<SessionsHost>().Single();

    public SessionDirectory Directory => services.GetRequiredService<SessionDirectory>();

    public CodeSteps CodeSteps => services.GetRequiredService<CodeSteps>();

    public TransferSteps TransferSteps => services.GetRequiredService<TransferSteps>();

    public UseSteps UseSteps => services.GetRequiredService<UseSteps>();

    /// <summary>What Agents sign with, where their first message shall name it.</summary>
    public SessionKey? AgentKey { get; set; }

    public CustomerSteps CustomerSteps => services.GetRequiredService<CustomerSteps>();

    public TechnicianSteps TechnicianSteps => services.GetRequiredService<TechnicianSteps>();

    public ColleagueSteps Colleagues => services.GetRequiredService<ColleagueSteps>();

    public RatingSteps Ratings => services.GetRequiredService<RatingSteps>();

    public RelaySteps RelaySteps => services.GetRequiredService<RelaySteps>();

    public SessionLog SessionLog => services.GetRequiredService<SessionLog>();

    public LogHealth Health => services.GetRequiredService<LogHealth>();

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

    /// <summary>The Relay is killed, and another one starts on the same storage.</summary>
    public async Task Restart()
    {
        await Host.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        services = Services();
        await Host.StartAsync(CancellationToken.None);
    }

    public RelayDb CreateDbContext() => new(new DbContextOptionsBuilder<RelayDb>().UseSqlite(connection).Options);

    public FakeParticipant Connection() => new(Clock);

    /// <summary>What the pages ask on behalf of this account.</summary>
    public SessionDesk DeskOf(Account account) => DeskOf<SessionDesk>(account, Roles.Technician);

    /// <inheritdoc cref="DeskOf(Account)"/>
    public T DeskOf<T>(Account account, string role)
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, account.Id), new(ClaimTypes.Role, role)];
        var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) };
        return ActivatorUtilities.CreateInstance<T>(services, new HttpContextAccessor { HttpContext = http });
    }

    public SessionRow Row(Guid session)
    {
        using var db = CreateDbContext();
        return db.Sessions.AsNoTracking().Single(row => row.Id == session);
    }

    public async Task<ActiveSession> Requested()
    {
        var id = await TechnicianSteps.Start(Case.Id, Technician, new SessionWish("look at the settings", [Scope.View], 60), CancellationToken.None);
        return Directory.Find(id!.Value)!;
    }

    public async Task<(FakeParticipant End, ViewerSeat Seat)> Watch(ActiveSession session)
    {
        var end = Connection();
        var (outcome, seat) = await TechnicianSteps.Watch(
            session.Facts.Id, Technician.Id, Office, end.Outbox, end.Ear, CancellationToken.None);
        outcome.Should().Be(WatchOutcome.Seated);
        return (end, seat!);
    }

    /// <summary>The colleague opens the session's page; no seat where they may not.</summary>
    public async Task<(WatchOutcome Outcome, FakeParticipant End, ViewerSeat? Seat)> Come(ActiveSession session, Account who)
    {
        var end = Connection();
        var (outcome, seat) = await TechnicianSteps.Watch(session.Facts.Id, who.Id, Office, end.Outbox, end.Ear, CancellationToken.None);
        return (outcome, end, seat);
    }

    public async Task<string> NewCode(ViewerSeat holder)
    {
        var (outcome, nameplate) = await TechnicianSteps.NewCode(holder);
        outcome.Should().Be(StepOutcome.Taken);
        return nameplate!;
    }

    /// <summary>Somebody types a code: what comes of its nameplate.</summary>
    public async Task<Try> Type(string nameplate, string address = Office, FakeParticipant? end = null)
    {
        end ??= Connection();
        var (outcome, seat) = await CodeSteps.Join(Request(nameplate), address, end.Outbox, end.Ear, () => { });
        outcome.Should().NotBeNull();
        (outcome!.Ticket is null).Should().Be(seat is null, "whoever gets a ticket is a candidate");
        if (seat is not null && AgentKey is { } key)
        {
            var context = new ExchangeContext(HubContract.ProtocolVersion, seat.Session.Facts.Id, (uint)seat.Viewer);
            using var handshake = new AgentHandshake(context, nameplate, "123456", [1], Clock, PlatformRandom.Instance, key.Mark);
            seat.Session.Room.ExchangeFromCandidate(seat, seat.Viewer, handshake.Begin()).Should().BeTrue();
        }

        return new Try(end, outcome.Refusal, outcome.Ticket, seat);
    }

    public static JoinRequest Request(string nameplate) => new(HubContract.ProtocolVersion, nameplate, "1.0", "Linux X11");

    /// <summary>Somebody types the code rightly, as far as the viewer that holds it can tell.</summary>
    public async Task<Try> LetIn(string nameplate, ViewerSeat holder, FakeParticipant? end = null)
    {
        var found = await Type(nameplate, end: end);
        found.Refusal.Should().BeNull();
        if (AgentKey is null)
        {
            found.Seat!.MaySay(UsualKey.Value.Message);
        }

        (await Agree(holder)).Should().Be(StepOutcome.Taken);
        return found;
    }

    /// <summary>The holder answers whoever tries the code, and agrees.</summary>
    public Task<StepOutcome> Agree(ViewerSeat holder)
    {
        holder.Session.Room.ExchangeFromViewer(holder, holder.Number, [2]);
        holder.Session.Room.ExchangeFromViewer(holder, holder.Number, [4]);
        return CodeSteps.Agreed(holder, Transcript);
    }

    public Task<(RejoinOutcome? Outcome, AgentSeat? Seat)> Rejoin(Cast cast, FakeParticipant end) => CustomerSteps.Rejoin(
        new RejoinRequest(HubContract.ProtocolVersion, cast.Session.Facts.Id, cast.Ticket.Seat), Office, end.Outbox, end.Ear);

    /// <summary>A session with one viewer and the Agent, in any state.</summary>
    public async Task<Cast> In(SessionState state)
    {
        var session = await Requested();
        var (viewer, viewerSeat) = await Watch(session);
        var agent = Connection();
        var cast = new Cast(session, viewer, viewerSeat, agent);
        cast.Nameplate = await NewCode(viewerSeat);
        if (state is SessionState.Requested)
        {
            return cast;
        }

        var joined = await LetIn(cast.Nameplate, viewerSeat, agent);
        cast.Ticket = joined.Ticket!;
        cast.AgentSeat = joined.Seat!.Agent!;
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
            (await Report(cast.AgentSeat, Report(session, step))).Should().BeTrue();
        }

        session.Standing.State.Should().Be(state is SessionState.Reviewed ? SessionState.Ended : state);
        return cast;
    }

    /// <summary>The receipts of this session's Agent.</summary>
    public SomeReceipts Receipts(ActiveSession session)
    {
        if (!receipts.TryGetValue(session.Facts.Id, out var its))
        {
            its = receipts[session.Facts.Id] = new SomeReceipts(AgentKey ?? UsualKey.Value.Key, Transcript, Key.PublicKey);
        }

        return its;
    }

    /// <summary>The Agent reports a step; a grant with its receipt.</summary>
    public async Task<bool> Report(AgentSeat seat, AgentReport report)
    {
        var its = Receipts(seat.Session);
        var taken = await CustomerSteps.Report(seat, its.With(report, seat.Session.Offer));
        if (taken && report.Grant is not null)
        {
            its.Taken();
        }

        return taken;
    }

    public AgentReport Report(ActiveSession session, SessionEvent happened) => happened switch
    {
        SessionEvent.Allow or SessionEvent.Change => new AgentReport(happened, Grant: Grant(session)),
        SessionEvent.End => new AgentReport(happened, EndReason.StoppedByCustomer),
        _ => new AgentReport(happened),
    };

    public ConsentGrant Grant(ActiveSession session) => new(
        session.Facts.Id, [Scope.View], "Ann Ng", "Helpful Ltd", Clock.GetUtcNow(),
        Clock.GetUtcNow() + TimeSpan.FromMinutes(session.Offer.Minutes));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Key.Dispose();
        await keeper.DisposeAsync();
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Clock)
        .AddSingleton<IDbContextFactory<RelayDb>>(this)
        .AddSingleton<IAuditLog>(Log)
        .AddSingleton<IAuditTrail>(Log)
        .AddSingleton<IRecorder>(Recorder)
        .AddSessions(settings, Key)
        .BuildServiceProvider();
}

/// <summary>What came of a typed nameplate.</summary>
internal sealed record Try(FakeParticipant End, JoinRefusal? Refusal, JoinTicket? Ticket, CandidateSeat? Seat);

/// <summary>Who takes part in a session on the stage.</summary>
internal sealed record Cast(ActiveSession Session, FakeParticipant Viewer, ViewerSeat ViewerSeat, FakeParticipant Agent)
{
    public string Nameplate { get; set; } = "";

    public JoinTicket Ticket { get; set; } = null!;

    public AgentSeat AgentSeat { get; set; } = null!;
}
