using System.Globalization;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Reports of use as they stand in the log: the reading half of <see cref="SessionEntries.Used"/>.</summary>
internal static class UseEntries
{
    /// <summary>The book that begins with an Agent's joining; null where the entry does not say whose key it is.</summary>
    /// <exception cref="FormatException">It says so in another form than ours.</exception>
    public static UseBook? BookOf(IReadOnlyDictionary<string, string> joined) =>
        joined.TryGetValue("exchange", out var exchange) && joined.TryGetValue("agentKey", out var mark)
            ? new UseBook(Convert.FromHexString(exchange), Convert.FromHexString(mark))
            : null;

    /// <summary>What an entry of this kind tells of an interval of use; null where it tells of something else.</summary>
    public static UseStep? StepOf(string action) => action switch
    {
        AuditActions.ControlOpened => UseStep.Opened,
        AuditActions.ControlCounted => UseStep.Counted,
        AuditActions.ControlClosed => UseStep.Closed,
        _ => null,
    };

    /// <summary>Reads an entry.</summary>
    /// <param name="step">As its kind says.</param>
    /// <param name="values">Its details.</param>
    /// <param name="key">The session key where the entry has none of its own: only the first of an interval does.</param>
    /// <exception cref="FormatException">A detail is missing or of another form than ours.</exception>
    public static UseReport Read(UseStep step, IReadOnlyDictionary<string, string> values, byte[] key)
    {
        try
        {
            return new UseReport(
                int.Parse(values["report"], CultureInfo.InvariantCulture),
                int.Parse(values["interval"], CultureInfo.InvariantCulture),
                step,
                DateTimeOffset.Parse(values["signedAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                new InputCounts(Number("keys"), Number("characters"), Number("buttons"), Number("wheel"), Number("moves")),
                values.TryGetValue("key", out var own) ? Convert.FromBase64String(own) : key,
                Convert.FromBase64String(values["signature"]));
        }
        catch (Exception odd) when (odd is KeyNotFoundException or OverflowException)
        {
            throw new FormatException(odd.Message, odd);
        }

        long Number(string name) => long.Parse(values[name], CultureInfo.InvariantCulture);
    }
}
