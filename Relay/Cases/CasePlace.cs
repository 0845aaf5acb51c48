namespace RemoteAssist.Relay.Cases;

/// <summary>A place in the list of cases: those that had no session yet come first, the oldest on top; then the others, the newest on top.</summary>
/// <param name="HasHadSessions">In which half it is.</param>
/// <param name="Opened">When its case was opened.</param>
/// <param name="Id">Its case.</param>
internal sealed record CasePlace(bool HasHadSessions, DateTimeOffset Opened, Guid Id);
