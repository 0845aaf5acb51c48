using System.Diagnostics;
using System.Globalization;
using RemoteAssist.Relay.Audit;
using Microsoft.Data.Sqlite;

namespace RemoteAssist.Relay.Tests.Audit;

public class KilledRelayTests
{
    // Arbitrary, but the same in each run.
    private readonly Random chance = new(20931);

    [Fact]
    [Trait("Promise", "23")]
    public async Task AKilledRelayLosesNoAcknowledgedEntry()
    {
        using var tried = new Tried(23, "moments at which the process that writes the log was killed");
        using var folder = new TemporaryFolder();
        for (var kill = 1; kill <= Tried.Count(200, smoke: 3); kill++)
        {
            var acknowledged = await AppendUntilKilled(folder.Database);

            using var log = StoredLog.Open(folder.Path);
            var report = log.Verify();
            report.Fault.Should().BeNull("after kill {0}", kill);
            report.Entries.Should().BeInRange(acknowledged, acknowledged + 1, "one may be on disk and not yet acknowledged");
            Cases(folder).Should().Be(report.Entries, "an entry and its change are one");
            tried.Try(report.Fault is null && report.Entries >= acknowledged, $"kill {kill}: {report.Entries} of {acknowledged} entries");
        }

        tried.MustHold();
    }

    private async Task<long> AppendUntilKilled(string database)
    {
        var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(TestProgram).Assembly.Location, database },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var wanted = chance.Next(1, 40);
            long last = 0;
            for (var said = 0; said < wanted; said++)
            {
                last = Parse(await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
            }

            // Now it is in the middle of some step; a few turns of this loop more, so that it is not always the same place.
            var point = Stopwatch.GetTimestamp() + (chance.Next(0, 5) * Stopwatch.Frequency / 1000);
            SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= point);
            child.Kill();
            await child.WaitForExitAsync();

            // What it said before it died was acknowledged too; a line that was cut off was not said.
            var rest = await child.StandardOutput.ReadToEndAsync();
            var lines = rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length > 0 ? Parse(lines[^1]) : last;
        }
        finally
        {
            child.Kill();
            child.Dispose();
        }
    }

    private static long Cases(TemporaryFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM cases";
        return (long)command.ExecuteScalar()!;
    }

    private static long Parse(string? line) => long.Parse(line!, CultureInfo.InvariantCulture);
}
