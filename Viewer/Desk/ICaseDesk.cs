using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Desk;

/// <summary>The cases, as the pages need them. The Relay implements it; every call is made by a signed-in technician, or by a program with its key.</summary>
public interface ICaseDesk
{
    /// <summary>Cases, those that wait longest for a session first, then the newest; at most 200.</summary>
    Task<IReadOnlyList<CaseSummary>> List(CancellationToken cancel);

    /// <summary>One case with its sessions, newest first; null where there is none.</summary>
    Task<CaseDetails?> Find(Guid id, CancellationToken cancel);

    /// <summary>Opens a case. <paramref name="form"/> is already valid.</summary>
    /// <returns>The new case's id, or null where the number is taken.</returns>
    Task<Guid?> Open(NewCase form, CancellationToken cancel);
}

/// <summary>A line of the list of cases.</summary>
/// <param name="Id">The case.</param>
/// <param name="Number">Its number at the help desk.</param>
/// <param name="Customer">The customer's name.</param>
/// <param name="Problem">One line.</param>
/// <param name="Opened">When it was opened, UTC.</param>
/// <param name="ActiveSession">A session that is not over, if any.</param>
/// <param name="Sessions">How many sessions it has had.</param>
/// <param name="ActiveState">Where the session that is not over stands, if there is one.</param>
public sealed record CaseSummary(
    Guid Id,
    string Number,
    string Customer,
    string Problem,
    DateTimeOffset Opened,
    Guid? ActiveSession,
    int Sessions,
    SessionState? ActiveState = null);

/// <summary>A case with everything that its page shows.</summary>
public sealed record CaseDetails(
    Guid Id,
    string Number,
    string Customer,
    string Callback,
    string Problem,
    DateTimeOffset Opened,
    IReadOnlyList<SessionSummary> Sessions)
{
    /// <summary>The newest session that is not over.</summary>
    public SessionSummary? Active => Sessions.FirstOrDefault(session => !SessionLifecycle.IsOver(session.State));
}

/// <summary>What is written to open a case, each as one line of at least one character after trimming.</summary>
/// <param name="Number">At most <see cref="LongestNumber"/>.</param>
/// <param name="Customer">At most <see cref="LongestCustomer"/>.</param>
/// <param name="Callback">At most <see cref="LongestCallback"/>.</param>
/// <param name="Problem">At most <see cref="LongestProblem"/>.</param>
public sealed record NewCase(string Number, string Customer, string Callback, string Problem)
{
    /// <summary>Characters of <see cref="Number"/>.</summary>
    public const int LongestNumber = 40;

    /// <summary>Characters of <see cref="Customer"/>.</summary>
    public const int LongestCustomer = 100;

    /// <summary>Characters of <see cref="Callback"/>.</summary>
    public const int LongestCallback = 40;

    /// <summary>Characters of <see cref="Problem"/>.</summary>
    public const int LongestProblem = 200;
}
