using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// The Relay's judgement of all ten digits, and the only place that knows a secret. It goes as a whole when the two
/// ends agree on keys by themselves and the Relay no longer sees the secret.
/// </summary>
internal sealed class CodeCheck(TimeProvider clock)
{
    /// <summary>How long a dead code is told from an unknown one. Three times a code's life: a slow customer still hears why.</summary>
    public static readonly TimeSpan Remembers = TimeSpan.FromMinutes(30);

    /// <summary>Dead codes that are remembered; the oldest is forgotten first.</summary>
    public const int MostRemembered = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<SessionCode, (JoinRefusal Why, DateTimeOffset At)> dead = [];
    private readonly Dictionary<string, DateTimeOffset> burnt = new(StringComparer.Ordinal);
    private readonly Queue<SessionCode> oldestFirst = new();

    /// <summary>Whether the digits typed are the code's, in a time that does not depend on how many of them fit.</summary>
    public static bool Fits(LiveCode live, SessionCode typed) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(live.Digits.Secret), Encoding.ASCII.GetBytes(typed.Secret));

    /// <summary>Ten ASCII digits, as the Agent must send them; null where they are anything else.</summary>
    public static SessionCode? Read(JoinRequest request) =>
        IsDigits(request.Nameplate, SessionCode.NameplateDigits) && IsDigits(request.Secret, SessionCode.SecretDigits)
            ? new SessionCode(request.Nameplate, request.Secret)
            : null;

    /// <summary>Keeps in mind why a code is no longer good.</summary>
    public void Bury(SessionCode code, JoinRefusal why)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (dead.TryAdd(code, (why, now)))
            {
                oldestFirst.Enqueue(code);
            }

            if (why is JoinRefusal.TooManyTries)
            {
                burnt[code.Nameplate] = now;
            }

            while (oldestFirst.TryPeek(out var oldest)
                && (oldestFirst.Count > MostRemembered || dead[oldest].At + Remembers <= now))
            {
                oldestFirst.Dequeue();
                dead.Remove(oldest);
                burnt.Remove(oldest.Nameplate);
            }
        }
    }

    /// <summary>Why exactly these ten digits are no longer good; null where they never were, or it is forgotten.</summary>
    public JoinRefusal? WhyDead(SessionCode typed)
    {
        lock (gate)
        {
            return dead.TryGetValue(typed, out var code) && clock.GetUtcNow() < code.At + Remembers ? code.Why : null;
        }
    }

    /// <summary>Why digits under a nameplate that leads nowhere are refused.</summary>
    public JoinRefusal WhyUnknown(SessionCode typed)
    {
        lock (gate)
        {
            // Whoever typed the last wrong try goes on hearing the truth, whatever digits come next.
            return burnt.TryGetValue(typed.Nameplate, out var at) && clock.GetUtcNow() < at + Remembers
                ? JoinRefusal.TooManyTries
                : JoinRefusal.UnknownCode;
        }
    }

    private static bool IsDigits(string? typed, int count) =>
        typed is not null && typed.Length == count && typed.All(char.IsAsciiDigit);
}
