namespace RemoteAssist.Relay.Storage;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>rw for the owner, nothing for anybody else.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file whole or not at all: under another name it reaches the disk first, and then takes its own.</summary>
    /// <param name="file">Where; what is there is replaced where <paramref name="overwrite"/> says so.</param>
    /// <param name="bytes">What.</param>
    /// <param name="overwrite">Whether a file that is there is replaced; otherwise it is an error.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string file, ReadOnlySpan<byte> bytes, bool overwrite = false)
    {
        var half = file + ".new";
        File.Delete(half);
        using (var stream = new FileStream(half, Options(FileMode.CreateNew)))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file, overwrite);
    }

    /// <summary>Makes an empty file where there is none, for somebody else to write into: it keeps its mode.</summary>
    public static void Touch(string file)
    {
        // One that is there is not even opened: closing it again would drop the locks that SQLite has on it in this process.
        if (!File.Exists(file))
        {
            new FileStream(file, Options(FileMode.OpenOrCreate)).Dispose();
        }
    }

    /// <summary>Takes what others may do with a file away from them.</summary>
    public static void Close(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, Mode);
        }
    }

    /// <summary>For a file that is made so.</summary>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return options;
    }
}
