using System.Runtime.CompilerServices;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Disk;

/// <summary>What goes wrong with the disk; the letters are those of failing-disk.c.</summary>
internal enum DiskFault
{
    /// <summary>A sync fails and was not made.</summary>
    Sync = 's',

    /// <summary>A sync was made and is said to have failed.</summary>
    SyncKept = 'k',

    /// <summary>There is no space.</summary>
    Full = 'f',

    /// <summary>There is space for half of each write.</summary>
    HalfFull = 'h',

    /// <summary>Writes fail.</summary>
    Write = 'w',
}

/// <summary>
/// A disk that can be made to fail under one folder of a running program, from outside and at the system calls themselves: the
/// program is the one that is released. Needs the C compiler.
/// </summary>
internal sealed class FailingDisk : IDisposable
{
    private readonly string room = Directory.CreateTempSubdirectory("remoteassist-disk-").FullName;

    private FailingDisk() => Folder = Directory.CreateDirectory(Path.Combine(room, "data")).FullName;

    /// <summary>What may fail; empty.</summary>
    public string Folder { get; }

    /// <summary>What the program's environment needs.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = Library,
        ["FAILING_FOLDER"] = Folder,
        ["FAILING_DISK"] = Control,
    };

    private string Library => Path.Combine(room, "failing-disk.so");

    private string Control => Path.Combine(room, "fault");

    /// <summary>One that works.</summary>
    public static async Task<FailingDisk> Make()
    {
        var disk = new FailingDisk();
        await using var compiler = ChildProcess.Start("cc", ["-shared", "-fPIC", "-O1", "-o", disk.Library, Path.Combine(Here(), "failing-disk.c"), "-ldl"]);
        (await compiler.Exit()).Should().Be(0, "the compiler takes it: {0}", string.Join(" | ", compiler.Output));
        return disk;
    }

    /// <summary>From now on this goes wrong.</summary>
    public void Fail(DiskFault fault)
    {
        // In one go: a file that is there and empty would be no fault.
        File.WriteAllText(Control + ".next", $"{(char)fault}");
        File.Move(Control + ".next", Control, overwrite: true);
    }

    /// <summary>It works again.</summary>
    public void Heal() => File.Delete(Control);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(room, recursive: true);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
