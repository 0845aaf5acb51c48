using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What the session says to the Relay. A Relay that is gone, slow or silent is an answer here, never an exception:
/// no session waits for it longer than <see cref="SessionTimes"/> says.
/// </summary>
internal sealed class RelayLine : IDisposable
{
    private readonly IRelayDialer dialer;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private Connection? current;
    private TaskCompletionSource<Connection> seated = NewSeat();

    /// <param name="dialer">The way to the Relay.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For what failed.</param>
    public RelayLine(IRelayDialer dialer, TimeProvider clock, ILogger log)
    {
        this.dialer = dialer;
        this.clock = clock;
        this.log = log;
        LastHeard = clock.GetTimestamp();
        Chain = new OwnChain(clock);
        Over = over.Token;
    }

    /// <summary>Cancelled once nothing is said to the Relay any more.</summary>
    public CancellationToken Over { get; }

    /// <summary>What was stated on it, one after the other.</summary>
    public OwnChain Chain { get; }

    /// <summary>Whether there is a connection on which this Agent has its seat.</summary>
    public bool IsUp
    {
        get
        {
            lock (gate)
            {
                return current is not null && seated.Task.IsCompleted;
            }
        }
    }

    /// <summary>When something was last heard on the connection that was lost last, as a timestamp of the clock.</summary>
    public long LastHeard { get; private set; }

    /// <summary>Connects and asks for a nameplate; the connection stays only where there is a ticket.</summary>
    public async Task<(CodeTrouble? Trouble, JoinTicket? Ticket)> Join(string nameplate, IRelayEvents events)
    {
        try
        {
            using var limit = new CancellationTokenSource(SessionTimes.JoinLimit, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Over);
            var dialled = await Dial(events, both.Token);
            var outcome = await dialled.Link.Join(SessionTimes.Request(nameplate), both.Token).WaitAsync(both.Token);
            if (outcome is { Refusal: null, Ticket: { Viewer: > 0, RelayKey: not null, Seat: not null } ticket })
            {
                Seat(dialled);
                return (null, ticket);
            }

            // The Relay does not keep connections that have joined nothing; the next code dials again.
            await HangUp();
            return (outcome?.Refusal is { } refusal ? SessionTimes.TroubleOf(refusal) : CodeTrouble.UnclearOffer, null);
        }
        catch (Exception problem)
        {
            // Whatever it was, the customer must get the code window back.
            var expected = problem is RelayUnreachableException or OperationCanceledException;
            log.Log(expected ? LogLevel.Information : LogLevel.Error, problem, "The Relay did not answer.");
            await HangUp();
            return (CodeTrouble.RelayUnreachable, null);
        }
    }

    /// <summary>Connects again and asks for the seat that was held before.</summary>
    /// <returns>The Relay's answer, or null where there was none.</returns>
    public async Task<RejoinOutcome?> Rejoin(RejoinRequest request, IRelayEvents events, TimeSpan atMost)
    {
        try
        {
            using var limit = new CancellationTokenSource(atMost, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Over);
            var dialled = await Dial(events, both.Token);
            var outcome = await dialled.Link.Rejoin(request, both.Token).WaitAsync(both.Token);
            if (outcome is { Seated: true })
            {
                Seat(dialled);
                return outcome;
            }

            await HangUp();
            return outcome ?? new RejoinOutcome(false, null);
        }
        catch (Exception problem)
        {
            // Whatever it was, it is one try that came to nothing: the next may do better.
            var expected = problem is RelayUnreachableException or OperationCanceledException;
            log.Log(
                expected ? LogLevel.Information : LogLevel.Error,
                expected ? null : problem,
                "The Relay cannot be reached again yet: {Why}",
                problem.Message);
            await HangUp(TimeSpan.Zero);
            return null;
        }
    }

    /// <summary>
    /// True once the step is in the log; false where it is not, or nobody can say. Where the connection is lost meanwhile,
    /// it is said again on the next one: the Relay writes no step twice.
    /// </summary>
    public Task<bool> Report(AgentReport report) => Say(Statement.Of(report));

    /// <summary>The customer's answer about a further viewer; as <see cref="Report(AgentReport)"/>.</summary>
    public Task<bool> Admit(int viewer, bool allowed) => Say(Statement.OfAdmitting(viewer, allowed));

    /// <summary>The technician hands the session over; as <see cref="Report(AgentReport)"/>.</summary>
    public Task<bool> HandOver(int viewer) => Say(Statement.OfHandingOver(viewer));

    /// <summary>A file or a clipboard begins or has come to its end; as <see cref="Report(AgentReport)"/>.</summary>
    public Task<bool> Transferred(TransferReport report) => Say(Statement.Of(report));

