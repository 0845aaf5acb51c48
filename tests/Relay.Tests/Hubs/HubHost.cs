using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Hubs;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Hubs;

/// <summary>The hub in a real Kestrel with the real storage and log; only who is signed in is said by a header.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    public const string UserHeader = "X-Test-User";

    private readonly string data;
    private readonly RelayKey key = RelayKey.Draw();
    private WebApplication relay = null!;

    private HubHost(string folder, ManualClock clock)
    {
        data = folder;
        Clock = clock;
    }

    public ManualClock Clock { get; }

    private bool HasCheckpoints { get; init; }

    public Guid CaseId { get; } = Guid.NewGuid();

    public Uri Address => new(relay.Urls.Single());

    public IServiceProvider Services => relay.Services;

    /// <param name="checkpoints">Whether it makes checkpoints of its log.</param>
    public static async Task<HubHost> Start(bool checkpoints = false)
    {
        var folder = Directory.CreateTempSubdirectory("hub-tests-").FullName;
        var database = Path.Combine(folder, "relay.db");
        StorageSetup.Prepare(database, TimeProvider.System);
        var host = new HubHost(folder, new ManualClock()) { HasCheckpoints = checkpoints };
        host.relay = host.Relay();
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync())
        {
            db.Users.Add(new Account { Id = "ann", UserName = "ann", Name = "Ann Ng", Organisation = "Helpful Ltd" });
            db.Cases.Add(new CaseRow
            {
                Id = host.CaseId, Number = "20931", Customer = "Cho", Callback = "555", Problem = "Blank pages", Opened = host.Clock.GetUtcNow(),
            });
            await db.SaveChangesAsync();
        }

        await host.relay.StartAsync();
        return host;
    }

    /// <summary>Stops the Relay in good order and starts another on the same storage, at another address.</summary>
    public async Task Restart()
    {
        await relay.StopAsync();
        await relay.DisposeAsync();
        relay = Relay();
        await relay.StartAsync();
    }

    public async Task<Guid> StartSession()
    {
        var technician = new Account { Id = "ann", UserName = "ann", Name = "Ann Ng", Organisation = "Helpful Ltd" };
        return (await Services.GetRequiredService<TechnicianSteps>().Start(CaseId, technician, new SessionWish("look", [Scope.View], 60), CancellationToken.None))!.Value;
    }

    /// <summary>What the Relay has of a session that is not over; else null.</summary>
    public ActiveSession? Session(Guid session) => Services.GetRequiredService<SessionDirectory>().Find(session);

    public async Task<HubEnd> Connect(string? user = null)
    {
        var end = new HubEnd(RelayConnection.Create(Address, new WebSocketConnectionOptions
        {
            HubPath = user is null ? HubContract.Path : HubContract.ViewerPath,
            Configure = socket =>
            {
                if (user is not null)
                {
                    socket.SetRequestHeader(UserHeader, user);
                    socket.SetRequestHeader("Origin", Address.GetLeftPart(UriPartial.Authority));
                }
            },
        }));
        await end.Connection.StartAsync();
        await end.IsKnown();
        return end;
    }

    /// <summary>A Viewer that watches and has a code.</summary>
    public async Task<(HubEnd Viewer, Guid Session, string Nameplate)> WithCode()
    {
        var session = await StartSession();
        var viewer = await Connect("ann");
        viewer.Watch(session);
        await Eventually.True(() => viewer.Status is not null);
        return (viewer, session, await viewer.NewCode());
    }

    /// <summary>A Viewer that watches, and the Agent that has joined, as far as asked.</summary>
    public async Task<(HubEnd Viewer, HubEnd Agent, Guid Session)> Joined(params SessionEvent[] then)
    {
        var (viewer, session, nameplate) = await WithCode();
        var agent = await Connect();
        var exchange = await CodeExchange.Run(agent, viewer, new CodeKeeper(CodeExchange.Secret), nameplate, CodeExchange.Secret, Clock);
        exchange.Agreed.Should().BeTrue();
        await Eventually.True(() => agent.Asked is not null);
        foreach (var step in then)
        {
            (await agent.Report(step, agent.Asked!.Offer, Clock)).Should().BeTrue();
        }

        return (viewer, agent, session);
    }

    public Task Stop() => relay.StopAsync();

    /// <summary>Lets time go on until an end that was told good-bye is closed: the Relay begins to count on a thread of its own.</summary>
    public Task SeesOut(HubEnd end) => Eventually.True(() =>
    {
        Clock.Advance(Outbox.Linger);
        return end.Closed;
    });

    public async ValueTask DisposeAsync()
    {
        await relay.StopAsync(); // or what the last connections leave behind is written into a folder that is being deleted
        await relay.DisposeAsync();
        key.Dispose();
        StorageSetup.Release(Path.Combine(data, "relay.db"));
        Directory.Delete(data, recursive: true);
    }

    private WebApplication Relay()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddStorage(Path.Combine(data, "relay.db"));
        builder.Services.AddAudit();
        if (HasCheckpoints)
        {
            builder.Services.AddCheckpoints();
        }

        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("test", null);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSessions(builder.Configuration, key);
        builder.Services.AddSingleton<ISignInCheck>(new HeaderCheck());
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSessionHub();
        return app;
    }

    // Whoever the header names is signed in for as long as the test lasts.
    private sealed class HeaderCheck : ISignInCheck
    {
        public Task<bool> IsGood(ClaimsPrincipal person, CancellationToken cancel) => Task.FromResult(true);
    }

    private sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var user = Request.Headers[UserHeader].ToString();
            if (user.Length == 0)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var role = user.StartsWith("admin", StringComparison.Ordinal) ? "administrator" : "technician";
            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Role, role)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}

