using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Diagnostics;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Words;

/// <summary>Reports about customers' computers, as they are kept beside the entries of a session.</summary>
public static class ReportWords
{
    /// <summary>
    /// All of them, oldest first; one that was erased, or is none, is left out. Cleaned here and not when they came: the
    /// log has the hash of what came.
    /// </summary>
    public static IEnumerable<(LogLine Line, ComputerReport Report)> In(IEnumerable<LogLine> lines) =>
        from line in lines
        where line is { Action: AuditActions.SessionDiagnosed, Outcome: AuditOutcome.Success }
        let report = Read(line.Values.GetValueOrDefault("report", ""))
        where report is not null
        select (line, report with { Facts = [.. report.Facts.Select(Clean)] });

    private static ComputerFact Clean(ComputerFact fact) =>
        fact with { Name = PlainText.Clean(fact.Name), Value = PlainText.Clean(fact.Value) };

    private static ComputerReport? Read(string written)
    {
        var bytes = new byte[ComputerReport.MaxBytes];
        return Convert.TryFromBase64String(written, bytes, out var length) ? ComputerReport.Read(bytes.AsSpan(0, length)) : null;
    }
}
