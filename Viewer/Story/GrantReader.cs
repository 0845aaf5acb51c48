using System.Globalization;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Story;

/// <summary>Follows through a session's entries what the customer allows at each.</summary>
internal sealed class GrantReader
{
    /// <summary>How long after its grant a use may still be reported: the Agent signs what it did at least every ten seconds.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Scope, DateTimeOffset> lost = [];
    private HashSet<Scope> scopes = [];
    private bool paused;

    /// <summary>When the customer allowed the session.</summary>
    public DateTimeOffset? AllowedAt { get; private set; }

    /// <summary>Until when, by the last word on it.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Takes the next entry that succeeded.</summary>
    public void Take(LogLine line)
    {
        switch (SessionSteps.EventOf(line.Action))
        {
            case SessionEvent.Allow:
                AllowedAt ??= line.Time;
                Grant(line);
                break;
            case SessionEvent.Change:
                Grant(line);
                break;
            case SessionEvent.Pause:
                paused = true;
                Lose(scopes, line.Time);
                break;
            case SessionEvent.Resume:
                paused = false;
                break;
            case SessionEvent.End:
                EndedAt ??= line.Time;
                Lose(scopes, line.Time);
                break;
        }
    }

    /// <summary>Whether this may begin at this moment.</summary>
    public bool Allows(Scope scope, DateTimeOffset at) =>
        scopes.Contains(scope) && !paused && EndedAt is null && (Until is not { } until || at <= until + Slack);

    /// <summary>Whether this may be reported at this moment: it is allowed, or was until a moment ago.</summary>
    public bool AllowsReport(Scope scope, DateTimeOffset at) =>
        Allows(scope, at) || (lost.TryGetValue(scope, out var moment) && at - moment <= Slack);

    private void Grant(LogLine line)
    {
        var now = (line.Values.GetValueOrDefault("scopes") ?? "").Split(',').Select(name => EnumName.Read<Scope>(name)).OfType<Scope>().ToHashSet();
        Lose(scopes.Except(now), line.Time);
        scopes = now;
        if (DateTimeOffset.TryParse(line.Values.GetValueOrDefault("until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            Until = until;
        }
    }

    private void Lose(IEnumerable<Scope> taken, DateTimeOffset at)
    {
        foreach (var scope in taken)
        {
            lost[scope] = at;
        }
    }
}
