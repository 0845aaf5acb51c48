using System.Security.Cryptography;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// One signing key of a Relay names the next: so an Agent that knows an older one goes along when the Relay changes its key
/// by command, and with no other key.
/// </summary>
/// <param name="Before">The key that signs, SubjectPublicKeyInfo.</param>
/// <param name="After">The key that takes its place, SubjectPublicKeyInfo.</param>
/// <param name="Signature">ECDSA, P-256, SHA-256; 64 bytes r and s.</param>
public sealed record KeySuccession(byte[] Before, byte[] After, byte[] Signature)
{
    /// <summary>More than anybody changes a key by hand; each costs an Agent one signature.</summary>
    public const int Most = 300;

    private static readonly byte[] Label = "RemoteAssist next signing key 1"u8.ToArray();

    /// <summary>Signs it.</summary>
    /// <param name="before">The key that signs.</param>
    /// <param name="after">The next, SubjectPublicKeyInfo.</param>
    public static KeySuccession Sign(ECDsa before, byte[] after)
    {
        ArgumentNullException.ThrowIfNull(before);
        var own = before.ExportSubjectPublicKeyInfo();
        return new KeySuccession(own, after, before.SignData(Signed(own, after), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether the older key really signed this.</summary>
    public bool IsGood() => Before is not null && After is not null // as it may come from a file or a peer
        && OthersSignature.Holds(Signed(Before, After), Signature, Before);

    /// <summary>Whether the key of this fingerprint is the one that is shown, or leads to it.</summary>
    /// <param name="fingerprint">As <see cref="AskingStatement.Fingerprint"/> gives it, with or without blanks, in whatever case.</param>
    /// <param name="successions">In any order; those that do not fit are passed over.</param>
    /// <param name="shown">The key that is shown, SubjectPublicKeyInfo.</param>
    public static bool Leads(string fingerprint, IReadOnlyList<KeySuccession> successions, byte[] shown)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentNullException.ThrowIfNull(successions);
        if (successions.Count > Most)
        {
            return false;
        }

        // From the known key onwards; each succession is looked at once, so a circle ends.
        var rest = successions.Where(one => one is { Before: not null }).ToList();
        var known = new Queue<string>([Digits(fingerprint)]);
        while (known.TryDequeue(out var one))
        {
            if (one == Name(shown))
            {
                return true;
            }

            foreach (var next in rest.Where(next => Name(next.Before) == one).ToList())
            {
                rest.Remove(next);
                if (next.IsGood())
                {
                    known.Enqueue(Name(next.After));
                }
            }
        }

        return false;
    }

    private static string Name(byte[] key) => Digits(AskingStatement.Fingerprint(key));

    private static string Digits(string fingerprint) => fingerprint.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static byte[] Signed(byte[] before, byte[] after) => LengthValue.Cat(Label, before, after);
}
