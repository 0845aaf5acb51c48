using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Story;

/// <summary>Compares what a session's entries tell with what its customer allowed. It judges the entries and trusts their words.</summary>
public static class StoryChecks
{
    // Ending what has run out takes the Relay a moment.
    private static readonly TimeSpan EndSlack = TimeSpan.FromSeconds(60);

    /// <summary>All comparisons, in the order of the page; of clipboard and facts only where there were any.</summary>
    /// <param name="log">A session's entries, oldest first.</param>
    /// <param name="use">What was found of the signed counts, and of the Agent's sequence.</param>
    public static IReadOnlyList<StoryCheck> Of(IReadOnlyList<LogLine> log, SignedUse use)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(use);
        var grant = new GrantReader();
        var story = new Story();
        foreach (var line in log.Where(line => line.Outcome is AuditOutcome.Success))
        {
            story.Take(line, grant);
            grant.Take(line);
        }

        StoryCheck?[] all =
        [
            Consent(story, grant), Looking(story, grant), story.Control.Check(StoryCheckKind.ControlInside), story.Files.Check(StoryCheckKind.FilesInside),
            story.Clipboard.IsNone ? null : story.Clipboard.Check(StoryCheckKind.ClipboardInside),
            story.Facts.IsNone ? null : story.Facts.Check(StoryCheckKind.FactsInside),
            Counts(story, grant, use), Sequence(use.Sequence), End(story, grant), Clock(log),
        ];
        return [.. all.OfType<StoryCheck>()];
    }

    private static StoryCheck Consent(Story story, GrantReader grant) => (grant.AllowedAt, story.FirstShown) switch
    {
        (null, null) => Say(StoryCheckKind.ConsentFirst, StoryCheckResult.Holds, "None"),
        ({ } allowed, null) => Say(StoryCheckKind.ConsentFirst, StoryCheckResult.Holds, "NotShown", allowed),
        ({ } allowed, { } shown) when !story.ShownUnasked => Say(StoryCheckKind.ConsentFirst, StoryCheckResult.Holds, "Holds", allowed, shown),
        (_, { } shown) => Say(StoryCheckKind.ConsentFirst, StoryCheckResult.Broken, "Broken", shown),
    };

    private static StoryCheck Looking(Story story, GrantReader grant)
    {
        if (story.FirstShown is not { } shown)
        {
            return Say(StoryCheckKind.LookingInside, StoryCheckResult.Holds, "None");
        }

        if (story.ShownUnasked || grant.Until is not { } until)
        {
            return Say(StoryCheckKind.LookingInside, StoryCheckResult.Broken, "Broken", shown);
        }

        return grant.EndedAt is not { } ended ? Say(StoryCheckKind.LookingInside, StoryCheckResult.Open, "Open", shown, until)
            : ended <= until + EndSlack ? Say(StoryCheckKind.LookingInside, StoryCheckResult.Holds, "Holds", shown, ended, until)
            : Say(StoryCheckKind.LookingInside, StoryCheckResult.Broken, "TooLong", ended, until);
    }

    private static StoryCheck Counts(Story story, GrantReader grant, SignedUse use)
    {
        var missing = story.Opened.Except(story.Closed).Count();
        return use.Fault is { } fault ? Say(StoryCheckKind.CountsSigned, StoryCheckResult.Broken, "Unsigned", fault)
            : story.Opened.Count == 0 ? Say(StoryCheckKind.CountsSigned, StoryCheckResult.Holds, "None")
            : missing == 0 ? Say(StoryCheckKind.CountsSigned, StoryCheckResult.Holds, "Holds", story.Opened.Count, use.Signed, story.Uncounted)
            : Say(StoryCheckKind.CountsSigned, grant.EndedAt is null ? StoryCheckResult.Open : StoryCheckResult.Broken, "Missing", missing, story.Opened.Count);
    }

    private static StoryCheck? Sequence(AgentSequence? sequence) => sequence is null ? null
        : sequence.Fault is { } fault ? Say(StoryCheckKind.AgentSequence, StoryCheckResult.Broken, "Broken", fault)
        : Say(StoryCheckKind.AgentSequence, StoryCheckResult.Holds, "Holds", sequence.Links);

    private static StoryCheck End(Story story, GrantReader grant) => (grant.EndedAt, story.Why) switch
    {
        (null, _) => Say(StoryCheckKind.Ended, StoryCheckResult.Open, "Open"),
        ({ } at, { } why) => Say(StoryCheckKind.Ended, StoryCheckResult.Holds, "Holds", at, why),
        ({ } at, null) => Say(StoryCheckKind.Ended, StoryCheckResult.Broken, "Broken", at),
    };

    private static StoryCheck Clock(IReadOnlyList<LogLine> log)
    {
        for (var at = 1; at < log.Count; at++)
        {
            if (log[at].Time < log[at - 1].Time)
            {
                return Say(StoryCheckKind.ClockOrder, StoryCheckResult.Broken, "Broken", log[at].Sequence, log[at].Time, log[at - 1].Time);
            }
        }

        return Say(StoryCheckKind.ClockOrder, StoryCheckResult.Holds, "Holds", log.Count);
    }

    private static StoryCheck Say(StoryCheckKind kind, StoryCheckResult result, string form, params object[] figures) => new(kind, result, form, figures);

    /// <summary>What happened, put beside what was allowed when it did.</summary>
    private sealed class Story
    {
        public DateTimeOffset? FirstShown { get; private set; }

        /// <summary>Whether the screen was shown at a moment when that was not allowed.</summary>
        public bool ShownUnasked { get; private set; }

        public Uses Control { get; } = new();

        public Uses Files { get; } = new();

        public Uses Clipboard { get; } = new();

        public Uses Facts { get; } = new();

        public HashSet<string> Opened { get; } = [];

        public HashSet<string> Closed { get; } = [];

        public int Uncounted { get; private set; }

        public EndReason? Why { get; private set; }

        public void Take(LogLine line, GrantReader grant)
        {
            var interval = line.Values.GetValueOrDefault("interval") ?? "";
            switch (line.Action)
            {
                case AuditActions.ControlOpened:
                    Opened.Add(interval);
                    Control.Add(line, grant.Allows(Scope.Control, line.Time));
                    break;
                case AuditActions.ControlCounted:
                    Control.Reported(line, grant.AllowsReport(Scope.Control, line.Time));
                    break;
                case AuditActions.ControlClosed:
                    Closed.Add(interval);
                    Control.Reported(line, grant.AllowsReport(Scope.Control, line.Time));
                    break;
                case AuditActions.ControlUncounted:
                    Closed.Add(interval);
                    Uncounted++;
                    break;
                case AuditActions.FileSending or AuditActions.FileFetching:
                    Files.Add(line, grant.Allows(Scope.Files, line.Time));
                    break;
                case AuditActions.ClipboardSet or AuditActions.ClipboardRead:
                    Clipboard.Add(line, grant.AllowsReport(Scope.Clipboard, line.Time));
                    break;
                case AuditActions.FactsRead:
                    Facts.Add(line, grant.AllowsReport(Scope.Diagnostics, line.Time));
                    break;
                default:
                    Step(line, grant);
                    break;
            }
        }

        private void Step(LogLine line, GrantReader grant)
        {
            switch (SessionSteps.EventOf(line.Action))
            {
                case SessionEvent.Show:
                    FirstShown ??= line.Time;
                    ShownUnasked |= !grant.Allows(Scope.View, line.Time);
                    break;
                case SessionEvent.Resume:
                    ShownUnasked |= grant.AllowedAt is null || grant.EndedAt is not null;
                    break;
                case SessionEvent.End:
                    Why = EnumName.Read<EndReason>(line.Values.GetValueOrDefault("reason"));
                    break;
            }
        }
    }

    /// <summary>Uses of one thing, and whether each was allowed.</summary>
    private sealed class Uses
    {
        private DateTimeOffset first;
        private DateTimeOffset last;
        private long? outside;

        public bool IsNone => Count == 0 && outside is null;

        private int Count { get; set; }

        public void Add(LogLine line, bool inside)
        {
            first = Count++ == 0 ? line.Time : first;
            Reported(line, inside);
        }

        public void Reported(LogLine line, bool inside)
        {
            last = line.Time;
            outside ??= inside ? null : line.Sequence;
        }

        public StoryCheck Check(StoryCheckKind kind) => outside is { } entry ? Say(kind, StoryCheckResult.Broken, "Broken", entry)
            : Count == 0 ? Say(kind, StoryCheckResult.Holds, "None")
            : Say(kind, StoryCheckResult.Holds, "Holds", Count, first, last);
    }
}
