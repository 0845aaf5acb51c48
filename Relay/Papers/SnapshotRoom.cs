namespace RemoteAssist.Relay.Papers;

/// <summary>Keeps a part of the disk free of snapshots, so that nobody who takes them stops the log.</summary>
/// <param name="free">How many bytes are free where the database is.</param>
internal sealed class SnapshotRoom(Func<long> free)
{
    /// <summary>What snapshots leave alone: a million entries, and the database's own needs.</summary>
    public const long Reserve = 1L << 29;

    /// <summary>Whether one more may be kept.</summary>
    public bool IsThere => free() >= Reserve;

    /// <summary>On the disk of this folder.</summary>
    public static SnapshotRoom In(string folder) => new(() => new DriveInfo(folder).AvailableFreeSpace);
}
