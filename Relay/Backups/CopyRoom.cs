namespace RemoteAssist.Relay.Backups;

/// <summary>A folder of the owner alone, for what is not finished; it goes with what is left in it.</summary>
internal sealed class CopyRoom : IDisposable
{
    /// <summary>Makes it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public CopyRoom(string path)
    {
        Path = path;
        var parent = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"There is no folder {parent}.");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
