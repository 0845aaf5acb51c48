using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>The log. The only way to change anything that matters is to say it here first.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Seals the entry and commits it together with the changes that <paramref name="alongside"/> makes,
    /// in one transaction that is on disk when this returns. The effect comes after.
    /// </summary>
    /// <param name="entry">What is about to happen.</param>
    /// <param name="alongside">Changes of rows that belong to the same step; runs inside the transaction.</param>
    /// <param name="cancel">Only before the commit begins.</param>
    /// <returns>The entry's sequence.</returns>
    /// <exception cref="AuditUnavailableException">It could not be written; nothing was, and the effect must not come.</exception>
    Task<long> Append(PendingEntry entry, Func<RelayDb, Task>? alongside = null, CancellationToken cancel = default);
}

/// <summary>The log cannot be written: what was to be recorded must not happen.</summary>
public sealed class AuditUnavailableException(string message, Exception inner) : Exception(message, inner);
