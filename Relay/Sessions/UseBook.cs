using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>What the log has of one session's use of pointer and keyboard: which report came last, and whose signature counts.</summary>
/// <param name="exchange">32 bytes: what the two ends call their code exchange.</param>
/// <param name="mark">The mark of the Agent's session key, as it passed in that exchange.</param>
internal sealed class UseBook(byte[] exchange, byte[] mark)
{
    /// <summary>No session needs more: that is one every three seconds in the longest. An open interval may still be closed.</summary>
    public const int Most = 10_000;

    /// <summary>Whether an interval stands open.</summary>
    public bool IsOpen => Last is { Step: not UseStep.Closed };

    /// <summary>The report that the log has last; null where it has none.</summary>
    public UseReport? Last { get; private set; }

    /// <summary>Whether the log says that an interval was never closed.</summary>
    public bool LossIsNoted { get; set; }

    /// <summary>Whether this very report is in the log; said again, it is not written twice.</summary>
    public bool Contains(UseReport report) =>
        Last is { } known && report.Number == known.Number && report.Signature is { } signature && signature.AsSpan().SequenceEqual(known.Signature);

    /// <summary>Whether this one comes next: by its number, by its interval, and with a count that does not fall.</summary>
    public bool IsNext(UseReport report) =>
        report.Number == (Last?.Number ?? 0) + 1
        && (report.Number <= Most || report.Step == UseStep.Closed)
        && (report.Step == UseStep.Opened
            ? !IsOpen && report.Interval == (Last?.Interval ?? 0) + 1 && report.Counts == Shared.Input.InputCounts.None
            : IsOpen && report.Interval == Last!.Interval && report.Counts.IsAtLeast(Last.Counts));

    /// <summary>Whether the key of this session's code exchange has signed it.</summary>
    public bool IsSigned(Guid session, UseReport report) =>
        IsOf(report.Key) && UseStatement.IsSigned(session, exchange, report);

    /// <summary>Whether this is the key of this session's code exchange.</summary>
    public bool IsOf(byte[] key) => SessionKey.MarkOf(key).AsSpan().SequenceEqual(mark);

    /// <summary>Whether this is what the two ends call their code exchange.</summary>
    public bool IsIn(byte[] transcriptHash) => transcriptHash.AsSpan().SequenceEqual(exchange);

    /// <summary>It is in the log.</summary>
    public void Add(UseReport report) => Last = report;
}
