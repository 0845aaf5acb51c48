using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Viewer.Desk;

/// <summary>What technicians write down when a session is over. The Relay implements it.</summary>
public interface IWrapUpDesk
{
    /// <summary>The wrap-ups of a case's sessions.</summary>
    Task<IReadOnlyDictionary<Guid, WrapUp>> OfCase(Guid caseId, CancellationToken cancel);

    /// <summary>Writes a session's wrap-up, or writes it anew, with an entry in the log first.</summary>
    Task<WrapUpOutcome> Write(Guid session, WrapUp form, CancellationToken cancel);
}

/// <summary>What happened, what was done and what follows.</summary>
/// <param name="Topics">What it was about; each once, at most <see cref="MostTopics"/>.</param>
/// <param name="Solved">Whether the technician takes it as solved.</param>
/// <param name="Done">What was done, up to <see cref="LongestDone"/> characters; may be empty.</param>
/// <param name="Next">What follows.</param>
/// <param name="Words">A word about that, one line of up to <see cref="LongestWords"/> characters; may be empty.</param>
public sealed record WrapUp(IReadOnlyList<Topic> Topics, bool Solved, string Done, FollowUp Next, string Words)
{
    /// <summary>So many topics at most.</summary>
    public const int MostTopics = 5;

    /// <summary>So many characters at most of what was done.</summary>
    public const int LongestDone = 2000;

    /// <summary>So many characters at most of what follows.</summary>
    public const int LongestWords = 300;
}

/// <summary>What follows a session.</summary>
public enum FollowUp
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The technician calls the customer.</summary>
    Call,

    /// <summary>Another session.</summary>
    Session,

    /// <summary>Somebody comes to the customer.</summary>
    Visit,

    /// <summary>A colleague goes on.</summary>
    Colleague,

    /// <summary>The customer does something first.</summary>
    Customer,
}

/// <summary>How writing a wrap-up went.</summary>
public enum WrapUpOutcome
{
    /// <summary>It is in the log and kept.</summary>
    Written,

    /// <summary>There is no such session.</summary>
    NoSuchSession,

    /// <summary>The session goes on.</summary>
    NotOver,

    /// <summary>It was another technician's session.</summary>
    NotTheirs,

    /// <summary>Something in it is too long, or twice.</summary>
    Unfit,
}
