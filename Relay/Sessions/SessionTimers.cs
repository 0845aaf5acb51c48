using Microsoft.Extensions.Options;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What falls due in a session by time alone.</summary>
internal enum Due
{
    /// <summary>The log is tried again.</summary>
    LogRetry,

    /// <summary>The code's time is over.</summary>
    CodeOver,

    /// <summary>The two ends' time to try the code is over.</summary>
    TryOver,

    /// <summary>The technician did not ask for a code.</summary>
    NoNewCode,

    /// <summary>The customer's time to answer is over.</summary>
    NoAnswer,

    /// <summary>The grant has run out.</summary>
    TimeUp,

    /// <summary>The Agent did not come back.</summary>
    NoAgent,

    /// <summary>No Viewer came back.</summary>
    NoViewer,
}

/// <summary>One timer per session, always set to what falls due next.</summary>
internal sealed class SessionTimers(TimeProvider clock, IOptions<SessionOptions> options)
{
    /// <summary>The Agent counts the answer's time by itself; the Relay waits a little longer for its word.</summary>
    public static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(5);

    /// <summary>Called when something falls due; set once, before the first session.</summary>
    public Action<ActiveSession>? Fire { get; set; }

    /// <summary>What falls due next in this session, and when.</summary>
    public (DateTimeOffset At, Due What)? Next(ActiveSession session)
    {
        if (session.IsOver)
        {
            return null;
        }

        // While the log cannot be written no other step could be taken anyway.
        (DateTimeOffset At, Due What)? next = session.Trouble is { } trouble
            ? (trouble.RetryAt, Due.LogRetry)
            : All(session, options.Value).OrderBy(due => due.At).Select(due => ((DateTimeOffset, Due)?)due).FirstOrDefault();
        return next is { } due && due.At < session.NotBefore ? (session.NotBefore, due.What) : next;
    }

    /// <summary>Sets the session's timer; called at the end of every step, while its gate is held.</summary>
    public void Set(ActiveSession session)
    {
        if (Next(session) is not { } due)
        {
            session.Timer?.Dispose();
            session.Timer = null;
            return;
        }

        session.Timer ??= clock.CreateTimer(_ => Fire?.Invoke(session), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var wait = due.At - clock.GetUtcNow();
        // Timers count whole milliseconds and round down; one more keeps them from firing just too early, over and over.
        session.Timer.Change(
            wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private static IEnumerable<(DateTimeOffset At, Due What)> All(ActiveSession session, SessionOptions options)
    {
        if (session.Standing.State is SessionState.Requested)
        {
            if (session.Room.Candidate is { } candidate)
            {
                // Begun while the code was good; it may end a few seconds after.
                yield return (candidate.Until, Due.TryOver);
            }
            else if (session.Code is { } code)
            {
                yield return (code.Expires, Due.CodeOver);
            }
            else if (session.Codeless is { } codeless)
            {
                yield return (codeless.Since + options.CodeLifetime, Due.NoNewCode);
            }

            yield break;
        }

        if (session.Standing is { State: SessionState.Joined, Joined: { } joined } && session.AgentSince is { } since)
        {
            // An Agent that comes back late may have been answered meanwhile; it has a moment to say so.
            var answered = joined + options.AnswerWithin;
            yield return ((answered > since ? answered : since) + AnswerSlack, Due.NoAnswer);
        }

        if (session.Standing.Until is { } until)
        {
            yield return (until, Due.TimeUp);
        }

        if (session.AgentBackBy is { } agentBackBy)
        {
            yield return (agentBackBy, Due.NoAgent);
        }

        if (session.ViewerBackBy is { } viewerBackBy)
        {
            yield return (viewerBackBy, Due.NoViewer);
        }
    }
}
