namespace RemoteAssist.Shared.Wire;

/// <summary>A file, a clipboard or facts about the computer, as the Agent tells the Relay of it: at its beginning, and at its end. Its content is never told.</summary>
/// <param name="Number">Which transfer of this session, by the Agent's own count from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FromCustomer">Whether the customer gives it; else it is given to them.</param>
/// <param name="Name">A file's name, at most 255 characters; a clipboard's formats, such as "text,html"; how many facts there are.</param>
/// <param name="Bytes">How many bytes it has, by the word of whoever gives it.</param>
/// <param name="End">What became of it; null where it begins, and for a clipboard and facts, which are told of once.</param>
/// <param name="Sha256">At the end of a file, and of facts: its hash, as the Agent made it, in 64 small hex digits; null where not all of it was there.</param>
public sealed record TransferReport(
    int Number, TransferKind Kind, bool FromCustomer, string Name, long Bytes, TransferEnd? End = null, string? Sha256 = null);

/// <summary>What is carried.</summary>
public enum TransferKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>What was copied.</summary>
    Clipboard,

    /// <summary>Facts about the customer's computer.</summary>
    Facts,
}

/// <summary>What became of it.</summary>
public enum TransferEnd
{
    /// <summary>All of it is there, and both ends have the same hash.</summary>
    Done,

    /// <summary>The customer cancelled it, took back what allowed it, or the session ended.</summary>
    CancelledByCustomer,

    /// <summary>The technician cancelled it, or has gone.</summary>
    CancelledByTechnician,

    /// <summary>What came is not what was sent.</summary>
    Differs,

    /// <summary>The customer's computer could not write or read it.</summary>
    Broken,
}
