namespace RemoteAssist.Shared.Wire;

/// <summary>Why the Agent did not do what a viewer asked. The numbers go on the wire.</summary>
public enum CommandRefusal : byte
{
    /// <summary>The customer has not allowed this, or took it back.</summary>
    NotGranted = 1,

    /// <summary>The time that the customer allowed is used up.</summary>
    Expired = 2,

    /// <summary>The customer has paused, or the session is not live yet.</summary>
    Paused = 3,

    /// <summary>The customer is reading a question; nothing is controlled meanwhile.</summary>
    QuestionOpen = 4,

    /// <summary>It would have reached one of the Agent's own windows.</summary>
    OwnWindow = 5,

    /// <summary>It is outside the picture, or a key that nobody has.</summary>
    OutOfRange = 6,

    /// <summary>Its bytes make no sense.</summary>
    Malformed = 7,

    /// <summary>Too much of it is there already, or waits.</summary>
    TooMuch = 8,

    /// <summary>The customer said no.</summary>
    Declined = 9,

    /// <summary>The customer's computer cannot do it.</summary>
    Unable = 10,

    /// <summary>A file's name would lead somewhere else: it has a separator in it, or is none.</summary>
    UnsafeName = 11,

    /// <summary>It is larger than is ever taken.</summary>
    TooLarge = 12,

    /// <summary>The customer's computer has no room for it.</summary>
    NoRoom = 13,

    /// <summary>There is no such transfer.</summary>
    NoSuchTransfer = 14,

    /// <summary>The use of pointer and keyboard cannot be written into the log, and so there is none.</summary>
    NotLogged = 15,
}
