using System.Security.Cryptography;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>How long a receiver that fails is left alone.</summary>
internal static class BackOff
{
    /// <summary>After the first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>At most, but for the jitter.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A step that could not be told for so long is given up at the next failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(72);

    private const double Jitter = 0.2; // of the delay, to either side: Relays that failed together do not come back together

    private const int Fine = 1_000_000;

    /// <summary>After so many failures in a row, from 1: 5 s, 10 s, 20 s, … an hour, each a fifth longer or shorter by chance.</summary>
    public static TimeSpan After(int failures) => After(failures, RandomNumberGenerator.GetInt32(Fine + 1) / (double)Fine);

    /// <summary>The same with chance as a number from 0 to 1.</summary>
    public static TimeSpan After(int failures, double chance)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return (doubled < Longest ? doubled : Longest) * (1 - Jitter + (2 * Jitter * chance));
    }
}
