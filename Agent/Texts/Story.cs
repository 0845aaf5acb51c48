using System.Globalization;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Texts;

/// <summary>What was done, told in sentences.</summary>
internal static class Story
{
    /// <summary>One line of the feed.</summary>
    /// <param name="text">The language.</param>
    /// <param name="line">What happened.</param>
    /// <param name="technician">Whom it names.</param>
    public static string Feed(this Text text, FeedLine line, string technician) => Sentence(text, line, line.By ?? technician);

    private static string Sentence(Text text, FeedLine line, string technician) => line.Kind switch
    {
        FeedKind.Allowed => text.Say("FeedAllowed", technician),
        FeedKind.ScopeGivenToColleague => text.Say("FeedScopeGivenToColleague", line.Detail, line.Scope is { } given ? text.Scope(given) : ""),
        FeedKind.Watching or FeedKind.ViewerLetIn or FeedKind.ViewerGone or FeedKind.HandedOver => text.Say("Feed" + line.Kind, line.Detail),
        FeedKind.Controlled => text.Say("FeedControlled", technician, line.Times),
        FeedKind.Drew or FeedKind.Diagnosed or FeedKind.SnapshotKept => text.Say("Feed" + line.Kind, technician),
        FeedKind.ScopeGiven or FeedKind.ScopeTakenBack or FeedKind.ScopeDeclined =>
            text.Say("Feed" + line.Kind, line.Scope is { } scope ? text.Scope(scope) : ""),
        FeedKind.FileComing or FeedKind.FileReceived or FeedKind.FileNotReceived or FeedKind.FileGoing or FeedKind.FileGiven
            or FeedKind.FileNotGiven or FeedKind.FileDeclined => text.Say("Feed" + line.Kind, technician, line.Detail),
        FeedKind.ClipboardSet or FeedKind.ClipboardRead => Clipboard(text, line, technician),
        FeedKind.Extended => text.Say("FeedExtended", line.Detail),
        FeedKind.ExtensionDeclined => text.Say("FeedExtensionDeclined", technician),
        FeedKind.ShareChanged => ShareChanged(text, line.Detail),
        _ => text["Feed" + line.Kind],
    };

    /// <summary>The whole session in at most five lines: who, when, what was allowed, what of it was used, what was done.</summary>
    public static IReadOnlyList<string> Summary(this Text text, SessionSummary summary)
    {
        var who = text.Say("QuestionWho", summary.Technician, summary.Organisation);
        var minutes = text.Counted("Minutes", (int)Math.Ceiling((summary.Ended - summary.Began).TotalMinutes));
        var times = $"{Text.Day(summary.Began)}  {Text.Clock(summary.Began)} – {Text.Clock(summary.Ended)}";
        string[] lines =
        [
            text.Say("SummaryWho", who, summary.CaseNumber),
            text.Say("SummaryWhen", times, minutes),
            text.Say("SummaryAllowed", Names(text, summary.Allowed)),
            summary.Used.IsEmpty ? text["SummaryUsedNothing"] : text.Say("SummaryUsed", Names(text, summary.Used)),
            Done(text, summary),
        ];
        return [.. lines.Where(line => line.Length > 0)];
    }

    private static string ShareChanged(Text text, string detail) =>
        detail.Length == 0 ? text["FeedShareAll"]
        : int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var windows) ? text.Counted("FeedShareWindows", windows)
        : text.Say("FeedShareMonitor", detail);

    // What was copied, never what it says.
    private static string Clipboard(Text text, FeedLine line, string technician) => text.Say(
        "Feed" + line.Kind,
        technician,
        line.Detail.Split('|') is [var format, var size] ? $"{text["Clip" + format]}{text["Comma"]}{size}" : line.Detail);

    private static string Names(Text text, IEnumerable<Scope> scopes) =>
        string.Join(text["Comma"], scopes.Select(scope => text["ScopeShort" + scope]));

    private static string Done(Text text, SessionSummary summary)
    {
        int Count(FeedKind kind) => summary.Feed.Where(line => line.Kind == kind).Sum(line => line.Times);
        (string Name, int Count)[] kinds =
        [
            ("DoneInputs", Count(FeedKind.Controlled)),
            ("DoneDrawings", Count(FeedKind.Drew)),
            ("DoneFiles", Count(FeedKind.FileReceived) + Count(FeedKind.FileGiven)),
            ("DoneMessages", summary.Chat.Length),
            ("DonePauses", Count(FeedKind.Paused)),
        ];
        var done = kinds.Where(kind => kind.Count > 0).Select(kind => text.Counted(kind.Name, kind.Count)).ToArray();
        return done.Length == 0 ? "" : text.Say("SummaryDone", string.Join(text["Comma"], done));
    }
}
