using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The files of all viewers: those under way, and the last that are over. Everything is called under the session's lock.</summary>
internal sealed class FileList
{
    /// <summary>Of all viewers together, waiting or under way.</summary>
    public const int Most = 8;

    // So many of those that are over are told again to a page that comes back.
    private const int MostOver = 32;

    private readonly List<FileTransfer> all = [];

    /// <summary>Those that are on their way, for the customer.</summary>
    public IEnumerable<TransferLine> Lines => all
        .Where(t => t.State is TransferState.Open or TransferState.Held)
        .Select(t => new TransferLine(t.Number, t.FromCustomer, t.Name, t.Size, t.Carried));

    /// <summary>Whether something may still become of one.</summary>
    public bool AnyUnderWay => all.Exists(t => !t.IsOver);

    /// <summary>Those that can still come to nothing, as they are now.</summary>
    public IReadOnlyList<FileTransfer> CanEnd => all.FindAll(t => t.CanEnd);

    /// <summary>All of one viewer's, as they are now.</summary>
    public IReadOnlyList<FileTransfer> Of(KnownViewer viewer) => all.FindAll(t => t.By == viewer);

    /// <summary>One of a viewer's; null where it has none of this number.</summary>
    public FileTransfer? Find(KnownViewer viewer, uint wire) => all.Find(t => t.By == viewer && t.Wire == wire);

    /// <summary>Why a viewer cannot have one more; null where it can.</summary>
    public CommandRefusal? CannotAdd(KnownViewer viewer, uint wire) =>
        Find(viewer, wire) is not null ? CommandRefusal.Malformed
        : all.Count(t => !t.IsOver) >= Most ? CommandRefusal.TooMuch
        : null;

    /// <summary>One more.</summary>
    public FileTransfer Add(FileTransfer transfer)
    {
        all.Add(transfer);
        if (all.Count(t => t.IsOver) > MostOver)
        {
            all.RemoveAt(all.FindIndex(t => t.IsOver));
        }

        return transfer;
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear() => all.Clear();
}
