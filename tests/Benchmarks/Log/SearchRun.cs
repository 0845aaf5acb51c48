using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Benchmarks.Sealing;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Audit.Desk;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Benchmarks.Log;

/// <summary>How long a search of the auditor's desk takes in a large log: its entry and its first page, as the desk does it.</summary>
/// <param name="database">The database of <see cref="LargeLog"/>.</param>
/// <param name="say">Told how far it is.</param>
internal sealed class SearchRun(string database, Action<string> say)
{
    private const int Times = 40;

    private static readonly (string What, SessionSearch Search)[] Searches =
    [
        ("everything", new()),
        ("a case", new(Case: "20500")),
        ("a customer", new(Customer: "customer 4321")),
        ("a customer who is not there", new(Customer: "nobody")),
        ("a technician", new(Technician: "Technician 7")),
        ("a technician who is not there", new(Technician: "nobody")),
        ("files allowed", new(Allowed: Scope.Files)),
        ("a scope that nobody allowed", new(Allowed: Scope.Recording)),
        ("altered on its way", new(Outcome: EndReason.Altered)),
        ("a month, not reviewed", new(From: DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-60)), To: DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-30)), Reviewed: false)),
        ("nothing, by all filters", new("20500", "nobody", "nobody", new DateOnly(2000, 1, 1), DateOnly.MaxValue, Scope.Recording, EndReason.Fault, true)),
    ];

    /// <summary>Measures and prints Markdown.</summary>
    public async Task Measure()
    {
        say("searches");
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(database).AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();
        var (databases, log) = (services.GetRequiredService<IDbContextFactory<RelayDb>>(), services.GetRequiredService<IAuditLog>());
        var reader = new Reader("someone", "Ada Okafor", ActorKind.Auditor);
        Console.WriteLine("| a search for | p50 | p99 |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var (what, search) in Searches)
        {
            var times = new List<double>();
            for (var at = 0; at < Times; at++)
            {
                var start = Stopwatch.GetTimestamp();
                await log.Append(AuditEntries.Searched(reader, search));
                await using var db = await databases.CreateDbContextAsync();
                await SessionFinder.Lines(db, SessionFinder.After(SessionFinder.Find(db, search), null).Take(51), CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {what} | {Figures.Quantile(times.Skip(1).ToList(), 0.5):0.0} ms | {Figures.Quantile(times.Skip(1).ToList(), 0.99):0.0} ms |"));
        }

        Console.WriteLine();
    }
}
