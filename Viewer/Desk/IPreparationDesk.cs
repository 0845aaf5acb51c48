namespace RemoteAssist.Viewer.Desk;

/// <summary>What programs have prepared for the next session of a case. The Relay implements it.</summary>
public interface IPreparationDesk
{
    /// <summary>What is prepared; null where nothing is, or a session was asked for since.</summary>
    Task<PreparedSession?> Find(Guid caseId, CancellationToken cancel);
}

/// <summary>What the form that asks for a session is filled in with. Only a technician who sends it off starts anything.</summary>
/// <param name="Wish">What is to be asked for.</param>
/// <param name="By">What the program is called.</param>
/// <param name="At">When it was written down, UTC.</param>
public sealed record PreparedSession(SessionWish Wish, string By, DateTimeOffset At);
