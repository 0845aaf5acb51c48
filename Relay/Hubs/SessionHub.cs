using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// Where both ends come in; PROTOCOL.md tells the conversation. The first line of every method asks who calls, and the
/// default is no: an Agent is a connection whose code held, a candidate one that tries a code, a Viewer one of a
/// signed-in technician. Which session a call is about is known from the connection's seat, never from the call.
/// </summary>
[AllowAnonymous]
internal sealed class SessionHub(
    CodeSteps codes,
    CustomerSteps customer,
    TransferSteps transfers,
    UseSteps uses,
    ChainSteps chains,
    TechnicianSteps technician,
    ColleagueSteps colleagues,
    RatingSteps ratings,
    InclusionSteps inclusions,
    UnjoinedConnections unjoined,
    SignedInConnections signedIn,
    ISignInCheck signIns,
    TimeProvider clock,
    ILogger<SessionHub> logger) : Hub<IParticipant>
{
    public override async Task OnConnectedAsync()
    {
        await base.OnConnectedAsync();
        var isSomebody = Context.User is { Identity.IsAuthenticated: true };
        var letIn = isSomebody
            ? await LetIn(Context.User!)
            : unjoined.Enter(Context.ConnectionId, Address, Context.Abort, Context.Features.Get<Allowance>());
        if (!letIn)
        {
            logger.LogWarning("A connection was not let in: {Why}", isSomebody ? "no technician" : "too many that have not joined");
            Context.Abort();
        }
    }

    // First on the list of those who are closed when their sign-in ends, then the look: one of the two sees it end.
    private async Task<bool> LetIn(ClaimsPrincipal person)
    {
        if (Technicians.IdOf(person) is not { } account)
        {
            return false;
        }

        signedIn.Enter(Context.ConnectionId, new SignedInConnection(account, person.SignInId(), Context.Abort));
        var isGood = await signIns.IsGood(person, Context.ConnectionAborted);
        if (isGood)
        {
            Context.Features.Get<Allowance>()?.Lift();
        }

        return isGood;
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        unjoined.Leave(Context.ConnectionId);
        signedIn.Leave(Context.ConnectionId);
        MySeat?.Outbox.Abandon();
        switch (MySeat)
        {
            case AgentSeat agent:
                await customer.Lost(agent);
                break;
            case CandidateSeat candidate:
                await Gone(candidate);
                break;
            case ViewerSeat viewer:
                await technician.Leave(viewer);
                break;
            default:
                break;
        }

        await base.OnDisconnectedAsync(exception);
    }

    /// <summary>Agent: types a code.</summary>
    public async Task<JoinOutcome> Join(JoinRequest request)
    {
        RequireVisitor();
        if (request is null)
        {
            throw HubRefusal.As(HubRefusal.BadMessage);
        }

        var outbox = NewOutbox();
        var connection = Context.ConnectionId;
        var (outcome, seat) = await codes.Join(request, Address, outbox, Heard, () => unjoined.Leave(connection));
        if (seat is null)
        {
            outbox.Abandon();
            return outcome ?? throw HubRefusal.As(HubRefusal.LogUnavailable);
        }

        unjoined.Renew(connection);
        await Sit(seat, () => Gone(seat));
        return outcome!;
    }

    /// <summary>Agent: takes its seat again after its connection was lost.</summary>
    public async Task<RejoinOutcome> Rejoin(RejoinRequest request)
    {
        RequireVisitor();
        if (request is null)
        {
            throw HubRefusal.As(HubRefusal.BadMessage);
        }

        var outbox = NewOutbox();
        var (outcome, seat) = await customer.Rejoin(request, Address, outbox, Heard);
        if (seat is null)
        {
            outbox.Abandon();
            return outcome ?? throw HubRefusal.As(HubRefusal.LogUnavailable);
        }

        unjoined.Leave(Context.ConnectionId);
        await Sit(seat, () => customer.Lost(seat));
        return outcome!;
    }

    /// <summary>Agent, once its session is over: what the customer answered.</summary>
    public async Task<bool> Rate(RatingRequest request)
    {
        RequireVisitor();
        if (request is null)
        {
            throw HubRefusal.As(HubRefusal.BadMessage);
        }

        try
        {
            return await ratings.Rate(request, Address);
        }
        catch (AuditUnavailableException unavailable)
        {
            logger.LogError(unavailable, "The log cannot be written; what a customer answered was not taken");
            throw HubRefusal.As(HubRefusal.LogUnavailable);
        }
    }

    /// <summary>Agent, once its session is over: asks for a proof that the log holds the last that it stated.</summary>
    public async Task<InclusionProof?> Prove(InclusionRequest request)
    {
        RequireVisitor();
        return request is null ? throw HubRefusal.As(HubRefusal.BadMessage) : await inclusions.Prove(request, Address, Context.ConnectionAborted);
    }

    /// <summary>Agent: reports a step.</summary>
    public Task<bool> Report(AgentReport report, AgentLink link)
    {
        var seat = RequireAgent();
        return report is null ? throw Close(seat) : State(seat, link, AgentStatement.Of(report), () => customer.Report(seat, report));
    }

    /// <summary>Agent: says what the customer answered about a further viewer.</summary>
    public Task<bool> Admit(int viewer, bool allowed, AgentLink link)
    {
        var seat = RequireAgent();
        return State(seat, link, AgentStatement.OfAdmitting(viewer, allowed), () => customer.Admit(seat, viewer, allowed));
    }

    /// <summary>Agent: says that the technician has handed the session over.</summary>
    public Task<bool> HandOver(int viewer, AgentLink link)
    {
        var seat = RequireAgent();
        return State(seat, link, AgentStatement.OfHandingOver(viewer), () => colleagues.HandOver(seat, viewer));
    }

    /// <summary>Agent: says that a file or a clipboard begins, or what became of it.</summary>
    public Task<bool> Transferred(TransferReport report, AgentLink link)
    {
        var seat = RequireAgent();
        return report is null ? throw Close(seat) : State(seat, link, AgentStatement.Of(report), () => transfers.Report(seat, report));
    }

    /// <summary>Agent: says how much it has injected; also right behind the end.</summary>
    public Task<bool> Used(UseReport report, AgentLink link)
    {
        var seat = Technicians.IdOf(Context.User) is not null ? throw HubRefusal.As(HubRefusal.NotAllowed)
            : MySeat as AgentSeat ?? throw HubRefusal.As(HubRefusal.NoSeat);
        return report is null ? throw Close(seat) : State(seat, link, AgentStatement.Of(report), () => uses.Report(seat, report));
    }

    /// <summary>Agent: a content key, wrapped for auditors; what comes under it afterwards is recorded.</summary>
    public Task<bool> RecordKey(byte[] wrapped) => customer.RecordKey(RequireAgent(), wrapped);

    /// <summary>Agent: sends envelopes, for as long as the session lasts.</summary>
    public async Task Upload(IAsyncEnumerable<byte[]> envelopes)
    {
        var seat = RequireAgent();
        if (!seat.BeginUpload())
        {
            throw HubRefusal.As(HubRefusal.NotNow);
        }

        try
        {
            await foreach (var envelope in envelopes.WithCancellation(Context.ConnectionAborted))
            {
                if (!seat.Session.Room.FromAgent(seat, envelope))
                {
                    logger.LogWarning("Session {Session}: the Agent's envelope cannot be read", seat.Session.Facts.Id);
                    await customer.Broke(seat);
                    throw Close(seat);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; OnDisconnectedAsync says what comes of it.
        }
    }

    /// <summary>Viewer: takes a seat and gets envelopes, for as long as the session lasts.</summary>
    public async Task<IAsyncEnumerable<byte[]>> Watch(Guid session, CancellationToken cancel)
    {
        var accountId = RequireTechnician();
        if (MySeat is not null)
        {
            throw HubRefusal.As(HubRefusal.SeatTaken);
        }

        var outbox = NewOutbox();
        var (outcome, seat) = await technician.Watch(session, accountId, Address, outbox, Heard, cancel, Hold);
        if (seat is not null)
        {
            await Sit(seat, () => technician.Leave(seat));
            return Watched(seat, Context.Items, cancel);
        }

        if (outcome is WatchOutcome.Over)
        {
            return AsyncEnumerable.Empty<byte[]>();
        }

        outbox.Abandon();
        throw HubRefusal.As(outcome switch
        {
            WatchOutcome.TooMany => HubRefusal.TooManyViewers,
            WatchOutcome.LogUnavailable => HubRefusal.LogUnavailable,
            // Whether a session of somebody else is there is none of the caller's business.
            _ => HubRefusal.NoSuchSession,
        });
    }

    /// <summary>Viewer: sends a control envelope to the Agent.</summary>
    public void Send(byte[] envelope)
    {
        var seat = RequireViewer();
        if (!seat.Session.Room.FromViewer(seat, envelope))
        {
            throw Close(seat);
        }
    }

    /// <summary>Either: sends its part of the exchange.</summary>
    public void Exchange(int viewer, byte[] message)
    {
        var seat = RequireSeat();
        var passed = seat switch
        {
            AgentSeat agent => agent.Session.Room.ExchangeFromAgent(viewer, message),
            CandidateSeat candidate => candidate.Session.Room.ExchangeFromCandidate(candidate, viewer, message),
            ViewerSeat own => own.Session.Room.ExchangeFromViewer(own, viewer, message),
            _ => throw HubRefusal.As(HubRefusal.NotAllowed),
        };
        if (!passed)
        {
            throw Close(seat);
        }
    }

    /// <summary>Viewer: what came from the Agent does not open. A colleague ends nothing but their own viewing by it.</summary>
    public async Task Altered(SealingFault fault)
    {
        var seat = RequireViewer();
        Require(seat.IsOfTechnician ? await technician.Altered(seat, fault) : await colleagues.Leave(seat, fault));
    }

    /// <summary>Viewer: attaches a report about the customer's computer to the case.</summary>
    public async Task KeepReport(byte[] report)
    {
        var seat = RequireViewer();
        var read = report is { Length: <= ComputerReport.MaxBytes } ? ComputerReport.Read(report) : null;
        Require(await technician.KeepReport(seat, report!, (read ?? throw Close(seat)).Facts.Count));
    }

    /// <summary>Viewer: ends the session.</summary>
    public async Task End() => Require(await technician.End(RequireViewer()));

    /// <summary>Viewer: asks for a code, whose secret it makes.</summary>
    /// <returns>The nameplate.</returns>
    public async Task<string> NewCode()
    {
        var (outcome, nameplate) = await technician.NewCode(RequireViewer());
        Require(outcome);
        return nameplate!;
    }

    /// <summary>Viewer: says that it has this nameplate's secret.</summary>
    public Task<bool> HoldCode(string nameplate) => technician.HoldCode(RequireViewer(), nameplate);

    /// <summary>Viewer: says that the code held.</summary>
    public async Task Agreed(byte[] transcriptHash)
    {
        var seat = RequireViewer();
        Require(transcriptHash is { Length: SHA256.HashSizeInBytes } ? await codes.Agreed(seat, transcriptHash) : throw Close(seat));
    }

    /// <summary>Viewer: says that it did not.</summary>
    public async Task WrongTry() => Require(await codes.WrongTry(RequireViewer()));

    /// <summary>Viewer: says something to another viewer.</summary>
    public void Introduce(int viewer, byte[] message)
    {
        var seat = RequireViewer();
        if (!seat.Session.Room.Introduce(seat, viewer, message, seat.Session.NameOf(seat.AccountId)))
        {
            throw Close(seat);
        }
    }

    /// <summary>Viewer: asks whom it can invite.</summary>
    public async Task<ColleagueChoice[]> Colleagues() =>
        await colleagues.Choices(RequireViewer(), Context.ConnectionAborted) ?? throw HubRefusal.As(HubRefusal.NotAllowed);

    /// <summary>Viewer: invites a colleague.</summary>
    public async Task Invite(string account, string reason) => Require(await colleagues.Invite(RequireViewer(), account, reason));

    /// <summary>Viewer: takes an invitation back, or ends a colleague's viewing.</summary>
    public async Task SendAway(string account) => Require(await colleagues.SendAway(RequireViewer(), account));

    /// <summary>Viewer: a colleague goes.</summary>
    public async Task LeaveSession() => Require(await colleagues.Leave(RequireViewer()));

    // Nothing that an Agent states counts unless it is the next link of its chain.
    private async Task<bool> State(AgentSeat seat, AgentLink link, AgentStatement statement, Func<Task<bool>> step)
    {
        if (link is null)
        {
            throw Close(seat);
        }

        var (taken, fault) = await chains.Take(seat, link, statement.Action, step);
        return fault is null ? taken : throw Close(seat, HubRefusal.BrokenChain);
    }

    private static void Require(StepOutcome outcome)
    {
        if (outcome is not StepOutcome.Taken)
        {
            throw HubRefusal.As(outcome is StepOutcome.LogUnavailable ? HubRefusal.LogUnavailable : HubRefusal.NotNow);
        }
    }

    /// <summary>A bad message ends the connection, once the caller has had the time to read why.</summary>
    private static HubException Close(Seat seat, string why = HubRefusal.BadMessage)
    {
        seat.Outbox.Close();
        return HubRefusal.As(why);
    }

    private async IAsyncEnumerable<byte[]> Watched(
        ViewerSeat seat, IDictionary<object, object?> seats, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (var envelope in seat.Queue.ReadAll(cancel))
            {
                yield return envelope;
            }
        }
        finally
        {
            await technician.Leave(seat);
            if (!seat.Outbox.IsClosed)
            {
                // Only the stream is over; the connection may watch again, as another viewer.
                seat.Outbox.Abandon();
                seats.Remove(typeof(Seat));
            }
        }
    }

    private string Address => AddressKey.Of(Context.GetHttpContext()?.Connection.RemoteIpAddress);

    private Heard Heard => Context.Features.Get<Heard>() ?? throw new InvalidOperationException("Nobody listens to this connection.");

    // Somebody who tried a code may have been let in meanwhile.
    private Seat? MySeat => Context.Items.TryGetValue(typeof(Seat), out var seat)
        ? (seat as CandidateSeat)?.Agent ?? (Seat?)seat
        : null;

    private Outbox NewOutbox() => new(Clients.Client(Context.ConnectionId), Context.Abort, clock, logger);

    // A stream's caller may call again while the stream is still being opened.
    private void Hold(Seat seat) => Context.Items[typeof(Seat)] = seat;

    private async Task Sit(Seat seat, Func<Task> leave)
    {
        Hold(seat);
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            // It went while it was being seated, and its going may have been noticed before there was a seat to leave.
            seat.Outbox.Abandon();
            await leave();
        }
    }

    private async Task Gone(CandidateSeat seat)
    {
        if (await codes.Gone(seat) is { } agent)
        {
            await customer.Lost(agent);
        }
    }

    private void RequireVisitor()
    {
        if (Context.User is { Identity.IsAuthenticated: true })
        {
            throw HubRefusal.As(HubRefusal.NotAllowed);
        }

        if (MySeat is not null)
        {
            throw HubRefusal.As(HubRefusal.SeatTaken);
        }
    }

    private string RequireTechnician() =>
        Technicians.IdOf(Context.User) ?? throw HubRefusal.As(HubRefusal.NotAllowed);

    private AgentSeat RequireAgent() => Technicians.IdOf(Context.User) is not null ? throw HubRefusal.As(HubRefusal.NotAllowed)
        : MySeat is AgentSeat { Outbox.IsClosed: false } seat ? seat
        : throw HubRefusal.As(HubRefusal.NoSeat);

    private ViewerSeat RequireViewer()
    {
        RequireTechnician();
        return MySeat is ViewerSeat { Outbox.IsClosed: false } seat ? seat : throw HubRefusal.As(HubRefusal.NoSeat);
    }

    private Seat RequireSeat() =>
        MySeat is { Outbox.IsClosed: false } seat ? seat : throw HubRefusal.As(HubRefusal.NoSeat);
}
