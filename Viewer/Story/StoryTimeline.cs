using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Story;

/// <summary>What kind of moment an entry is.</summary>
public enum StoryMarker
{
    /// <summary>Of no kind that is marked.</summary>
    None,

    /// <summary>The customer was asked something, or answered somebody's wish.</summary>
    Question,

    /// <summary>What is allowed began or changed.</summary>
    Grant,

    /// <summary>Sharing began.</summary>
    Shown,

    /// <summary>Pause, or its end.</summary>
    Pause,

    /// <summary>Mouse and keyboard were used.</summary>
    Control,

    /// <summary>Files, clipboard, facts and pictures that went.</summary>
    Transfer,

    /// <summary>Somebody came, went or was handed something.</summary>
    People,

    /// <summary>The end.</summary>
    End,

    /// <summary>Somebody looked into it afterwards.</summary>
    Review,
}

/// <summary>The entries of one minute, in their order.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Entries">With their markers.</param>
public sealed record StoryMinute(DateTimeOffset Minute, IReadOnlyList<(LogLine Line, StoryMarker Marker)> Entries);

/// <summary>Groups a session's entries by the minute, in the order of the log: where a clock jumped, a minute comes twice.</summary>
public static class StoryTimeline
{
    /// <summary>The minutes in which there was something.</summary>
    public static IReadOnlyList<StoryMinute> Of(IReadOnlyList<LogLine> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var minutes = new List<(DateTimeOffset Minute, List<(LogLine, StoryMarker)> Entries)>();
        foreach (var line in log)
        {
            var minute = new DateTimeOffset(line.Time.UtcTicks - (line.Time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
            if (minutes.Count == 0 || minutes[^1].Minute != minute)
            {
                minutes.Add((minute, []));
            }

            minutes[^1].Entries.Add((line, MarkerOf(line.Action)));
        }

        return [.. minutes.Select(one => new StoryMinute(one.Minute, one.Entries))];
    }

    /// <summary>What kind of moment an action is.</summary>
    public static StoryMarker MarkerOf(string action) => action switch
    {
        AuditActions.SessionHandedOver or AuditActions.ViewerJoined or AuditActions.ViewerLeft or AuditActions.AgentBack => StoryMarker.People,
        AuditActions.ViewerAdmitted or AuditActions.ViewerRefusedByCustomer or AuditActions.SessionRated => StoryMarker.Question,
        AuditActions.ColleagueChange => StoryMarker.Grant,
        AuditActions.LogRead or AuditActions.SessionNoted => StoryMarker.Review,
        AuditActions.FactsRead or AuditActions.SessionDiagnosed or AuditActions.SnapshotKept or AuditActions.SnapshotDeleted => StoryMarker.Transfer,
        _ when action.StartsWith("control.", StringComparison.Ordinal) => StoryMarker.Control,
        _ when action.StartsWith("file.", StringComparison.Ordinal) || action.StartsWith("clipboard.", StringComparison.Ordinal) => StoryMarker.Transfer,
        _ when action.StartsWith("colleague.", StringComparison.Ordinal) => StoryMarker.People,
        _ => SessionSteps.EventOf(action) switch
        {
            SessionEvent.Join => StoryMarker.Question,
            SessionEvent.Allow or SessionEvent.Change => StoryMarker.Grant,
            SessionEvent.Show => StoryMarker.Shown,
            SessionEvent.Pause or SessionEvent.Resume => StoryMarker.Pause,
            SessionEvent.End => StoryMarker.End,
            SessionEvent.Review => StoryMarker.Review,
            _ => StoryMarker.None,
        },
    };
}
