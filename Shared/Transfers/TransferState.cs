namespace RemoteAssist.Shared.Transfers;

/// <summary>How it stands with one transfer, by the Agent's word. The numbers go on the wire.</summary>
public enum TransferState : byte
{
    /// <summary>
    /// Bytes may flow from the given offset on. Said at its beginning and whenever it goes on: who sends begins there, who
    /// receives answers with how much it has.
    /// </summary>
    Open = 1,

    /// <summary>Nothing flows until it is open again: the customer has paused.</summary>
    Held = 2,

    /// <summary>All of it is there, its hash agrees, and the log says so.</summary>
    Done = 3,

    /// <summary>The customer cancelled it, or took back what allowed it.</summary>
    Cancelled = 4,

    /// <summary>What came is not what was sent: the hashes differ, or more or less came than was announced.</summary>
    Differs = 5,

    /// <summary>The customer's computer could not write or read it.</summary>
    Broken = 6,

    /// <summary>The log could not be written.</summary>
    NotLogged = 7,
}
