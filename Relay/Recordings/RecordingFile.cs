using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Recordings;

/// <summary>
/// A recording's file, to add to. Each write is on the disk when it returns, or says that it is not: the file is opened with
/// O_SYNC, so that a sync that fails is a write that fails. (.NET hides a failed fsync.)
/// </summary>
internal sealed class RecordingFile : IDisposable
{
    private readonly FileStream stream;

    private RecordingFile(FileStream stream) => this.stream = stream;

    /// <summary>Bytes that are on the disk.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="IOException">There is one, or it cannot be written.</exception>
    public static RecordingFile Begin(string path, ReadOnlySpan<byte> header)
    {
        var file = new RecordingFile(Open(path, FileMode.CreateNew));
        try
        {
            file.Append(header);
            return file;
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Goes on with one. What is behind its good bytes is cut away.</summary>
    /// <exception cref="IOException">It is not there, is shorter, or cannot be written.</exception>
    public static RecordingFile Continue(string path, long good)
    {
        var file = new RecordingFile(Open(path, FileMode.Open));
        try
        {
            if (file.stream.Length < good)
            {
                throw new IOException($"The file has {file.stream.Length} bytes instead of {good}.");
            }

            file.stream.SetLength(good);
            file.stream.Position = good;
            file.Length = good;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds bytes: all of them, or none as far as the disk allows.</summary>
    /// <exception cref="IOException">They are not on the disk.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            Length += bytes.Length;
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    public void Dispose() => stream.Dispose();

    // Where this fails too, the next start cuts it.
    private void TakeBack()
    {
        try
        {
            stream.SetLength(Length);
        }
        catch (IOException)
        {
            return;
        }

        stream.Position = Length;
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = mode == FileMode.Open
            ? new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite }
            : PrivateFile.Options(mode);
        options.Share = FileShare.Read | FileShare.Delete;
        options.Options = FileOptions.WriteThrough;
        options.BufferSize = 0;
        return new FileStream(path, options);
    }
}
