using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Storage.Migrations;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Relay.Tests.Storage;

public class StorageTests
{
    [Fact]
    public async Task TheMigrationsMakeWhatTheModelNeeds()
    {
        await using var relay = new TestRelay();
        var model = await relay.Read(db => Task.FromResult(db.Model));
        foreach (var entity in model.GetEntityTypes())
        {
            var table = StoreObjectIdentifier.Table(entity.GetTableName()!);
            var needed = entity.GetProperties()
                .Select(property => (Name: property.GetColumnName(table), Required: !property.IsNullable));
            Columns(relay.Folder.Database, table.Name).Should().BeEquivalentTo(needed, "of {0}", table.Name);
        }
    }

    [Fact]
    public void ADatabaseOfTheFirstVersionKeepsItsSessions()
    {
        using var folder = new TemporaryFolder();
        using (var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Migration.ForSqlite[0].Sql + """
                CREATE TABLE schema_versions (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT;
                INSERT INTO schema_versions VALUES (1, 'start', '');
                INSERT INTO cases VALUES ('c', '1', '', '', '', '');
                INSERT INTO sessions VALUES ('s', 'c', 't', '', '', '', 'Live', NULL, '', NULL, NULL, NULL);
                INSERT INTO entries VALUES
                  (1, '{"action":"session.requested","detail":{"scopes":"drawing"},"outcome":"success"}', 'a', 's'),
                  (2, '{"action":"session.allow","detail":{"scopes":"view,control"},"outcome":"success"}', 'b', 's'),
                  (3, '{"action":"session.change","detail":{"scopes":"files"},"outcome":"success"}', 'c', 's'),
                  (4, '{"action":"session.change","detail":{"scopes":"recording"},"outcome":"failed"}', 'd', 's'),
                  (5, '{"action":"session.change","detail":{},"outcome":"success"}', 'e', 's');
                """;
            command.ExecuteNonQuery();
        }

        StorageSetup.Prepare(folder.Database, TimeProvider.System);
        StorageSetup.Release(folder.Database);

        using var after = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        after.Open();
        using var read = after.CreateCommand();
        read.CommandText = "SELECT scopes || minutes || last_viewer || (joined IS NULL) || (seat_hash IS NULL) || allowed FROM sessions WHERE id = 's'";
        read.ExecuteScalar().Should().Be("View60011View,Control,Files");
    }

    [Fact]
    public async Task EveryConnectionIsDurable()
    {
        await using var relay = new TestRelay();
        await relay.Read(async db =>
        {
            await db.Database.OpenConnectionAsync();
            var connection = db.Database.GetDbConnection();
            Pragma(connection, "journal_mode").Should().Be("wal");
            Pragma(connection, "synchronous").Should().Be("2", "2 is FULL");
            Pragma(connection, "foreign_keys").Should().Be("1");
            return 0;
        });
    }

    [Fact]
    public void ADatabaseThatCannotBeDurableIsRefused()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        FluentActions.Invoking(() => DurableSqlite.Prepare(connection))
            .Should().Throw<StorageException>().WithMessage("*journal_mode wal*SQLite keeps memory*");
    }

    [Fact]
    public async Task ASecondStartChangesNothing()
    {
        await using var relay = new TestRelay();
        await relay.Audit.Append(Some.Entry());
        StorageSetup.Prepare(relay.Folder.Database, TimeProvider.System);
        relay.Verify().Entries.Should().Be(1);
    }

    [Fact]
    public async Task ManyStartsAtOnceMakeOneSchema()
    {
        using var folder = new TemporaryFolder();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => StorageSetup.Prepare(folder.Database, TimeProvider.System))));
        StorageSetup.Release(folder.Database);
        Columns(folder.Database, "entries").Should().NotBeEmpty();
    }

    [Fact]
    public void ANewerDatabaseIsRefusedAndStaysAsItIs()
    {
        using var folder = new TemporaryFolder();
        StorageSetup.Prepare(folder.Database, TimeProvider.System);
        StorageSetup.Release(folder.Database);
        folder.Tamper("INSERT INTO schema_versions VALUES (9999, 'future', ''); DROP TABLE settings");
        FluentActions.Invoking(() => StorageSetup.Prepare(folder.Database, TimeProvider.System))
            .Should().Throw<StorageException>().WithMessage("*newer Relay*version 9999*");
        StorageSetup.Release(folder.Database);
        Columns(folder.Database, "settings").Should().BeEmpty("nothing was repaired");
    }

    [Fact]
    public async Task MomentsSortAsTextAndComeBackToTheTick()
    {
        await using var relay = new TestRelay();
        var early = new DateTimeOffset(2026, 11, 21, 23, 59, 59, TimeSpan.FromHours(8)).AddTicks(1);
        var late = new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);
        var row = Some.CaseRow();
        await relay.Audit.Append(Some.Entry(), db =>
        {
            db.Cases.Add(row);
            db.Sessions.AddRange(
                Some.SessionRow(row.Id, SessionState.Live, late), Some.SessionRow(row.Id, SessionState.Ended, early));
            return Task.CompletedTask;
        });
        var requested = await relay.Read(db => db.Sessions
            .Where(session => session.Requested < late.AddSeconds(1))
            .OrderBy(session => session.Requested)
            .Select(session => session.Requested)
            .ToListAsync());
        requested.Should().Equal(early, late);
        (await relay.Read(db => db.Sessions.CountAsync(session => session.State == SessionState.Live))).Should().Be(1);
    }

    [Fact]
    public void TwoRelaysCannotShareAFolder()
    {
        using var folder = new TemporaryFolder();
        using (DataFolder.Open(folder.Path))
        {
            FluentActions.Invoking(() => DataFolder.Open(folder.Path)).Should().Throw<StorageException>().WithMessage("Another Relay is using*");
        }

        using var again = DataFolder.Open(folder.Path);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(again.Keys).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static List<(string Name, bool Required)> Columns(string database, string table)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, \"notnull\" FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var rows = command.ExecuteReader();
        var columns = new List<(string, bool)>();
        while (rows.Read())
        {
            columns.Add((rows.GetString(0), rows.GetBoolean(1)));
        }

        return columns;
    }

    private static string? Pragma(System.Data.Common.DbConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToString(command.ExecuteScalar());
    }
}
