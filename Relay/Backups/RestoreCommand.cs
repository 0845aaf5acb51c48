using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Webhooks;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Backups;

/// <summary>
/// <c>Relay restore FILE [--data DIR]</c>: makes a data folder from a backup, checks its log before it takes it, and says in the log
/// that it was restored. Every sign-in ends: one that was ended after the backup would be good again otherwise.
/// </summary>
internal static class RestoreCommand
{
    public static Command Make(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var command = new Command("restore", "Makes a data folder from a backup. There must be no Relay's data in it yet.") { file };
        command.SetAction((parsed, _) => Run(
            parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(file)!, Console.Out, Console.Error, TimeProvider.System));
        return command;
    }

    /// <summary>Restores, and says up to when. Where it cannot, the folder stays as it was.</summary>
    /// <returns>0, or <see cref="ExitCodes.CannotStart"/>.</returns>
    public static async Task<int> Run(string folder, string file, TextWriter output, TextWriter error, TimeProvider clock)
    {
        try
        {
            using var data = DataFolder.Open(folder);
            RefuseData(data);
            var manifest = await Take(file, data);
            await Say(data, manifest, clock);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{manifest.Log.Entries} entries up to {manifest.Log.LastTime:yyyy-MM-dd HH:mm:ss} UTC are in {data.Path}; the log says that they were restored."));
            await output.WriteLineAsync("Whatever happened after that is not there: accounts that were disabled or changed since are as they were.");
            await output.WriteLineAsync("Everybody has to sign in again. Keys for programs were revoked: make new ones. Webhooks were paused.");
            return ExitCodes.Stopped;
        }
        catch (Exception failure) when (failure is StorageException or AuditUnavailableException or IOException or UnauthorizedAccessException or SqliteException)
        {
            await error.WriteLineAsync($"Nothing was restored. {failure.Message}");
            return ExitCodes.CannotStart;
        }
    }

    private static void RefuseData(DataFolder data)
    {
        if (File.Exists(data.Database) || Directory.EnumerateFileSystemEntries(data.Keys).Any())
        {
            throw new StorageException($"{data.Path} holds the data of a Relay already; choose an empty folder.");
        }
    }

    // All of it is checked before any of it takes its place; the database comes last, and without it a folder is an empty one.
    private static async Task<BackupManifest> Take(string file, DataFolder data)
    {
        await using var from = new FileStream(file, FileMode.Open, FileAccess.Read);
        using var room = new CopyRoom(Path.Combine(data.Path, "restored.part"));
        Directory.CreateDirectory(Path.Combine(room.Path, "keys"));
        var manifest = await BackupFile.Unpack(from, room.Path);
        var log = BackupCommand.Whole(room.Path);
        if (log != manifest.Log)
        {
            throw new StorageException(string.Create(
                CultureInfo.InvariantCulture,
                $"Its manifest speaks of {manifest.Log.Entries} entries up to {manifest.Log.LastHash}, its log has {log.Entries} up to {log.LastHash}: it was changed."));
        }

        var keys = Path.Combine(room.Path, "keys");
        foreach (var key in Directory.EnumerateFiles(keys))
        {
            File.Move(key, Path.Combine(data.Keys, Path.GetFileName(key)));
        }

        File.Move(DataFolder.DatabaseIn(room.Path), data.Database);
        return manifest;
    }

    private static async Task Say(DataFolder data, BackupManifest manifest, TimeProvider clock)
    {
        StorageSetup.Prepare(data.Database, clock);
        await using (var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(data.Database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider())
        {
            var detail = new Dictionary<string, string>
            {
                ["made"] = manifest.Made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["entries"] = manifest.Log.Entries.ToString(CultureInfo.InvariantCulture),
                ["version"] = manifest.Relay,
            };
            await services.GetRequiredService<IAuditLog>().Append(
                new PendingEntry(AuditActions.RelayRestored, ActorKind.Relay, null, AuditOutcome.Success, Detail: detail),
                async db =>
                {
                    // What was ended or revoked after the copy was made must not come back with it.
                    await SignIns.End(db.SignIns, SignInEnd.Restored, clock.GetUtcNow(), CancellationToken.None);
                    await ApiKeyDesk.RevokeAll(db, clock.GetUtcNow());
                    await WebhookDesk.PauseAll(db, clock.GetUtcNow());
                });
        }

        StorageSetup.Release(data.Database);
    }
}
