using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Recordings;

/// <summary>Deletes what has been kept for long enough: at the start, and every hour. What is held stays, and so does what goes on.</summary>
internal sealed class RecordingSweep(
    IDbContextFactory<RelayDb> databases, RecordingRemoval removal, IOptions<KeepingOptions> options, TimeProvider clock, ILogger<RecordingSweep> logger)
    : BackgroundService
{
    private const string ByDays = "days";
    private const string BySize = "size";

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes what is due.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> Sweep(CancellationToken cancel)
    {
        var deleted = 0;
        if (options.Value.KeepDays is { } days)
        {
            var before = clock.GetUtcNow().AddDays(-days);
            foreach (var row in (await Kept(cancel)).Where(row => row.Ended < before && row.Held is null))
            {
                deleted += await Delete(row, ByDays, days, cancel);
            }
        }

        if (options.Value.KeepMegabytes is { } most)
        {
            var rows = await Kept(cancel);
            var tooMuch = rows.Sum(row => row.Bytes) - ((long)most << 20);
            foreach (var row in rows.Where(row => row.Held is null))
            {
                if (tooMuch <= 0)
                {
                    break;
                }

                var gone = await Delete(row, BySize, most, cancel);
                tooMuch -= gone * row.Bytes;
                deleted += gone;
            }
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await removal.FinishAll(stoppingToken);
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception failure) when (failure is AuditUnavailableException or DbException)
            {
                logger.LogError(failure, "Recordings that are due could not be deleted; the next hour tries again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> Delete(RecordingRow row, string rule, long limit, CancellationToken cancel) => await removal.Delete(
        row,
        RecordingBook.Entry(row, AuditActions.RecordingDeleted, new() { ["rule"] = rule, ["limit"] = RecordingBook.Number(limit) }),
        cancel) ? 1 : 0;

    private async Task<List<RecordingRow>> Kept(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Recordings.AsNoTracking().Where(row => row.Ended != null && row.Deleted == null).OrderBy(row => row.Ended).ToListAsync(cancel);
    }
}
