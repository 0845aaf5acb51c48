using System.CommandLine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Checkpoints;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;

namespace RemoteAssist.Relay.Bundles;

/// <summary>
/// <c>Relay audit export FILE --session ID|--case NUMBER [--recording] [--data DIR]</c>: the evidence of a session in one file. The log says so
/// where the Relay is stopped; beside a running one, which alone may write, it only reads, and says that.
/// </summary>
internal static class ExportCommand
{
    public static Command Make(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "Where the bundle goes; a file that is there is not replaced." };
        var session = new Option<Guid?>("--session") { Description = "The session's id.", HelpName = "ID" };
        var number = new Option<string?>("--case") { Description = "Or the number of a case that had one session.", HelpName = "NUMBER" };
        var recording = new Option<bool>("--recording") { Description = "With the sealed recording, where there is one that has ended." };
        var command = new Command("export", "Packs all that proves a session into one file.") { file, session, number, recording };
        command.SetAction((parsed, _) => Run(
            parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(file)!, new(parsed.GetValue(session), parsed.GetValue(number), parsed.GetValue(recording)),
            Console.Out, Console.Error, TimeProvider.System));
        return command;
    }

    /// <summary>Which session is meant, by one of the two, and whether with its recording.</summary>
    internal sealed record Wanted(Guid? Session, string? Case, bool Recording = false);

    /// <summary>Writes the bundle and says what it is.</summary>
    /// <returns>0, or <see cref="ExitCodes.CannotStart"/>.</returns>
    public static async Task<int> Run(string folder, string file, Wanted wanted, TextWriter output, TextWriter error, TimeProvider clock)
    {
        try
        {
            var full = Path.GetFullPath(file);
            if (File.Exists(full) || Directory.Exists(full))
            {
                throw new StorageException($"{full} is there already; choose another name.");
            }

            StoredLog.Open(folder).Dispose();
            var databases = new DatabaseFile(folder);
            var (session, caseId) = await Find(databases, wanted);
            var (logged, why) = await Log(folder, session, caseId, wanted.Recording, clock);
            var bundle = await Make(folder, databases, session, logged, wanted.Recording, clock)
                ?? throw new StorageException("There is no checkpoint of this session's entries yet: a running Relay makes one within a minute.");
            PrivateFile.Write(full, bundle);
            var manifest = BundleCheck.Verify(bundle, BundleTrust.None).Manifest!;
            await output.WriteLineAsync($"{manifest.Entries.Count} entries of session {session} of case {manifest.Case.Number}, in a log of {manifest.Size}: {full}");
            await output.WriteLineAsync($"Signed by: {manifest.Key}");
            await output.WriteLineAsync("Whoever checks it needs that key from you by another way than this file.");
            if (why is not null)
            {
                await error.WriteLineAsync($"The log does not say that this was exported: {why}");
            }

            return ExitCodes.Stopped;
        }
        catch (Exception failure) when (failure is StorageException or AuditUnavailableException or IOException or UnauthorizedAccessException or SqliteException or RecordingTooLargeException)
        {
            await error.WriteLineAsync($"Nothing was exported. {failure.Message}");
            return ExitCodes.CannotStart;
        }
    }

    private static async Task<(Guid Session, Guid Case)> Find(DatabaseFile databases, Wanted wanted)
    {
        if ((wanted.Session is null) == (wanted.Case is null))
        {
            throw new StorageException("Say which: --session ID, or --case NUMBER.");
        }

        await using var db = databases.CreateDbContext();
        var all = db.Sessions.AsNoTracking().Join(db.Cases, row => row.CaseId, row => row.Id, (row, about) => new { row.Id, row.Requested, about.Number, Case = about.Id });
        var found = await (wanted.Session is { } id ? all.Where(row => row.Id == id) : all.Where(row => row.Number == wanted.Case)).OrderBy(row => row.Requested).ToListAsync();
        return found switch
        {
            [] => throw new StorageException("There is no such session here."),
            [var only] => (only.Id, only.Case),
            _ => throw new StorageException($"The case had several; say which: {string.Join(", ", found.Select(one => $"--session {one.Id} ({one.Requested:yyyy-MM-dd HH:mm} UTC)"))}"),
        };
    }

    // Only one program may write into the log at a time.
    private static async Task<(long? Logged, string? Why)> Log(string folder, Guid session, Guid caseId, bool recording, TimeProvider clock)
    {
        try
        {
            using var data = DataFolder.Open(folder);
            StorageSetup.Prepare(data.Database, clock);
            await using var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(data.Database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();
            var logged = await services.GetRequiredService<IAuditLog>().Append(BundleDesk.Entry(ActorKind.Relay, null, Environment.UserName, caseId, session, recording));
            StorageSetup.Release(data.Database);
            return (logged, null);
        }
        catch (StorageException running)
        {
            return (null, running.Message);
        }
    }

    private static async Task<byte[]?> Make(string folder, DatabaseFile databases, Guid session, long? logged, bool recording, TimeProvider clock)
    {
        var file = DataFolder.SigningKeyIn(folder);
        if (!File.Exists(file))
        {
            throw new StorageException($"The Relay's signing key {file} is not there, and nothing can be signed without it.");
        }

        using var key = RelayKey.Open(file);
        await using var services = new ServiceCollection().AddSingleton(clock).AddSingleton(key).AddSingleton<IDbContextFactory<RelayDb>>(databases).AddSingleton(RecordingFolder.In(folder))
            .AddSingleton(new Witnesses([])).AddSingleton<LogTree>().AddSingleton<CheckpointStore>().AddSingleton<BundlePress>().AddBundleParts().BuildServiceProvider();
        return await services.GetRequiredService<BundlePress>().Make(session, new BundleMaker("command", Environment.UserName, null), logged, recording, CancellationToken.None);
    }
}
