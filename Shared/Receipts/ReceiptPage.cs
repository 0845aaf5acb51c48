using System.Globalization;
using System.Net;
using System.Text;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Receipts;

/// <summary>
/// The receipts of one session as one page that needs nothing else, to be read and printed, with the receipts themselves in it.
/// The page follows from them byte by byte, so whoever has them can tell whether it shows what they say.
/// </summary>
public static class ReceiptPage
{
    internal const string Begins = "<!doctype html>\n";
    internal const string DataBegins = "<script type=\"application/json\" id=\"receipts\">\n[\n";
    internal const string DataEnds = "\n]\n</script>";
    internal const string Between = ",\n";

    private const string Head = """
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 48em; margin: 2em auto; padding: 0 1em; }
        table { border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: 0 1em 0.5em 0; overflow-wrap: anywhere; }
        th { font-weight: normal; min-width: 9em; opacity: 0.8; }
        td p, td ul { margin: 0 0 0.25em 0; }
        td ul { padding-left: 1.2em; }
        blockquote { margin: 0; padding-left: 1em; border-left: 4px solid #0f6b6b; }
        .small, footer { font-size: 14px; }
        .digits { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
        @media print { section { break-inside: avoid; } }
        </style>
        """;

    /// <summary>The page.</summary>
    /// <param name="receipts">All of one session, in their order; at least one.</param>
    /// <param name="language">In which language it is written: <c>en</c> or <c>zh-Hans</c>.</param>
    public static string Of(IReadOnlyList<SignedReceipt> receipts, string language)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        var words = ReceiptWords.In(language);
        var title = Safe(words.Say("Title", receipts[0].Receipt.CaseNumber));
        var page = new StringBuilder(Begins);
        page.Append(CultureInfo.InvariantCulture, $"<html lang=\"{words.Language}\">\n<head>\n{Head}\n<title>{title}</title>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1>\n<p>{Safe(words.Say("Lead"))}</p>\n");
        foreach (var receipt in receipts)
        {
            Section(page, receipt, words);
        }

        page.Append(CultureInfo.InvariantCulture, $"<footer>{Safe(words.Say("Foot"))}</footer>\n{DataBegins}");
        page.AppendJoin(Between, receipts.Select(receipt => Embedded(receipt.ToJson())));
        page.Append(DataEnds).Append("\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>The name that its file gets.</summary>
    /// <param name="caseNumber">The case; only letters and digits of it are sure to be good for a file.</param>
    public static string FileName(string caseNumber)
    {
        ArgumentNullException.ThrowIfNull(caseNumber);
        var number = string.Concat(caseNumber.Take(40).Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        return string.Join('-', new[] { "RemoteAssist-receipt", number }.Where(part => part.Length > 0)) + ".html";
    }

    // JSON may say any character by its number; so nothing in it ends the element that it stands in.
    private static string Embedded(byte[] json) => Encoding.UTF8.GetString(json).Replace("<", "\\u003c", StringComparison.Ordinal);

    private static void Section(StringBuilder page, SignedReceipt receipt, ReceiptWords words)
    {
        var said = receipt.Receipt;
        page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Safe(said.IsConsent ? words.Say("Consent") : words.Say("Change", said.Number - 1))}</h2>\n<table>\n");
        Row(page, words.Say("Who"), Text(words.Say(said.OfColleague ? "WhoColleague" : "WhoIs", said.Technician, said.Organisation)));
        Row(page, words.Say("Case"), Text(said.CaseNumber));
        Row(page, words.Say("Allowed"), Text(Allowed(said, words)));
        Row(page, words.Say("When"), Text(Local(said.Granted, said.UtcOffset)));
        Row(page, words.Say("Until"), Text(Local(said.Until, said.UtcOffset)));
        Row(page, words.Say("Recorded"), Text(Recorded(said, words)));
        Row(page, words.Say("Shown"), said.Shown.Count == 0 ? Text(words.Say("NotShown")) : Quoted(said));
        if (Answers(said.Controller, words) is { Length: > 0 } answers)
        {
            Row(page, words.Say("Answers"), string.Concat(answers.Select(Text)));
        }

        Row(page, words.Say("Confirmed"), Text(receipt.Countersignature is { } under
            ? words.Say("ConfirmedYes", under.Entry, Local(under.At, said.UtcOffset))
            : words.Say("ConfirmedNo")));
        page.Append(CultureInfo.InvariantCulture, $"</table>\n<h3>{Safe(words.Say("Details"))}</h3>\n<table class=\"small\">\n");
        Row(page, words.Say("Number"), Digits(said.Id.ToString()));
        Row(page, words.Say("Hash"), Digits(receipt.Hash));
        Row(page, words.Say("ShownHash"), Digits(said.ShownHash));
        Row(page, words.Say("Session"), Digits(said.Session.ToString()));
        Row(page, words.Say("AgentKey"), Digits(AskingStatement.Fingerprint(said.AgentKey)));
        Row(page, words.Say("RelayKey"), Digits(AskingStatement.Fingerprint(said.RelayKey)));
        page.Append("</table>\n</section>\n");
    }

    private static string Allowed(Receipt said, ReceiptWords words) => said.Scopes.Count == 0
        ? words.Say("Nothing")
        : string.Join(words.Say("Comma"), said.Scopes.Select(scope => words.Say("Scope" + Enum.GetName(scope))));

    private static string Recorded(Receipt said, ReceiptWords words) =>
        !said.IsRecorded ? words.Say("RecordedNo")
        : said.Auditors.Count == 0 ? words.Say("RecordedYes")
        : words.Say("RecordedFor", string.Join(words.Say("Comma"), said.Auditors.Select(one => words.Say("Auditor", one.Name, one.Fingerprint))));

    private static string[] Answers(Controller controller, ReceiptWords words) =>
    [
        .. new[]
        {
            ("Contact", controller.Contact), ("Address", controller.Address), ("Email", controller.Email), ("Phone", controller.Phone),
            ("Policy", controller.PolicyUrl), ("Jurisdiction", controller.Jurisdiction),
        }.Where(one => one.Item2 != Controller.NotStated).Select(one => words.Say(one.Item1, one.Item2)),
    ];

    private static string Local(DateTimeOffset at, int utcOffset)
    {
        // A receipt can say a time at the very end of the calendar.
        var offset = TimeSpan.FromMinutes(utcOffset);
        var local = new DateTime(Math.Clamp(at.UtcTicks + offset.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);
        var zone = offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
        return $"{local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} (UTC{(utcOffset < 0 ? '−' : '+')}{zone})";
    }

    private static string Quoted(Receipt said) =>
        $"<blockquote lang=\"{said.Language}\">{string.Concat(said.Shown.Select(Text))}</blockquote>";

    private static string Text(string words) => $"<p>{Safe(words)}</p>";

    private static string Digits(string words) => $"<p class=\"digits\">{Safe(words)}</p>";

    private static void Row(StringBuilder page, string head, string content) =>
        page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Safe(head)}</th><td>{content}</td></tr>\n");

    private static string Safe(string words) => WebUtility.HtmlEncode(words);
}
