using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Syslog;

/// <summary>
/// Tells a syslog receiver of every entry, from the first one on and in their order. It reads what is committed, so the log never waits
/// for it; how far the receiver has read is kept in the database. What a receiver lost in the middle is sent once more.
/// </summary>
internal sealed class SyslogFeed(
    IDbContextFactory<RelayDb> databases, SyslogTarget target, SyslogBell bell, TimeProvider clock, ILogger<SyslogFeed> logger) : BackgroundService
{
    /// <summary>The setting of the database in which the sequence stands that was taken last.</summary>
    public const string Place = "syslog.place";

    /// <summary>Entries that are in memory at once, and that one connection takes at most.</summary>
    public const int AtOnce = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // To connect, send at most AtOnce entries, and see the receiver close behind them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await TellOn(stoppingToken))
                {
                    pause = FirstPause;
                }

                await bell.Wait(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "The syslog receiver {Host}:{Port} was not told; trying again in {Pause}", target.Host, target.Port, pause);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // 1 what comes next   2 a connection   3 send   4 the receiver has read to the end   5 remember. A crash before 5: it is sent once more.
    private async Task<bool> TellOn(CancellationToken stop)
    {
        await using var db = await databases.CreateDbContextAsync(stop);
        var place = await db.Settings.FirstOrDefaultAsync(setting => setting.Key == Place, stop);
        var after = place is null ? 0 : long.Parse(place.Value, CultureInfo.InvariantCulture);
        var next = await db.Entries.AsNoTracking().Where(row => row.Sequence > after).OrderBy(row => row.Sequence).Take(AtOnce).ToListAsync(stop);
        if (next.Count == 0)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await using (var line = await SyslogLine.Open(target, both.Token))
        {
            foreach (var row in next)
            {
                await line.Send(SyslogMessage.Of(row.Json, row.Hash, Environment.MachineName), both.Token);
            }

            await line.Finish(both.Token);
        }

        var taken = next[^1].Sequence.ToString(CultureInfo.InvariantCulture);
        if (place is null)
        {
            db.Settings.Add(new SettingRow { Key = Place, Value = taken });
        }
        else
        {
            place.Value = taken;
        }

        await db.SaveChangesAsync(CancellationToken.None);
        return true;
    }
}
