using System.Net;
using System.Text;
using RemoteAssist.Agent.Consent;

namespace RemoteAssist.Agent.Texts;

/// <summary>
/// What the customer saves at the end: one page that any browser shows, with everything that happened and was written.
/// All of it is text; nothing in it runs, loads or can be clicked.
/// </summary>
internal static class SummaryPage
{
    private const int LongestNumber = 40;

    private const string Head = """
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 45em; margin: 2em auto; padding: 0 1em; }
        th, td { text-align: left; vertical-align: top; padding: 0 1em 0.5em 0; overflow-wrap: anywhere; }
        th { font-weight: normal; white-space: nowrap; }
        footer { margin-top: 2em; font-size: 14px; }
        </style>
        """;

    /// <summary>The name that the file gets if the customer chooses no other: it holds the case and the day.</summary>
    public static string FileName(SessionSummary summary)
    {
        // A case number is a text of the organisation's own; only letters and digits are sure to be good for a file.
        var number = string.Concat(summary.CaseNumber.Take(LongestNumber).Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        var day = TimeZoneInfo.ConvertTime(summary.Began, TimeZoneInfo.Local).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return string.Join('-', new[] { "RemoteAssist", number, day }.Where(part => part.Length > 0)) + ".html";
    }

    /// <summary>The page.</summary>
    public static string Of(SessionSummary summary, Text text)
    {
        var page = new StringBuilder();
        page.Append($"<!doctype html>\n<html lang=\"{text.Language}\">\n<head>\n{Head}\n<title>{Safe(Title(summary, text))}</title>\n</head>\n<body>\n");
        page.Append($"<h1>{Safe(Title(summary, text))}</h1>\n");
        page.Append($"<p>{Safe(text.Say("QuestionCase", summary.CaseNumber, summary.Problem))}</p>\n<ul>\n");
        foreach (var line in text.Summary(summary))
        {
            page.Append($"<li>{Safe(line)}</li>\n");
        }

        page.Append("</ul>\n");
        Table(page, text["TabFeed"], summary.Feed.Select(line => (Text.Clock(line.At), text.Feed(line, summary.Technician))));
        Table(page, text["TabChat"], summary.Chat.Select(line => ($"{Text.Clock(line.At)} {line.From ?? text["ChatYou"]}", line.Text)));
        page.Append($"<footer>{Safe(text.Say("PageFoot", summary.Session.ToString()))}</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Title(SessionSummary summary, Text text) => text.Say("PageTitle", summary.CaseNumber, Text.Day(summary.Began));

    private static void Table(StringBuilder page, string heading, IEnumerable<(string Head, string Said)> rows)
    {
        var all = rows.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        page.Append($"<h2>{Safe(heading)}</h2>\n<table>\n");
        foreach (var (head, said) in all)
        {
            page.Append($"<tr><th scope=\"row\">{Safe(head)}</th><td>{Safe(said)}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Safe(string words) => WebUtility.HtmlEncode(words);
}
