using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Sessions;

/// <summary>One file between one viewer and the customer. Everything is read and set under the session's lock.</summary>
/// <param name="by">Whose it is.</param>
/// <param name="wire">Its number between the two.</param>
/// <param name="number">Its number in the log, and for the customer.</param>
/// <param name="name">Its name, made safe.</param>
/// <param name="size">Its bytes.</param>
internal sealed class FileTransfer(KnownViewer by, uint wire, int number, string name, long size) : IDisposable
{
    public KnownViewer By => by;

    public uint Wire => wire;

    public int Number => number;

    public string Name => name;

    public long Size => size;

    /// <summary>Whether the customer gives it.</summary>
    public bool FromCustomer { get; init; }

    /// <summary>How it stands, as the viewer was told; null before its beginning is in the log.</summary>
    public TransferState? State { get; set; }

    /// <summary>The file that the customer has chosen, until the viewer fetches it.</summary>
    public FileSource? Chosen { get; set; }

    /// <summary>What comes; null before the first byte may, and of a file that goes.</summary>
    public Receiving? In { get; set; }

    /// <summary>Where what comes is written.</summary>
    public PartFile? Part { get; set; }

    /// <summary>What goes; null before the first byte may, and of a file that comes.</summary>
    public Sending? Out { get; set; }

    /// <summary>Something of it was passed over while it stood open: it must be said again from where on it goes on.</summary>
    public bool IsBehind { get; set; }

    /// <summary>All bytes were sent, and their hashes are being compared and written down.</summary>
    public bool IsFinishing { get; set; }

    /// <summary>What the viewer hashed, until it can be compared: not while the customer has paused.</summary>
    public byte[]? Theirs { get; set; }

    /// <summary>It is being written down as done.</summary>
    public bool IsBeingKept { get; set; }

    /// <summary>Whether its beginning was told to the Relay, so that its end must be too.</summary>
    public bool IsTold { get; set; }

    /// <summary>Nothing more will become of it.</summary>
    public bool IsOver => State > TransferState.Held;

    /// <summary>Whether it can still come to nothing: what may be in the log as done is not taken away again.</summary>
    public bool CanEnd => !IsOver && !IsBeingKept;

    /// <summary>How many bytes are where they are going.</summary>
    public long Carried { get; set; }

    /// <summary>From where on it goes on.</summary>
    public long Offset => In?.Taken ?? Out?.Received ?? 0;

    /// <summary>Stops what is under way; a part that was not kept is removed.</summary>
    public void Dispose()
    {
        Chosen?.Dispose();
        Chosen = null;
        In?.Dispose();
        Out?.Dispose();
    }
}
