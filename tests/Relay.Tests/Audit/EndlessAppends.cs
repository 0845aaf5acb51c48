using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Tests.Audit;

/// <summary>
/// A process that appends until it is killed. It says the sequence of each entry once it is acknowledged, and each
/// entry comes with a case of its own, whose number is that of the step.
/// </summary>
internal static class EndlessAppends
{
    public static async Task Run(string database)
    {
        StorageSetup.Prepare(database, TimeProvider.System);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddStorage(database)
            .AddSingleton<IAuditLog, AuditLog>()
            .BuildServiceProvider();
        var audit = services.GetRequiredService<IAuditLog>();
        while (true)
        {
            var sequence = await audit.Append(Some.Entry(), async db =>
                db.Cases.Add(Some.CaseRow($"{await db.Entries.CountAsync()}")));
            Console.WriteLine(sequence);
        }
    }
}
