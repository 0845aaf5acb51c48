namespace RemoteAssist.Relay.Storage;

/// <summary>
/// The folder with everything that the Relay keeps: <c>relay.db</c>, <c>keys/</c>, <c>logs/</c>. One Relay at a time
/// holds it, by a lock that the system drops with the process.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream hold;

    private DataFolder(string path, FileStream hold)
    {
        Path = path;
        this.hold = hold;
    }

    public string Path { get; }

    public string Database => DatabaseIn(Path);

    /// <summary>The keys that cookies are sealed with.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>The key that the Relay signs with.</summary>
    public string SigningKey => SigningKeyIn(Path);

    /// <summary>Key and certificate that the Relay makes for itself.</summary>
    public string HttpsCertificate => System.IO.Path.Combine(Keys, "relay-https.pem");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Where the database is in a data folder.</summary>
    public static string DatabaseIn(string path) => System.IO.Path.Combine(path, "relay.db");

    /// <summary>Where the key that the Relay signs with is in a data folder.</summary>
    public static string SigningKeyIn(string path) => System.IO.Path.Combine(path, "keys", "relay-signing.pem");

    /// <summary>Makes what is missing and takes hold of the folder.</summary>
    /// <exception cref="StorageException">It cannot be written, or another Relay holds it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            MakePrivate(full);
            MakePrivate(System.IO.Path.Combine(full, "keys"));
            MakePrivate(System.IO.Path.Combine(full, "logs"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(System.IO.Path.Combine(full, "keys"), OwnerOnly);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {full} cannot be written: {failure.Message}", failure);
        }

        return new DataFolder(full, Hold(full));
    }

    public void Dispose() => hold.Dispose();

    /// <summary>Makes a folder for its owner alone, where there is none; one that exists keeps the mode that its owner gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    internal static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static FileStream Hold(string path)
    {
        var file = System.IO.Path.Combine(path, "relay.lock");
        try
        {
            return new FileStream(file, PrivateFile.Options(FileMode.OpenOrCreate));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StorageException($"The data folder {path} cannot be written: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new StorageException(
                File.Exists(file)
                    ? $"Another Relay is using the data folder {path}."
                    : $"The data folder {path} cannot be written: {failure.Message}",
                failure);
        }
    }
}
