using Microsoft.Win32.SafeHandles;

namespace RemoteAssist.Agent.Transfers;

/// <summary>A file that the customer has chosen, opened when they chose it: what is put in its place later is not sent.</summary>
internal sealed class FileSource : IByteSource
{
    private readonly SafeFileHandle file;

    private FileSource(string path, SafeFileHandle file)
    {
        this.file = file;
        Name = Path.GetFileName(path);
        Size = RandomAccess.GetLength(file);
    }

    /// <summary>Its name, without its folder.</summary>
    public string Name { get; }

    /// <summary>Its bytes when it was opened.</summary>
    public long Size { get; }

    /// <summary>Opens an ordinary file; null where it cannot be read, or is a folder.</summary>
    public static FileSource? Open(string path)
    {
        try
        {
            return new FileSource(path, File.OpenHandle(path, options: FileOptions.SequentialScan));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes[read..], offset + read) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
