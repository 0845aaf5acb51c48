namespace RemoteAssist.Agent.Transfers;

/// <summary>
/// A file that is coming: <c>name.part</c> in its folder, for nobody but the customer to read, until all of it is there. It never takes
/// another file's place, nor follows a link that somebody has put there.
/// </summary>
internal sealed class PartFile : IByteSink
{
    /// <summary>So many files of one name are told apart.</summary>
    private const int MostAlike = 1000;

    private const string Ending = ".part";

    private readonly string folder;
    private readonly string name;
    private readonly string path;
    private readonly FileStream stream;
    private bool kept;

    private PartFile(string folder, string name, string path, FileStream stream)
    {
        this.folder = folder;
        this.name = name;
        this.path = path;
        this.stream = stream;
    }

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where it goes; made where it is not there.</param>
    /// <param name="name">A <see cref="SafeName"/>.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static PartFile Begin(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, SafeName.Numbered(name, number) + Ending);
            try
            {
                return new PartFile(folder, name, path, new FileStream(path, options));
            }
            catch (IOException) when (number < MostAlike && Path.Exists(path))
            {
                // Another one of this name is coming too.
            }
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    /// <inheritdoc/>
    public void Complete() => stream.Flush(flushToDisk: true);

    /// <summary>All of it is there: it gets its name, or the next one that is free.</summary>
    /// <returns>The name that it has.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public string Keep()
    {
        stream.Dispose();
        for (var number = 1; ; number++)
        {
            var free = SafeName.Numbered(name, number);
            try
            {
                File.Move(path, Path.Combine(folder, free), overwrite: false);
                kept = true;
                return free;
            }
            catch (IOException) when (number < MostAlike && Path.Exists(Path.Combine(folder, free)))
            {
                // There is one of this name already.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        if (!kept)
        {
            kept = true;
            try
            {
                File.Delete(path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // A folder that has become unwritable keeps what it has.
            }
        }
    }
}
