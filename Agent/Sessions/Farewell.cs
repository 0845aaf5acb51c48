using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>What the customer sees at the end, and for how long at most.</summary>
internal sealed record Farewell(CustomerScreen Screen, TimeSpan Stays)
{
    /// <summary>The farewell for this reason.</summary>
    /// <param name="reason">Why it ended.</param>
    /// <param name="joined">Whether there was a question at all.</param>
    /// <param name="technician">Who asked.</param>
    /// <param name="summary">What was done; null where nothing was ever allowed.</param>
    /// <param name="record">How the record of it stands; null where nobody checks it.</param>
    public static Farewell For(EndReason reason, bool joined, string technician, SessionSummary? summary, RecordStanding? record) => reason switch
    {
        // The computer is being shut down, or the customer closed a window: a further window would only be in the way.
        _ when !joined => Silent,
        EndReason.AgentClosed or EndReason.QuestionClosed => Silent,

        // There are the two questions to be answered.
        _ when summary is not null => new Farewell(new CustomerScreen.Goodbye(reason, technician, summary, record), SessionTimes.SummaryStays),

        // What the customer did needs no button to be confirmed.
        EndReason.Declined => new Farewell(new CustomerScreen.Notice(reason, technician), SessionTimes.NoticeStays),

        _ => new Farewell(new CustomerScreen.Goodbye(reason, technician), SessionTimes.GoodbyeStays),
    };

    private static Farewell Silent => new(new CustomerScreen.Nothing(), TimeSpan.Zero);
}
