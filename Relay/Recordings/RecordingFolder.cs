using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Recordings;

/// <summary>Where the recordings lie. The Relay makes every file name itself.</summary>
/// <param name="path">The folder; made with the first recording.</param>
/// <param name="free">How many bytes are free there.</param>
internal sealed class RecordingFolder(string path, Func<long> free)
{
    /// <summary>What recordings leave alone, so that nobody who is recorded stops the log: twice what snapshots do.</summary>
    public const long Reserve = 1L << 30;

    /// <summary>Whether more may be recorded.</summary>
    public bool HasRoom => free() >= Reserve;

    /// <summary>In this data folder.</summary>
    public static RecordingFolder In(string data) => new(Path.Combine(data, "recordings"), () => new DriveInfo(data).AvailableFreeSpace);

    /// <summary>The file of a session.</summary>
    public string FileOf(Guid session) => Path.Combine(path, $"{session:N}.rarec");

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Make() => DataFolder.MakePrivate(path);

    /// <summary>Opens the file of a session to read it, also while it is written; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public FileStream? Read(Guid session)
    {
        try
        {
            return new FileStream(FileOf(session), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