/// <summary>One end's connection, with what it was told.</summary>
internal sealed class HubEnd : IAsyncDisposable
{
    private readonly List<EndReason> endings = [];
    private readonly List<byte[]> received = [];
    private readonly List<(int Viewer, byte[] Message)> exchanged = [];
    private readonly List<byte[]> envelopes = [];
    private readonly List<(int Viewer, byte[] Message)> introduced = [];
    private readonly List<string> order = [];

    public HubEnd(HubConnection connection)
    {
        Connection = connection;
        connection.On<int>(nameof(IParticipant.Seated), number =>
        {
            Add(order, nameof(IParticipant.Seated));
            Number = number;
        });
        connection.On<SessionStatus>(nameof(IParticipant.Status), status =>
        {
            Add(order, nameof(IParticipant.Status));
            Status = status;
        });
        connection.On<SessionOffer, byte[], byte[]>(nameof(IParticipant.Offered), (offer, statement, signature) =>
        {
            Add(order, nameof(IParticipant.Offered));
            Asked = new Asked(offer, statement, signature);
        });
        connection.On<int, string, string, byte[]>(
            nameof(IParticipant.Introduced), (viewer, _, _, message) => Add(introduced, (viewer, message)));
        connection.On<EndReason>(nameof(IParticipant.Ended), reason =>
        {
            Add(endings, reason);
            LeaveIfPolite();
        });
        connection.On<int, byte[]>(nameof(IParticipant.Exchange), (viewer, message) => Add(exchanged, (viewer, message)));
        connection.On<byte[]>(nameof(IParticipant.Envelope), envelope => Add(envelopes, envelope));
        connection.On<int>(nameof(IParticipant.ViewerJoined), number =>
        {
            Add(order, nameof(IParticipant.ViewerJoined));
            ViewersSeen = number;
        });
        connection.Closed += _ =>
        {
            Closed = true;
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    public SessionStatus? Status { get; private set; }

    public int? Number { get; private set; }

    public Asked? Asked { get; private set; }

    /// <summary>As in its ticket.</summary>
    public JoinTicket? Ticket { get; private set; }

    public int ViewersSeen { get; private set; }

    public bool Closed { get; private set; }

    public bool StreamOver { get; private set; }

    /// <summary>Whether it leaves by itself when the session is over, as both real ends do.</summary>
    public bool Polite { get; set; }

    public IReadOnlyList<EndReason> Endings => Copy(endings);

    public IReadOnlyList<byte[]> Received => Copy(received);

    public IReadOnlyList<(int Viewer, byte[] Message)> Exchanged => Copy(exchanged);

    public IReadOnlyList<byte[]> Envelopes => Copy(envelopes);

    public IReadOnlyList<(int Viewer, byte[] Message)> Introduced => Copy(introduced);

    /// <summary>The names of what it was told, without those of the exchange and the picture.</summary>
    public IReadOnlyList<string> Order => Copy(order);

    public void Watch(Guid session) => _ = Task.Run(async () =>
    {
        await foreach (var envelope in Connection.StreamAsync<byte[]>(HubContract.Watch, session))
        {
            Add(received, envelope);
        }

        StreamOver = true;
        LeaveIfPolite();
    });

    /// <summary>
    /// Waits until the Relay counts this connection, which it does after its greeting. Calls are done after that, and one that there is
    /// not changes nothing.
    /// </summary>
    public async Task IsKnown()
    {
        try
        {
            await Connection.InvokeAsync("NoMethodOfTheHub");
        }
        catch (HubException)
        {
            // That was the answer.
        }
    }

    public async Task<JoinOutcome> Join(string nameplate)
    {
        var outcome = await Connection.InvokeAsync<JoinOutcome>(
            HubContract.Join, new JoinRequest(HubContract.ProtocolVersion, nameplate, "1.0", "Linux X11"));
        Ticket = outcome.Ticket;
        return outcome;
    }

    public Task<RejoinOutcome> Rejoin(JoinTicket ticket) => Connection.InvokeAsync<RejoinOutcome>(
        HubContract.Rejoin, new RejoinRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat));

    /// <summary>Asks for a proof with this ticket.</summary>
    public Task<InclusionProof?> Prove(JoinTicket ticket) => Connection.InvokeAsync<InclusionProof?>(
        HubContract.Prove, new InclusionRequest(HubContract.ProtocolVersion, ticket.Session, ticket.Seat));

    public Task<string> NewCode() => Connection.InvokeAsync<string>(HubContract.NewCode);

    public Task Exchange(int viewer, byte[] message) => Connection.InvokeAsync(HubContract.Exchange, viewer, message);

    /// <summary>Its receipts, once a code has held.</summary>
    public SomeReceipts? Receipts { get; set; }

    public Task<bool> Report(SessionEvent happened, SessionOffer offer, TimeProvider clock) => Report(happened switch
    {
        SessionEvent.Allow => Receipts!.With(
            new AgentReport(happened, Grant: new ConsentGrant(
                offer.Session, offer.Scopes, offer.Technician, offer.Organisation, clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(offer.Minutes))),
            offer),
        SessionEvent.End => new AgentReport(happened, EndReason.StoppedByCustomer),
        _ => new AgentReport(happened),
    });

    /// <summary>Its chain, once a code has held.</summary>
    public SomeLinks? Links { get; set; }

    /// <summary>The link that a statement would be; nobody's, before a code has held.</summary>
    public AgentLink LinkOf(AgentStatement statement) => Links?.Next(statement) ?? SomeLinks.None;

    public async Task<bool> Report(AgentReport report) => Links is null
        ? await Connection.InvokeAsync<bool>(HubContract.Report, report, SomeLinks.None)
        : Links.Taken(await Connection.InvokeAsync<bool>(HubContract.Report, report, Links.Next(AgentStatement.Of(report))));

    public (ChannelWriter<byte[]> Envelopes, Task Done) Upload()
    {
        var channel = Channel.CreateBounded<byte[]>(64);
        return (channel.Writer, Connection.InvokeAsync<object?>(HubContract.Upload, channel.Reader));
    }

    private void LeaveIfPolite()
    {
        if (Polite)
        {
            _ = Connection.StopAsync();
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }
    }

    private static List<T> Copy<T>(List<T> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }
}
