using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage.Migrations;

namespace RemoteAssist.Relay.Storage;

/// <summary>How the Relay takes its database in.</summary>
public static class StorageSetup
{
    /// <summary>Opens the database with its durable settings and brings it to this Relay's schema.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    public static void Prepare(string database, TimeProvider clock)
    {
        using var connection = new SqliteConnection(ConnectionString(database));
        try
        {
            PrivateFile.Touch(database); // the files beside it get the mode of this one
            connection.Open();
            DurableSqlite.Prepare(connection);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database {database} cannot be opened: {failure.Message}", failure);
        }

        Migrator.Run(connection, clock);
    }

    /// <summary>Adds <see cref="RelayDb"/>: one a request, and a factory for work apart from requests.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string database) =>
        services.AddDbContextFactory<RelayDb>(options => Use(options, database));

    /// <summary>The database for one context.</summary>
    public static void Use(DbContextOptionsBuilder options, string database) =>
        options.UseSqlite(ConnectionString(database)).AddInterceptors(new DurableSqlite());

    /// <summary>Lets go of the file, so that the last connection folds the WAL back into it.</summary>
    public static void Release(string database)
    {
        using var connection = new SqliteConnection(ConnectionString(database));
        SqliteConnection.ClearPool(connection);
    }

    private static string ConnectionString(string database) => new SqliteConnectionStringBuilder
    {
        DataSource = database,
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        DefaultTimeout = 5,
    }.ToString();
}
