using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>Keeps rows that follow from entries, whoever writes these: such a row is there if, and only if, its entry is.</summary>
public interface IEntryFollower
{
    /// <summary>Whether <see cref="Follow"/> may add rows for such an entry. Asks nobody: entries come by the thousand.</summary>
    bool HasRows(PendingEntry entry);

    /// <summary>
    /// Adds what follows from an entry, in the entry's own transaction and after the rows of its step. What it throws takes the
    /// entry with it, and so the step: it throws nothing but what the database does.
    /// </summary>
    /// <param name="db">To add to; it is saved afterwards.</param>
    /// <param name="entry">What is recorded.</param>
    /// <param name="sequence">Its number in the log.</param>
    /// <param name="cancel">Only before the commit.</param>
    Task Follow(RelayDb db, PendingEntry entry, long sequence, CancellationToken cancel);

    /// <summary>The entry is on disk, and what followed from it. Throws nothing and takes no time.</summary>
    void Written(PendingEntry entry);
}
