namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// Why an exchange came to nothing. The number is what a refusal carries. A refusal is not authenticated (there is no
/// key yet), so it tells a person what to do next and proves nothing.
/// </summary>
public enum ExchangeFault : byte
{
    /// <summary>The other end has another code, or somebody in between tried one. The try is spent.</summary>
    WrongCode = 1,

    /// <summary>The code has had its tries, or was withdrawn; a new one is needed.</summary>
    NoTriesLeft = 2,

    /// <summary>The ends speak different versions; no try is spent.</summary>
    OtherVersion = 3,

    /// <summary>The Viewer is in another exchange just now; no try is spent.</summary>
    Busy = 4,

    /// <summary>The message has no such kind or length.</summary>
    Malformed = 5,

    /// <summary>The share is no point of the curve.</summary>
    InvalidShare = 6,

    /// <summary>It took longer than an exchange may.</summary>
    Late = 7,

    /// <summary>A good message at the wrong time, or after the end.</summary>
    OutOfTurn = 8,

    /// <summary>There is no session that both ends could resume; a new code is needed.</summary>
    NothingToResume = 9,

    /// <summary>What the other end revealed is not what it had bound itself to before.</summary>
    BrokenCommitment = 10,
}