    /// <summary>A statement; as <see cref="Report(AgentReport)"/>.</summary>
    public async Task<bool> Say(Statement statement)
    {
        Connection? tried = null;
        try
        {
            while (true)
            {
                var to = await Next(tried).WaitAsync(HubContract.ComeBackWithin, clock, Over);
                tried = to;
                try
                {
                    using var limit = new CancellationTokenSource(SessionTimes.ReportLimit, clock);
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Over);
                    return await Chain.Say(statement, to.Link, both.Token);
                }
                catch (RelayUnreachableException problem)
                {
                    log.LogInformation("The Relay did not confirm {What}: {Why}", statement, problem.Message);
                }
            }
        }
        catch (Exception problem) when (problem is TimeoutException or OperationCanceledException)
        {
            log.LogInformation("The Relay did not confirm {What}: {Why}", statement, problem.Message);
            return false;
        }
    }

    /// <summary>A content key, wrapped for auditors, on the connection that there is: on another one there is another key.</summary>
    /// <returns>True where the Relay keeps what comes under it, false where it does not; null where the connection is lost.</returns>
    public async Task<bool?> RecordKey(byte[] wrapped)
    {
        if (Now is not { } to)
        {
            return null;
        }

        try
        {
            using var limit = new CancellationTokenSource(SessionTimes.ReportLimit, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Over);
            return await to.Link.RecordKey(wrapped, both.Token).WaitAsync(both.Token);
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            return problem is RelayUnreachableException || Over.IsCancellationRequested ? null : false;
        }
    }

    /// <summary>Says a statement once, on the connection that there is.</summary>
    public async Task<bool> Say(Statement statement, TimeSpan atMost)
    {
        if (Now is not { } to)
        {
            return false;
        }

        try
        {
            using var limit = new CancellationTokenSource(atMost, clock);
            return await Chain.Say(statement, to.Link, limit.Token);
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            log.LogInformation("The Relay did not confirm {What}: {Why}", statement, problem.Message);
            return false;
        }
    }

    /// <summary>Sends a Viewer a message of an exchange.</summary>
    /// <returns>True once the Relay has passed it on.</returns>
    public async Task<bool> Exchange(int viewer, byte[] message)
    {
        try
        {
            if (Now is not { } to)
            {
                return false;
            }

            await to.Link.Exchange(viewer, message, Over);
            return true;
        }
        catch (Exception problem) when (problem is RelayUnreachableException or OperationCanceledException)
        {
            log.LogInformation("Viewer {Viewer} was not reached: {Why}", viewer, problem.Message);
            return false;
        }
    }

    /// <summary>Sends envelopes until there are no more. A stream that breaks is a connection that is lost.</summary>
    public async Task Upload(ChannelReader<byte[]> envelopes)
    {
        if (Now is not { } to)
        {
            return;
        }

        try
        {
            await to.Link.Upload(envelopes, Over);
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
        catch (RelayUnreachableException problem)
        {
            log.LogInformation("The upload stream broke: {Why}", problem.Message);
            to.Ear.ConnectionLost();
        }
    }

    /// <summary>The connection is of no use any more: it is cut, and counts as lost.</summary>
    public void Break() => Now?.Ear.ConnectionLost();

    /// <summary>Closes the connection; what is under way on it fails.</summary>
    public Task HangUp() => HangUp(SessionTimes.LastWord);

    /// <summary>As <see cref="HangUp()"/>, for good.</summary>
    /// <param name="atMost">How long what still waits may go on leaving; zero cuts the connection at once.</param>
    public async Task Close(TimeSpan atMost)
    {
        await over.CancelAsync();
        await HangUp(atMost);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        over.Dispose();
        Chain.Dispose();
    }

    private Connection? Now
    {
        get
        {
            lock (gate)
            {
                return current;
            }
        }
    }

    private static TaskCompletionSource<Connection> NewSeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<Connection> Dial(IRelayEvents events, CancellationToken cancel)
    {
        var ear = new LineEar(events, Lost);
        try
        {
            var dialled = new Connection(await dialer.DialInTime(ear, cancel), ear);
            lock (gate)
            {
                current = dialled;
            }

            return dialled;
        }
        catch (OperationCanceledException)
        {
            ear.Close();
            throw;
        }
    }

    private void Seat(Connection dialled)
    {
        lock (gate)
        {
            if (current == dialled)
            {
                seated.TrySetResult(dialled);
            }
        }
    }

    private void Lost(LineEar ear)
    {
        if (Take(c => c.Ear == ear) is { } lost)
        {
            LastHeard = lost.Link.LastHeard;
            lost.Link.Cut();
            _ = lost.Link.DisposeAsync().AsTask();
        }
    }

    private Connection? Take(Func<Connection, bool> which)
    {
        lock (gate)
        {
            if (current is not { } taken || !which(taken))
            {
                return null;
            }

            current = null;
            taken.Gone.TrySetResult();
            if (seated.Task.IsCompleted)
            {
                seated = NewSeat();
            }

            return taken;
        }
    }

    // The connection that there is, or the one that comes after the one that was tried.
    private async Task<Connection> Next(Connection? tried)
    {
        while (true)
        {
            TaskCompletionSource<Connection> waiting;
            lock (gate)
            {
                waiting = seated;
            }

            var to = await waiting.Task;
            if (to != tried)
            {
                return to;
            }

            // It failed under the step, and its loss is about to be noticed.
            await to.Gone.Task;
        }
    }

    private async Task HangUp(TimeSpan atMost)
    {
        if (Take(_ => true) is not { } old)
        {
            return;
        }

        old.Ear.Close();
        if (atMost == TimeSpan.Zero)
        {
            old.Link.Cut();
        }

        var closing = old.Link.DisposeAsync().AsTask();
        try
        {
            await closing.WaitAsync(atMost == TimeSpan.Zero ? SessionTimes.LastWord : atMost, clock);
        }
        catch (TimeoutException)
        {
            // What it still held is thrown away; the rest of it ends by itself.
            old.Link.Cut();
            log.LogInformation("The connection did not close in time and was cut.");
        }
    }

    /// <summary>A connection, and who hears it.</summary>
    private sealed class Connection(IRelayLink link, LineEar ear)
    {
        public IRelayLink Link { get; } = link;

        public LineEar Ear { get; } = ear;

        /// <summary>Done once it is not the present one any more.</summary>
        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
