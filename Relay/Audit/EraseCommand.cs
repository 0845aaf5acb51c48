using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Hosting;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// <c>Relay audit erase --case NUMBER | --session ID --reason TEXT [--data DIR]</c>: personal values go, their salted hashes stay, and the log
/// still verifies. While the Relay is stopped, so that nothing of it is in use or on its way.
/// </summary>
internal static class EraseCommand
{
    /// <summary>As the log takes reasons of people.</summary>
    public const int MostReason = 200;

    public static Command Make(Option<string?> data)
    {
        var number = new Option<string?>("--case") { Description = "Everything of the case with this number, its sessions included.", HelpName = "NUMBER" };
        var session = new Option<Guid?>("--session") { Description = "Everything of this session alone.", HelpName = "ID" };
        var reason = new Option<string?>("--reason")
        {
            Description = "Why; it must be said, in at most 200 characters. It stays in the log: name nobody in it.",
            HelpName = "TEXT",
        };
        var erase = new Command("erase", "Erases the personal values of a case or a session for good; the log still verifies. The Relay must be stopped.")
        {
            number, session, reason,
        };
        erase.Validators.Add(found =>
        {
            if (found.GetResult(number) is null == found.GetResult(session) is null)
            {
                found.AddError("Say one of --case NUMBER and --session ID.");
            }

            if (found.GetResult(reason)?.Tokens is not [{ Value: { } why }] || why.Trim().Length is 0 or > MostReason)
            {
                found.AddError("Say why with --reason, in 1 to 200 characters.");
            }
        });
        erase.SetAction((found, _) => Run(
            found.GetValue(data) ?? RelaySettings.DefaultData, found.GetValue(number), found.GetValue(session), found.GetValue(reason)!.Trim(),
            Console.Out, Console.Error, TimeProvider.System));
        return erase;
    }

    /// <summary>Erases it and says what, and what is left elsewhere.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="number">Of the case; null where a session is named.</param>
    /// <param name="session">The session; null for a whole case.</param>
    /// <param name="reason">Why.</param>
    /// <param name="output">Where that goes.</param>
    /// <param name="error">Where it goes if nothing could be erased.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>0, or <see cref="ExitCodes.CannotStart"/>.</returns>
    public static async Task<int> Run(
        string folder, string? number, Guid? session, string reason, TextWriter output, TextWriter error, TimeProvider clock)
    {
        try
        {
            if (!File.Exists(DataFolder.DatabaseIn(Path.GetFullPath(folder))))
            {
                throw new StorageException($"There is no log in {Path.GetFullPath(folder)}.");
            }

            using var data = DataFolder.Open(folder);
            StorageSetup.Prepare(data.Database, clock);
            await using (var services = Services(data, clock))
            {
                await Erase(services, number, session, reason, output);
            }

            StorageSetup.Release(data.Database);
            Scrub(data.Database);
            await output.WriteLineAsync("Backups that were made before still have it, and so may copies of the disk and programs that were told: erase it there too.");
            return ExitCodes.Stopped;
        }
        catch (Exception failure) when (failure is StorageException or AuditUnavailableException or SqliteException)
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCodes.CannotStart;
        }
    }

    private static async Task Erase(IServiceProvider services, string? number, Guid? session, string reason, TextWriter output)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
        var what = session is { } one ? await Erasure.OfSession(db, one) : await Erasure.OfCase(db, number!);
        var name = session is { } id ? $"session {id} of case {what.Number}" : $"case {what.Number}";
        var found = await Erasure.Count(db, what);
        if (found.IsNothing)
        {
            await output.WriteLineAsync($"Nothing is left to erase of {name}.");
            return;
        }

        // One transaction: a crash here leaves both or neither. Behind it the bytes may still lie in gaps of the file until it is run again.
        var sequence = await services.GetRequiredService<IAuditLog>().Append(
            Erasure.Entry(what, found, reason, Environment.UserName), rows => Erasure.Do(rows, what));
        await output.WriteLineAsync($"Erased of {name}:");
        if (found.Values.Count > 0)
        {
            await output.WriteLineAsync($"  beside entries of the log: {Erasure.Say(found.Values)}");
        }

        if (found.Others.Count > 0)
        {
            await output.WriteLineAsync($"  in its own rows: {Erasure.Say(found.Others)}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Entry {sequence} of the log says so, and why. The hashes stay: \"Relay audit verify\" counts what was erased."));
        await output.WriteLineAsync(session is null
            ? "What stays: the case's number, who worked on it and when, what was allowed and done. Chat was never kept here."
            : "What stays: the case itself with its customer, notes and other sessions; who worked on it and when, what was allowed and done. Chat was never kept here.");
    }

    // The file is written anew, so that nothing lies in its gaps, and what waited beside it is folded in.
    private static void Scrub(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        DurableSqlite.Prepare(connection);
        using var command = connection.CreateCommand();
        foreach (var step in new[] { "PRAGMA secure_delete = ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)" })
        {
            command.CommandText = step;
            command.ExecuteNonQuery();
        }
    }

    private static ServiceProvider Services(DataFolder data, TimeProvider clock) =>
        new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(data.Database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();
}
