using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// The log's first and last word of a run. Registered before everything that works with sessions: hosted services
/// stop in reverse order, so <c>relay.stopped</c> comes after the last word of a session.
/// </summary>
public sealed class RelayLife(IAuditLog audit, IDbContextFactory<RelayDb> databases) : IHostedService
{
    private readonly Lock gate = new();
    private Task? lastWord;

    /// <summary>This program's version, without the build's mark.</summary>
    public static string Version { get; } =
        typeof(RelayLife).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var detail = new Dictionary<string, string> { ["version"] = Version, ["lastStop"] = await LastStop(cancellationToken) };
        await audit.Append(Entry(AuditActions.RelayStarted, detail), cancel: cancellationToken);
    }

    // A host may be stopped from two sides at once; both wait for the one entry, so neither takes the log away from it.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return lastWord ??= SayLastWord();
        }
    }

    // Not cancelled by impatience: without this entry the next start reports a crash.
    private async Task SayLastWord()
    {
        try
        {
            await audit.Append(Entry(AuditActions.RelayStopped), cancel: CancellationToken.None);
        }
        catch (AuditUnavailableException)
        {
            // The log has said so to the operator; a Relay that cannot write it still has to go down.
        }
    }

    private async Task<string> LastStop(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = await db.Entries.OrderByDescending(row => row.Sequence).Select(row => row.Json).FirstOrDefaultAsync(cancel);
        return last is null ? "none" : Is(AuditActions.RelayStopped, last) ? "clean" : Is(AuditActions.RelayRestored, last) ? "restored" : "crashed";
    }

    // A damaged last entry is for "audit verify" to name; the Relay starts, and says it did not see a good stop.
    private static bool Is(string action, string json)
    {
        try
        {
            return string.Equals(EntryFacts.Read(Encoding.UTF8.GetBytes(json))?.Action, action, StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static PendingEntry Entry(string action, Dictionary<string, string>? detail = null) =>
        new(action, ActorKind.Relay, null, AuditOutcome.Success, Detail: detail);
}
