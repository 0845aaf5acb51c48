namespace RemoteAssist.Viewer.Desk;

/// <summary>
/// What technicians write beside the log: with a case its notes and its checklist, with an account its quick phrases.
/// The Relay implements it; every call is made by a signed-in technician.
/// </summary>
public interface IPaperDesk
{
    /// <summary>A paper as it was saved last; empty and of version 0 where nobody has written on it.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="caseId">The case; null for <see cref="PaperKind.Phrases"/>, which are the account's own.</param>
    /// <param name="cancel">Gives up.</param>
    Task<Paper> Find(PaperKind kind, Guid? caseId, CancellationToken cancel);

    /// <summary>
    /// Saves a paper in place of version <paramref name="basedOn"/>, and of that one only: whoever has not seen what
    /// another wrote meanwhile is told of it instead, and nothing is overwritten.
    /// </summary>
    Task<PaperAnswer> Save(PaperKind kind, Guid? caseId, int basedOn, string body, CancellationToken cancel);
}

/// <summary>The papers that there are, and how large each may be.</summary>
public enum PaperKind
{
    /// <summary>Plain text, up to 20,000 characters.</summary>
    Notes,

    /// <summary>JSON: <c>{"topics":["printer"],"items":[{"id":"a1","text":"…","done":false}]}</c>; up to 60 items of 200 characters.</summary>
    Checklist,

    /// <summary>JSON: <c>["…"]</c>; up to 40 phrases of 300 characters.</summary>
    Phrases,
}

/// <summary>A paper as it was saved.</summary>
/// <param name="Version">Rises by one with each save; 0 where there was none.</param>
/// <param name="Body">What stands on it; empty where there was no save.</param>
/// <param name="By">Who saved it; null where nobody has.</param>
/// <param name="Saved">When, UTC.</param>
public sealed record Paper(int Version, string Body, string? By, DateTimeOffset? Saved)
{
    /// <summary>Nobody has written on it.</summary>
    public static readonly Paper Empty = new(0, "", null, null);
}

/// <summary>What became of a save.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Now">The paper as it stands now, where it was saved or overtaken.</param>
public sealed record PaperAnswer(PaperOutcome Outcome, Paper? Now = null);

/// <summary>How a save went.</summary>
public enum PaperOutcome
{
    /// <summary>It is on disk.</summary>
    Saved,

    /// <summary>Somebody else saved meanwhile; nothing was changed.</summary>
    Overtaken,

    /// <summary>It is too long, or not of its form.</summary>
    Unfit,

    /// <summary>There is no such case.</summary>
    NoSuchCase,
}
