namespace RemoteAssist.Relay.Backups;

/// <summary>What is in a backup.</summary>
/// <param name="Format">Of the file; <see cref="Newest"/> so far.</param>
/// <param name="Made">When.</param>
/// <param name="Relay">The version of the program that made it.</param>
/// <param name="Log">The log in it.</param>
/// <param name="Files">All but the manifest.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset Made, string Relay, BackupLog Log, List<BackedUpFile> Files)
{
    /// <summary>The format that this Relay writes, and the only one that it reads.</summary>
    public const int Newest = 1;
}

/// <summary>How far the log of a backup reaches.</summary>
/// <param name="Entries">How many there are.</param>
/// <param name="LastTime">The time of the last.</param>
/// <param name="LastHash">The hash of the last, hexadecimal.</param>
internal sealed record BackupLog(long Entries, DateTimeOffset? LastTime, string? LastHash);

/// <summary>One file of a backup.</summary>
/// <param name="Path">With slashes, from the data folder.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Hexadecimal, in small letters.</param>
internal sealed record BackedUpFile(string Path, long Size, string Sha256);
