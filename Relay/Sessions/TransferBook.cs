using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// What the log has of one session's files and clipboards: nothing twice, no end of what never began, and no more than
/// <see cref="Most"/>, for the log is everybody's.
/// </summary>
internal sealed class TransferBook
{
    /// <summary>One every quarter of a minute in the longest session.</summary>
    public const int Most = 2_000;

    // No more can still be on their way: an Agent says one thing after the other for each of a few transfers.
    private const int MostRecent = 64;

    private readonly Queue<TransferReport> recent = new();
    private readonly HashSet<TransferReport> underWay = []; // files, as they began
    private int written;

    /// <summary>Whether no more may begin. Those that have begun may still come to their end.</summary>
    public bool IsFull => written >= Most;

    /// <summary>Whether this one is in the log; said again, it is not written twice.</summary>
    public bool Contains(TransferReport report) => recent.Contains(report);

    /// <summary>Whether this end is that of a file whose beginning is in the log.</summary>
    public bool IsUnderWay(TransferReport end) => underWay.Contains(Beginning(end));

    /// <summary>This one is in the log.</summary>
    public void Add(TransferReport report)
    {
        if (recent.Count == MostRecent)
        {
            recent.Dequeue();
        }

        recent.Enqueue(report);
        if (report.End is not null && underWay.Remove(Beginning(report)))
        {
            return;
        }

        written++;
        if (report is { End: null, Kind: TransferKind.File })
        {
            underWay.Add(Beginning(report));
        }
    }

    private static TransferReport Beginning(TransferReport report) => report with { End = null, Sha256 = null };
}
