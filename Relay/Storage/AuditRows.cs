using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Storage;

/// <summary>What an auditor found of a session; their words are in its entry.</summary>
public sealed class ReviewRow
{
    public required Guid SessionId { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The id of the auditor's account.</summary>
    public required string Account { get; init; }

    public required DateTimeOffset Reviewed { get; init; }
}

/// <summary>When somebody's last reading of something became an entry.</summary>
public sealed class LogReadingRow
{
    /// <summary>The id of their account.</summary>
    public required string Account { get; init; }

    /// <summary>What was read: <c>session/…</c> or <c>case/…</c> with its id.</summary>
    public required string What { get; init; }

    public required DateTimeOffset Read { get; init; }
}
