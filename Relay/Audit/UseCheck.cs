using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// Whether the counts of use that the log holds are those that the Agent of each session has signed: each by the key whose mark
/// passed in the code exchange, numbered without a gap, and never falling. Whoever writes the log anew has none of these keys.
/// </summary>
internal sealed class UseCheck
{
    private readonly Dictionary<string, UseBook?> books = new(StringComparer.Ordinal);

    /// <summary>How many were found good so far.</summary>
    public long Signed { get; private set; }

    /// <summary>Takes the next entry, in the log's order.</summary>
    /// <returns>What is wrong with it, if anything is.</returns>
    public ChainFault? Take(EntryFacts entry)
    {
        if (entry.Session is not { } session || entry.Outcome is not AuditOutcome.Success)
        {
            return null;
        }

        try
        {
            if (string.Equals(entry.Action, AuditActions.Of(SessionEvent.Join), StringComparison.Ordinal))
            {
                books[session] = UseEntries.BookOf(entry.Detail);
            }
            else if (UseEntries.StepOf(entry.Action) is { } step)
            {
                return Take(entry, step, books.GetValueOrDefault(session), Guid.Parse(session));
            }

            return null;
        }
        catch (FormatException odd)
        {
            return Fault(entry, $"What it says of use cannot be read: {odd.Message}");
        }
    }

    private ChainFault? Take(EntryFacts entry, UseStep step, UseBook? book, Guid session)
    {
        if (book is null)
        {
            return Fault(entry, "It counts use in a session of which the log does not say whose key signs.");
        }

        var report = UseEntries.Read(step, entry.Detail, book.Last?.Key ?? []);
        if (!book.IsNext(report))
        {
            return Fault(entry, "It does not follow the count before it: one is missing, doubled, or less than it was.");
        }

        if (!book.IsSigned(session, report))
        {
            return Fault(entry, "What it counts was not signed by the Agent of its session.");
        }

        book.Add(report);
        Signed++;
        return null;
    }

    private static ChainFault Fault(EntryFacts entry, string says) => new(entry.Sequence, ChainDamage.NotSigned, says);
}
