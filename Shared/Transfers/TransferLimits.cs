namespace RemoteAssist.Shared.Transfers;

/// <summary>The bounds of files and clipboards, the same at both ends.</summary>
public static class TransferLimits
{
    /// <summary>
    /// The most bytes of one chunk. A picture waits behind at most one of them, and at 2 Mbit/s that is an eighth of a second.
    /// </summary>
    public const int ChunkBytes = 32 * 1024;

    /// <summary>
    /// The most bytes that are on their way at a time. The Relay keeps 1 MiB for an end that reads slowly, and what else is said
    /// needs room too.
    /// </summary>
    public const int WindowBytes = 512 * 1024;

    /// <summary>The largest file: 1 TiB.</summary>
    public const long FileBytes = 1L << 40;

    /// <summary>The largest piece of a clipboard.</summary>
    public const int ClipboardBytes = 8 * 1024 * 1024;

    /// <summary>The longest name of a file on the wire, in bytes of UTF-8.</summary>
    public const int NameBytes = 1024;

    /// <summary>Bytes of a SHA-256.</summary>
    public const int HashBytes = 32;

    /// <summary>The largest number that either end writes as a place or a size: what JavaScript counts exactly.</summary>
    public const long Farthest = (1L << 53) - 1;
}
