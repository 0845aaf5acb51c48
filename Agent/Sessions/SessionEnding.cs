using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The end, whatever brings it: first the picture stops, then the customer reads why, while the Relay is told.</summary>
internal sealed class SessionEnding(
    SessionStanding standing,
    ICustomerWindows windows,
    RelayLine line,
    LateReport late,
    UseDesk use,
    SessionTimers timers,
    PictureFlow pictures,
    Func<EndReason, SessionSummary?> sumUp,
    Action forget,
    IRatingLink? ratings,
    RecordDesk records,
    TimeProvider clock)
{
    private readonly TaskCompletionSource<EndReason?> finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource dismissed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task rated = Task.CompletedTask;
    private bool mayRate;
    private bool isRead;

    /// <inheritdoc cref="AgentSession.Finished"/>
    public Task<EndReason?> Finished => finished.Task;

    /// <inheritdoc cref="AgentSession.Told"/>
    public Task Told => told.Task;

    /// <summary>Ends the session at once; the first reason counts. With the lock or without.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="tell">Whether the Relay is told; it never is where no session was joined.</param>
    /// <param name="fault">With <see cref="EndReason.Altered"/>: what was wrong.</param>
    public void End(EndReason reason, bool tell, SealingFault? fault = null)
    {
        lock (standing.Gate)
        {
            var joined = standing.State != SessionState.Requested;
            if (!standing.Move(SessionEvent.End))
            {
                return;
            }

            pictures.Close();
            timers.Stop();
            forget();
            var summary = sumUp(reason);
            mayRate = summary is not null;
            var farewell = Farewell.For(reason, joined, standing.Grant?.Technician ?? standing.Offer?.Technician ?? "", summary, records.AtFirst);
            windows.Show(farewell.Screen);
            _ = SayGoodbye(new AgentReport(SessionEvent.End, reason, Fault: fault), tell && joined, joined, farewell);
        }
    }

    /// <summary>The Relay says that the session is over. Called under the lock.</summary>
    public void EndByRelay(EndReason reason) => End(Believable(reason), tell: false);

    /// <summary>The customer stops what was allowed.</summary>
    public void Stop()
    {
        lock (standing.Gate)
        {
            if (standing.Grant is not null)
            {
                End(EndReason.StoppedByCustomer, tell: true);
            }
        }
    }

    /// <summary>The customer answers the questions of the good-bye; once.</summary>
    public void Rate(Rating rating)
    {
        lock (standing.Gate)
        {
            if (mayRate && ratings is not null && standing.Ticket is { } ticket && !dismissed.Task.IsCompleted)
            {
                mayRate = false;
                rated = SayRating(ratings, ticket, rating);
            }
        }
    }

    /// <summary>The customer has read the good-bye.</summary>
    public void Dismiss() => dismissed.TrySetResult();

    /// <summary>Nobody is left to read the good-bye, and little time to tell the Relay.</summary>
    public void Hurry()
    {
        late.Hurry();
        Dismiss();
    }

    private async Task SayGoodbye(AgentReport end, bool tell, bool joined, Farewell farewell)
    {
        var reading = Reading(farewell);
        var patience = standing.Grant is null ? SessionTimes.LastWord : SessionTimes.LastWordBehindPictures;
        var owed = false;
        var statement = Statement.Of(end);
        if (tell)
        {
            // The answer says that everything in front of the report is through as well: nothing is left to be cut then.
            owed = !await line.Say(statement, patience);
            patience = owed ? TimeSpan.Zero : SessionTimes.LastWord;
        }

        var uncounted = await LastCount(wait: !owed);
        await line.Close(patience);
        told.TrySetResult();
        var saying = owed && standing.Ticket is { } ticket ? late.Say(ticket, statement, uncounted) : Task.CompletedTask;
        using var closed = new CancellationTokenSource();
        var checking = CheckRecord(farewell, saying, closed.Token);
        await reading;
        lock (standing.Gate)
        {
            isRead = true;
            windows.Show(new CustomerScreen.Nothing());
        }

        await closed.CancelAsync();
        await saying;
        await checking;
        await rated;
        finished.TrySetResult(joined ? end.Reason : null);
    }

    // What is not in the log by now is said with the end, if that is owed too; else the Relay writes that it is missing.
    private async Task<IReadOnlyList<Statement>> LastCount(bool wait)
    {
        Task settled;
        lock (standing.Gate)
        {
            settled = wait && line.IsUp ? use.Settled() : Task.CompletedTask;
        }

        try
        {
            await settled.WaitAsync(SessionTimes.LastWord, clock);
        }
        catch (TimeoutException)
        {
            // The customer does not wait for it any longer.
        }

        lock (standing.Gate)
        {
            return use.Unsaid;
        }
    }

    // Once all is stated; what comes of it after the window is nobody's any more.
    private async Task CheckRecord(Farewell farewell, Task saying, CancellationToken closed)
    {
        if (farewell.Screen is CustomerScreen.Goodbye { Record: not null } goodbye && standing.Ticket is { } ticket)
        {
            await saying;
            var found = await records.Check(ticket, closed);
            lock (standing.Gate)
            {
                if (!isRead)
                {
                    windows.Show(goodbye with { Record = found });
                }
            }
        }
    }

    // Behind the end itself: an answer belongs to a session that is over.
    private async Task SayRating(IRatingLink link, JoinTicket ticket, Rating rating)
    {
        await told.Task;
        try
        {
            await link.Say(ticket, rating).WaitAsync(SessionTimes.RatingLimit, clock);
        }
        catch (TimeoutException)
        {
            // It helps the technicians, not the customer, who waits for the program to go.
        }
    }

    private async Task Reading(Farewell farewell)
    {
        try
        {
            await dismissed.Task.WaitAsync(farewell.Stays, clock);
        }
        catch (TimeoutException)
        {
            // Nobody pressed OK; it has been there long enough.
        }
    }

    // Only what the Relay can know better than the Agent. Whatever the customer or the Agent would have done, the Agent
    // knows itself, and the customer must not read that they declined what they allowed.
    private EndReason Believable(EndReason reason) => reason switch
    {
        EndReason.StoppedByTechnician or EndReason.TechnicianLost or EndReason.TimeUp or EndReason.RelayLost
            or EndReason.Altered => reason,

        // The Relay waited in vain for this Agent: from here, it was the Relay that was lost.
        EndReason.CustomerLost => EndReason.RelayLost,
        EndReason.NoAnswer when standing.Grant is null => reason,
        _ => EndReason.Fault,
    };
}
