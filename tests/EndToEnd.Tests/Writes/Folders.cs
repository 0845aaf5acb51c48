using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RemoteAssist.EndToEnd.Tests.Writes;

/// <summary>
/// Notices whatever is written into some folders: by what the kernel says of each change as it happens, and by the hash of every file
/// before and after.
/// </summary>
internal sealed class Folders : IDisposable
{
    private readonly IReadOnlyList<string> roots;
    private readonly string except;
    private readonly List<FileSystemWatcher> watchers;
    private readonly ConcurrentQueue<string> noticed = new();
    private readonly IReadOnlyDictionary<string, string> before;

    /// <param name="roots">With all that is below.</param>
    /// <param name="except">One folder below where anything may be written.</param>
    public Folders(IReadOnlyList<string> roots, string except)
    {
        this.roots = roots;
        this.except = except + Path.DirectorySeparatorChar;
        watchers = [.. roots.Select(Watch)];
        before = Hashes();
    }

    /// <summary>What has been written so far, each as a sentence.</summary>
    public IReadOnlyList<string> Written()
    {
        var after = Hashes();
        return
        [
            .. noticed,
            .. after.Where(file => !before.TryGetValue(file.Key, out var hash) || hash != file.Value).Select(file => $"{file.Key} is new or other than before"),
            .. before.Keys.Except(after.Keys, StringComparer.Ordinal).Select(file => $"{file} is gone"),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => watchers.ForEach(one => one.Dispose());

    private FileSystemWatcher Watch(string root)
    {
        var watcher = new FileSystemWatcher(root)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes,
        };
        watcher.Created += (_, change) => Note(change);
        watcher.Changed += (_, change) => Note(change);
        watcher.Deleted += (_, change) => Note(change);
        watcher.Renamed += (_, change) => Note(change);
        watcher.Error += (_, broken) => noticed.Enqueue($"{root} was not watched: {broken.GetException().Message}");
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    // A folder above the data folder changes with what is made in it.
    private void Note(FileSystemEventArgs change)
    {
        if (!IsAllowed(change.FullPath))
        {
            noticed.Enqueue($"{change.FullPath} was {change.ChangeType}");
        }
    }

    private bool IsAllowed(string path) => (path + Path.DirectorySeparatorChar).StartsWith(except, StringComparison.Ordinal);

    private Dictionary<string, string> Hashes() => roots
        .SelectMany(root => Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        .Where(path => !IsAllowed(path))
        .ToDictionary(path => path, Hash, StringComparer.Ordinal);

    // A socket or a pipe has no content that could be read.
    private static string Hash(string path)
    {
        var info = new FileInfo(path);
        return !info.Exists || info.Length == 0
            ? $"{info.Attributes} {info.LastWriteTimeUtc:O}"
            : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
    }
}
