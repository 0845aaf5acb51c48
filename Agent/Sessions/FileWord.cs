using System.Globalization;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Transfers;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Says what becomes of a file: to the log, to its viewer, and to the customer. Everything is called under the session's lock.</summary>
/// <param name="line">Where it is written down.</param>
/// <param name="pictures">The way to the viewers.</param>
/// <param name="feed">Where the customer reads it.</param>
internal sealed class FileWord(RelayLine line, PictureFlow pictures, FeedDesk feed)
{
    /// <summary>That the customer gives it.</summary>
    public static ControlMessage.FileOffered Offered(FileTransfer transfer) => new(transfer.Wire, transfer.Size, transfer.Name);

    /// <summary>Writes down that it begins, or with an end that it has come to it.</summary>
    /// <returns>True once it is in the log.</returns>
    public Task<bool> Log(FileTransfer transfer, TransferEnd? end, byte[]? hash = null) => line.Transferred(new TransferReport(
        transfer.Number, TransferKind.File, transfer.FromCustomer, transfer.Name, transfer.Size, end, hash is null ? null : Convert.ToHexStringLower(hash)));

    /// <summary>Tells its viewer how it stands.</summary>
    public void Tell(FileTransfer transfer)
    {
        if (transfer.State is { } state)
        {
            pictures.SayNow(transfer.By, new ControlMessage.TransferStands(transfer.Wire, state, transfer.Offset));
        }
    }

    /// <summary>Tells the customer.</summary>
    /// <param name="transfer">Of which file.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="name">The name that it has got, where it is another one.</param>
    public void Show(FileTransfer transfer, FeedKind kind, string? name = null) => feed.Carried(
        Scope.Files, kind, string.Create(CultureInfo.InvariantCulture, $"{name ?? transfer.Name} ({ByteSize.Say(transfer.Size)})"));

    /// <summary>Ends it. That holds before it is in the log: nothing more comes or goes.</summary>
    /// <param name="transfer">Which.</param>
    /// <param name="state">What its viewer is told.</param>
    /// <param name="end">What the log is told, where its beginning was; null where it cannot be told anything.</param>
    /// <param name="hash">With it.</param>
    public void End(FileTransfer transfer, TransferState state, TransferEnd? end, byte[]? hash = null)
    {
        transfer.State = state;
        transfer.Dispose();
        if (transfer.IsTold)
        {
            if (end is not null)
            {
                _ = Log(transfer, end, hash);
            }

            Show(transfer, transfer.FromCustomer ? FeedKind.FileNotGiven : FeedKind.FileNotReceived);
        }

        Tell(transfer);
    }
}
