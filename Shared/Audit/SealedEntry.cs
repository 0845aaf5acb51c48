using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RemoteAssist.Shared.Audit;

/// <summary>A personal value beside its entry. The entry holds only its hash, so the value can be erased later.</summary>
/// <param name="Key">Its key in the entry's <c>personal</c>.</param>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Value">The value itself.</param>
public sealed record PersonalValue(string Key, byte[] Salt, string Value);

/// <summary>
/// An entry in its final form. Its canonical JSON has the fields
/// <c>action, actor {id?, kind}, case?, detail {}, outcome, personal {key: hash}, previous, sequence, session?, time</c>;
/// its hash is that of a leaf in RFC 9162, SHA-256(0x00 ‖ JSON), so entries can become leaves of a tree as they are.
/// </summary>
/// <param name="Sequence">From 1, without a gap.</param>
/// <param name="Json">The canonical JSON, UTF-8.</param>
/// <param name="Hash">Lower-case hex, 64 characters.</param>
/// <param name="Session">The session it is about, if any.</param>
/// <param name="Personal">The values behind the hashes.</param>
public sealed record SealedEntry(
    long Sequence, byte[] Json, string Hash, Guid? Session, IReadOnlyList<PersonalValue> Personal)
{
    /// <summary>Bytes in a salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>What the first entry names as its previous hash.</summary>
    public static readonly string NoPrevious = new('0', 64);

    // Text with half a surrogate pair has no bytes to hash; it is refused rather than altered.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Seals an entry onto the end of the chain.</summary>
    /// <param name="entry">What is to be recorded.</param>
    /// <param name="sequence">One more than the last entry's.</param>
    /// <param name="time">Now; written as UTC with milliseconds.</param>
    /// <param name="previous">The last entry's hash, or <see cref="NoPrevious"/>.</param>
    /// <param name="newSalt">Gives <see cref="SaltBytes"/> fresh random bytes at each call.</param>
    /// <exception cref="ArgumentException">A key is not camel case or stands twice, or text is not well-formed Unicode.</exception>
    public static SealedEntry Seal(
        PendingEntry entry, long sequence, DateTimeOffset time, string previous, Func<byte[]> newSalt)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(newSalt);
        var detail = entry.Detail ?? new Dictionary<string, string>();
        var personal = entry.Personal ?? new Dictionary<string, string>();
        if (detail.Keys.Concat(personal.Keys).FirstOrDefault(key => !IsCamelCase(key)) is { } odd)
        {
            throw new ArgumentException($"The key \"{odd}\" is not in camel case.", nameof(entry));
        }

        if (detail.Keys.FirstOrDefault(personal.ContainsKey) is { } twice)
        {
            throw new ArgumentException($"The key \"{twice}\" is both a detail and personal.", nameof(entry));
        }

        try
        {
            var values = personal.Select(pair => new PersonalValue(pair.Key, newSalt(), pair.Value)).ToList();
            var json = CanonicalJson.Write(ToJson(entry, sequence, time, previous, detail, values));
            return new SealedEntry(sequence, json, HashOf(json), entry.Session, values);
        }
        catch (Exception broken) when (broken is FormatException or EncoderFallbackException)
        {
            throw new ArgumentException("The entry holds text that is not well-formed Unicode.", nameof(entry), broken);
        }
    }

    /// <summary>An entry's hash: SHA-256(0x00 ‖ JSON), RFC 9162 section 2.1.1; lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> json)
    {
        Span<byte> leaf = new byte[1 + json.Length]; // at once: several times faster than piece by piece
        json.CopyTo(leaf[1..]);
        return Convert.ToHexStringLower(SHA256.HashData(leaf));
    }

    /// <summary>A personal value's hash: SHA-256(salt ‖ value as UTF-8); lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value)
    {
        Span<byte> both = new byte[salt.Length + value.Length];
        salt.CopyTo(both);
        value.CopyTo(both[salt.Length..]);
        return Convert.ToHexStringLower(SHA256.HashData(both));
    }

    private static JsonObject ToJson(
        PendingEntry entry,
        long sequence,
        DateTimeOffset time,
        string previous,
        IReadOnlyDictionary<string, string> detail,
        IEnumerable<PersonalValue> personal)
    {
        var actor = new JsonObject { ["kind"] = CamelCase(entry.Actor) };
        if (entry.ActorId is not null)
        {
            actor["id"] = entry.ActorId;
        }

        var json = new JsonObject
        {
            ["action"] = entry.Action,
            ["actor"] = actor,
            ["detail"] = new JsonObject(detail.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["outcome"] = CamelCase(entry.Outcome),
            ["personal"] = new JsonObject(personal.Select(value =>
                KeyValuePair.Create(value.Key, (JsonNode?)HashOf(value.Salt, Utf8.GetBytes(value.Value))))),
            ["previous"] = previous,
            ["sequence"] = sequence,
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (entry.Case is { } about)
        {
            json["case"] = about.ToString();
        }

        if (entry.Session is { } session)
        {
            json["session"] = session.ToString();
        }

        return json;
    }

    private static string CamelCase<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static bool IsCamelCase(string key) =>
        key.Length > 0 && char.IsAsciiLetterLower(key[0]) && key.All(char.IsAsciiLetterOrDigit);
}
