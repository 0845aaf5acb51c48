using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>The log. The only way to change anything that matters is to say it here first.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Seals the entry and commits it together with the changes that <paramref name="alongside"/> makes,
    /// in one transaction that is on disk when this returns. The effect comes after. Steps that wait at the same time share it.
    /// </summary>
    /// <param name="entry">What is about to happen.</param>
    /// <param name="alongside">
    /// Changes of rows that belong to the same step; runs inside the transaction, alone: no other step runs beside it.
    /// To refuse the step after all it throws an exception of its own, which comes out as it is; nothing is written.
    /// </param>
    /// <param name="cancel">Only before the commit begins.</param>
    /// <returns>The entry's sequence.</returns>
    /// <exception cref="AuditUnavailableException">
    /// It could not be written, and the effect must not come. Nothing was written, unless the disk kept a commit that it
    /// reported as failed: then the log tells of a step that did not happen, never the other way round.
    /// </exception>
    /// <exception cref="ArgumentException">The entry cannot be sealed, see <see cref="SealedEntry.Seal"/>.</exception>
    Task<long> Append(PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default);
}

/// <summary>The log cannot be written: what was to be recorded must not happen.</summary>
public sealed class AuditUnavailableException(string message, Exception inner) : Exception(message, inner);
