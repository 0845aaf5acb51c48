using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>How a commit goes wrong.</summary>
internal enum CommitFault
{
    None,
    Failed,
    FailedButPersisted,
}

/// <summary>A disk whose commits fail.</summary>
internal sealed class FailingCommit : DbTransactionInterceptor
{
    public CommitFault Fails { get; set; }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        switch (Fails)
        {
            case CommitFault.Failed:
                throw new IOException("the disk says no");
            case CommitFault.FailedButPersisted:
                await transaction.CommitAsync(cancellationToken);
                throw new IOException("the disk says no, but keeps it");
            default:
                return result;
        }
    }
}

/// <summary>A disk that is nearly full: SQLite itself reports it, at its real limit of pages.</summary>
internal sealed class SmallDisk : DbConnectionInterceptor
{
    public bool IsFull { get; set; }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var pages = (long)command.ExecuteScalar()!;
        command.CommandText = $"PRAGMA max_page_count = {(IsFull ? Math.Max(pages, 64) : 1_000_000)}";
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }
}
