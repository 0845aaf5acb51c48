using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Backups;

/// <summary>
/// <c>Relay backup FILE [--data DIR]</c>: everything that a Relay keeps but its diary of running, in one file, also while it runs.
/// It holds the keys and every account: it is to be guarded as the data folder is.
/// </summary>
internal static class BackupCommand
{
    public static Command Make(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "Where the backup goes; a file that is there is not replaced." };
        var command = new Command("backup", "Copies database and keys into one file, also while the Relay runs.") { file };
        command.SetAction((parsed, _) => Run(
            parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(file)!, Console.Out, Console.Error, TimeProvider.System));
        return command;
    }

    /// <summary>Makes a backup and says what is in it. Where it cannot be made, no file is left behind.</summary>
    /// <returns>0, or <see cref="ExitCodes.CannotStart"/>.</returns>
    public static async Task<int> Run(string folder, string file, TextWriter output, TextWriter error, TimeProvider clock)
    {
        var full = Path.GetFullPath(file);
        var copy = full + ".part";
        try
        {
            RefuseExisting(full, copy);
            using var room = new CopyRoom(copy);
            var log = Copy(Path.GetFullPath(folder), room.Path);
            var packed = Path.Combine(room.Path, "packed");
            await using (var zip = new FileStream(packed, PrivateFile.Options(FileMode.CreateNew)))
            {
                await BackupFile.Pack(room.Path, zip, log, clock.GetUtcNow());
                zip.Flush(flushToDisk: true);
            }

            File.Move(packed, full);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{log.Entries} entries up to {log.LastTime:yyyy-MM-dd HH:mm:ss} UTC, the database and the keys are in {full}"));
            await output.WriteLineAsync($"Last hash: {log.LastHash}");
            await output.WriteLineAsync("Whoever has this file has every account and the Relay's keys: keep it as you keep the data folder.");
            return ExitCodes.Stopped;
        }
        catch (Exception failure) when (failure is StorageException or IOException or UnauthorizedAccessException or SqliteException)
        {
            await error.WriteLineAsync($"No backup was made. {failure.Message}");
            return ExitCodes.CannotStart;
        }
    }

    private static void RefuseExisting(string full, string copy)
    {
        if (File.Exists(full) || Directory.Exists(full))
        {
            throw new StorageException($"{full} is there already; choose another name.");
        }

        if (Directory.Exists(copy))
        {
            throw new StorageException($"{copy} is there already: another backup is being made, or one was broken off. In that case remove the folder.");
        }
    }

    // The database as it stood at one moment, whoever writes to it meanwhile; and written anew, so that nothing erased lies in its gaps.
    private static BackupLog Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "keys"));
        var database = DataFolder.DatabaseIn(to);
        using (var log = StoredLog.Open(from))
        {
            PrivateFile.Touch(database);
            log.CopyInto(database);
        }

        foreach (var key in Directory.EnumerateFiles(Path.Combine(from, "keys")))
        {
            using var write = new FileStream(Path.Combine(to, "keys", Path.GetFileName(key)), PrivateFile.Options(FileMode.CreateNew));
            using var read = File.OpenRead(key);
            read.CopyTo(write);
        }

        return Whole(to);
    }

    /// <summary>How far the log of a folder reaches.</summary>
    /// <exception cref="StorageException">It is not whole.</exception>
    internal static BackupLog Whole(string folder)
    {
        using var log = StoredLog.Open(folder);
        var report = log.Verify();
        if (report.Fault is { } fault)
        {
            throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"The log is damaged: entry {fault.Sequence} is the first that is not as it was written. {fault.Says}"));
        }

        return report.Entries == 0
            ? throw new StorageException(StoredLog.Emptied)
            : new BackupLog(report.Entries, report.LastTime, report.LastHash);
    }
}
