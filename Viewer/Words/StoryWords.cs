using System.Globalization;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Story;

namespace RemoteAssist.Viewer.Words;

/// <summary>Says what the auditor's desk found.</summary>
public static class StoryWords
{
    /// <summary>One sentence for a comparison, with its figures.</summary>
    public static string Say(ScreenText text, StoryCheck check) => text[
        $"Check.{check.Kind}.{check.Form}",
        [.. check.Figures.Select(figure => figure switch
        {
            DateTimeOffset moment => Clock(moment),
            EndReason why => SessionWords.Ended(text, why),
            _ => figure,
        })]];

    /// <summary>The time of day, UTC, such as "14:03:27".</summary>
    public static string Clock(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For how long the screen was shared, rounded up; empty where it never was.</summary>
    public static string Length(ScreenText text, AuditedLine line) => (line.Live, line.Ended) switch
    {
        (null, _) => text["Audit.NotShared"],
        (_, null) => text["Audit.StillShared"],
        ({ } from, { } to) when to - from < TimeSpan.FromMinutes(1) => text["Audit.UnderAMinute"],
        ({ } from, { } to) => text["Audit.Minutes", (int)Math.Ceiling((to - from).TotalMinutes)],
    };

    /// <summary>What the customer allowed, in a few words.</summary>
    public static string Allowed(ScreenText text, AuditedLine line) => line.Allowed.Count == 0
        ? text["Audit.NothingAllowed"]
        : string.Join(text["Log.BetweenScopes"], line.Allowed.Select(scope => text[$"Scope.{scope}"]));

    /// <summary>Why it ended, or where it stands.</summary>
    public static string Outcome(ScreenText text, AuditedLine line) => line.EndReason is { } why && SessionLifecycle.IsOver(line.State)
        ? SessionWords.Ended(text, why)
        : SessionWords.State(text, line.State);
}
