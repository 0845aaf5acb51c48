namespace RemoteAssist.Viewer.Desk;

/// <summary>Pictures of the screen that technicians keep with a case. The Relay implements it.</summary>
public interface ISnapshotDesk
{
    /// <summary>
    /// Keeps a picture under a name that the Relay makes, with its hash in the log first. What it shows is the Viewer's word:
    /// the Relay has never seen the screen.
    /// </summary>
    /// <param name="session">A session of the technician who is signed in, that shows the screen or has just ended.</param>
    /// <param name="png">A PNG of at most <see cref="Snapshot.MostBytes"/>.</param>
    /// <param name="cancel">Only before the commit begins.</param>
    Task<SnapshotAnswer> Keep(Guid session, byte[] png, CancellationToken cancel);

    /// <summary>The snapshots of a case, newest first.</summary>
    Task<IReadOnlyList<Snapshot>> OfCase(Guid caseId, CancellationToken cancel);

    /// <summary>The PNG of one of this case's, if its hash is still the one in the log.</summary>
    Task<SnapshotPicture> Picture(Guid caseId, Guid id, CancellationToken cancel);

    /// <summary>Deletes one for good, with an entry in the log first. For administrators: it may be evidence.</summary>
    Task<SnapshotOutcome> Delete(Guid id, CancellationToken cancel);
}

/// <summary>A picture that was kept.</summary>
/// <param name="Id">Its name, made by the Relay.</param>
/// <param name="Session">During which session.</param>
/// <param name="Technician">Who took it.</param>
/// <param name="Taken">When, UTC.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Bytes">Of the PNG.</param>
/// <param name="Sha256">Of the PNG, lower-case hex, as in the log.</param>
/// <param name="MayDelete">Whether whoever is signed in may delete it.</param>
public sealed record Snapshot(
    Guid Id, Guid Session, string Technician, DateTimeOffset Taken, int Width, int Height, int Bytes, string Sha256, bool MayDelete)
{
    /// <summary>The largest that is taken.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>So many pixels at most: four screens of 4K.</summary>
    public const int MostPixels = 4 * 3840 * 2160;

    /// <summary>So many for one case.</summary>
    public const int MostOfCase = 50;
}

/// <summary>What became of keeping one.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Id">Its name, where it was kept.</param>
public sealed record SnapshotAnswer(SnapshotOutcome Outcome, Guid? Id = null);

/// <summary>One that was looked for.</summary>
/// <param name="Outcome">Whether it is there.</param>
/// <param name="Png">It, where it is.</param>
public sealed record SnapshotPicture(SnapshotOutcome Outcome, byte[]? Png = null);

/// <summary>How it went.</summary>
public enum SnapshotOutcome
{
    /// <summary>It is in the log and done.</summary>
    Done,

    /// <summary>There is no such session or snapshot.</summary>
    NotThere,

    /// <summary>It is somebody else's, or only for administrators.</summary>
    NotTheirs,

    /// <summary>The session has never shown the screen, or has been over for a while.</summary>
    NotNow,

    /// <summary>It is no PNG, or too large.</summary>
    Unfit,

    /// <summary>The case has as many as it may.</summary>
    TooMany,

    /// <summary>The Relay's disk is nearly full, and what is left of it is for the log.</summary>
    NoRoom,

    /// <summary>Its bytes are not those whose hash is in the log.</summary>
    Altered,
}
