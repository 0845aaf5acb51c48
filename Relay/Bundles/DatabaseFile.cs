using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Bundles;

/// <summary>The database of a data folder, to be read only: also beside a running Relay.</summary>
internal sealed class DatabaseFile(string folder) : IDbContextFactory<RelayDb>
{
    private readonly DbContextOptions<RelayDb> options = new DbContextOptionsBuilder<RelayDb>().UseSqlite(new SqliteConnectionStringBuilder
    {
        DataSource = DataFolder.DatabaseIn(folder), Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5,
    }.ToString()).Options;

    public RelayDb CreateDbContext() => new(options);
}
