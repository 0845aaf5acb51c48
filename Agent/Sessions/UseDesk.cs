using Microsoft.Extensions.Logging;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Counts what is injected, and signs for it. <c>1 opened, in the log   2 injected   3 counted, every few seconds   4 closed</c>.
/// Everything is called under the session's lock.
/// </summary>
/// <remarks>
/// What is injected and not in the log yet is never older than ten seconds: where a report does not get there, nothing
/// more is injected. A crash here loses what came since the last report, and the Relay says so.
/// </remarks>
internal sealed class UseDesk(SessionStanding standing, RelayLine line, SessionTimers timers, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly Queue<(UseReport Report, Statement Said)> unsaid = new(); // the first is on its way
    private readonly Looking looking = new(timers, SessionTimes.CountLook);
    private TaskCompletionSource? settling;
    private SessionKey? key;
    private Guid session;
    private byte[] exchange = [];
    private State state;
    private InputCounts counted = InputCounts.None; // in this interval
    private int number;
    private int interval;
    private bool saying;
    private bool failing;
    private long begun;
    private long lastUse;
    private long? fresh; // when the oldest event was done that no report has yet
    private long? signed; // the same of reports that are not in the log yet

    private enum State
    {
        Closed,
        Opening,
        Open,
    }

    /// <summary>Told when an opening was answered, and when a report does not get into the log.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Whether something may be injected now.</summary>
    public bool IsOpen => state == State.Open && !failing && !(Oldest is { } since && clock.GetElapsedTime(since) >= SessionTimes.CountWithin);

    /// <summary>Whether the opening of an interval is on its way to the log.</summary>
    public bool IsOpening => state == State.Opening && !failing && clock.GetElapsedTime(begun) < SessionTimes.OpenWithin;

    /// <summary>Reports that the Relay has not confirmed, oldest first.</summary>
    public IReadOnlyList<Statement> Unsaid => [.. unsaid.Select(one => one.Said)];

    private long? Oldest => signed ?? fresh;

    /// <summary>A code held: what is counted from now on is signed with this key, which is this desk's now.</summary>
    public void Begin(SessionKey own, Guid joined, byte[] transcriptHash) => (key, session, exchange) = (own, joined, transcriptHash);

    /// <summary>Opens an interval, unless one is.</summary>
    public void Open()
    {
        if (state != State.Closed || failing || key is null)
        {
            return;
        }

        state = State.Opening;
        begun = clock.GetTimestamp();
        interval++;
        counted = InputCounts.None;
        Sign(UseStep.Opened);
    }

    /// <summary>So much more was injected.</summary>
    public void Count(InputCounts more)
    {
        lastUse = clock.GetTimestamp();
        if (more != InputCounts.None)
        {
            counted += more;
            fresh ??= lastUse;
        }
    }

    /// <summary>Closes the interval, if one is open.</summary>
    public void Close()
    {
        if (state != State.Closed)
        {
            state = State.Closed;
            Sign(UseStep.Closed);
        }
    }

    /// <summary>Done once every report is in the log.</summary>
    public Task Settled() => unsaid.Count == 0
        ? Task.CompletedTask
        : (settling ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <inheritdoc/>
    public void Dispose() => key?.Dispose();

    private void Sign(UseStep step)
    {
        var report = key!.Sign(session, exchange, new UseReport(++number, interval, step, clock.GetUtcNow(), counted, [], []));
        unsaid.Enqueue((report, Statement.Of(report)));
        (signed, fresh) = (Oldest, null);
        if (!saying && !failing)
        {
            SayOn();
        }
    }

    private void SayOn()
    {
        saying = true;
        _ = SayAll();
    }

    private async Task SayAll()
    {
        while (true)
        {
            (UseReport Report, Statement Said) next;
            lock (standing.Gate)
            {
                if (!unsaid.TryPeek(out next))
                {
                    saying = false;
                    settling?.TrySetResult();
                    return;
                }
            }

            var logged = await line.Say(next.Said);
            lock (standing.Gate)
            {
                if (!logged)
                {
                    Fail();
                    return;
                }

                Logged(next.Report);
            }
        }
    }

    private void Logged(UseReport report)
    {
        unsaid.Dequeue();
        failing = false;
        if (unsaid.Count == 0)
        {
            signed = null;
        }

        if (report.Step == UseStep.Opened)
        {
            if (state == State.Opening)
            {
                state = State.Open;
                lastUse = clock.GetTimestamp();
                Look();
            }

            Changed();
        }
    }

    // Said again until it is there: a number that is left out would be one too few in the log.
    private void Fail()
    {
        saying = false;
        if (!failing)
        {
            log.LogWarning("The use of pointer and keyboard does not get into the log: there is none.");
        }

        failing = true;
        Changed();
        timers.Once(SessionTimes.CountAgain, () =>
        {
            if (!saying)
            {
                SayOn();
            }
        });
    }

    private void Look() => looking.Begin(() =>
    {
        if (state == State.Open && clock.GetElapsedTime(lastUse) >= SessionTimes.UseLasts)
        {
            Close();
        }
        else if (state == State.Open && unsaid.Count == 0 && fresh is { } since && clock.GetElapsedTime(since) >= SessionTimes.CountAfter)
        {
            Sign(UseStep.Counted);
        }

        return state != State.Closed;
    });
}
