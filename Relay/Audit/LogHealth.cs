using System.Globalization;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit;

/// <summary>
/// Whether the log can be written, by what became of the last try. The log sets it; whoever lets people see or do something
/// follows it. After a time in which it could not be written, the first entry says from when to when.
/// </summary>
public sealed class LogHealth
{
    /// <summary>How long after a failure the log tries by itself whether it can be written again.</summary>
    public static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private DateTimeOffset? since;
    private long refused;

    /// <summary>
    /// Told at once when the log fails (true) and when it works again (false), before whoever waits for an entry hears of it.
    /// It takes no time, throws nothing and does not wait for the log.
    /// </summary>
    public Action<bool> Changed { get; set; } = static _ => { };

    /// <summary>Whether the last try to write the log failed.</summary>
    public bool IsFailing
    {
        get
        {
            lock (gate)
            {
                return since is not null;
            }
        }
    }

    /// <summary>A try has failed.</summary>
    /// <param name="now">When.</param>
    /// <param name="steps">How many steps were refused by it.</param>
    internal void Fails(DateTimeOffset now, int steps)
    {
        lock (gate)
        {
            refused += steps;
            if (since is not null)
            {
                return;
            }

            since = now;
        }

        Changed(true);
    }

    /// <summary>A try has succeeded, with <see cref="Owed"/> in it.</summary>
    internal void Works()
    {
        lock (gate)
        {
            if (since is null)
            {
                return;
            }

            (since, refused) = (null, 0);
        }

        Changed(false);
    }

    /// <summary>What the log has to say of itself before anything else; null where it never failed since it last said so.</summary>
    internal PendingEntry? Owed(DateTimeOffset now)
    {
        lock (gate)
        {
            return since is not { } began ? null : new PendingEntry(
                AuditActions.LogUnavailable,
                ActorKind.Relay,
                null,
                AuditOutcome.Failed,
                Detail: new Dictionary<string, string>
                {
                    ["since"] = Iso(began),
                    ["until"] = Iso(now),
                    ["refused"] = refused.ToString(CultureInfo.InvariantCulture),
                });
        }
    }

    private static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
