using System.Buffers.Binary;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Shared.Recordings;

/// <summary>
/// The secret of one <see cref="ContentKey"/>, sealed for one auditor (<see cref="Hpke"/>): what was recorded under that key can
/// be opened with the auditor's private key, and by nobody else but those who were there.
/// </summary>
/// <param name="ContentKeyId">Which content key.</param>
/// <param name="AuditorId">16 bytes, <see cref="AuditorCertificate.Id"/>.</param>
/// <param name="Enc">65 bytes.</param>
/// <param name="Sealed">48 bytes: 32 of secret, 16 of tag.</param>
public sealed record WrappedKey(uint ContentKeyId, byte[] AuditorId, byte[] Enc, byte[] Sealed)
{
    /// <summary>Bytes of one: u32 id, 16 auditor, 65 share, 48 sealed.</summary>
    public const int Size = 4 + AuditorCertificate.IdSize + Hpke.EncSize + SealedSize;

    private const int SealedSize = 32 + Hpke.TagSize;
    private const int EncAt = 4 + AuditorCertificate.IdSize;
    private const int SealedAt = EncAt + Hpke.EncSize;

    /// <summary>Seals a content key for an auditor.</summary>
    /// <param name="key">The content key; its secret must not be forgotten yet.</param>
    /// <param name="session">The session.</param>
    /// <param name="publicKey">The auditor's, SubjectPublicKeyInfo.</param>
    /// <param name="random">Where the share comes from.</param>
    /// <exception cref="ArgumentException">It is no P-256 key.</exception>
    public static WrappedKey Wrap(ContentKey key, Guid session, byte[] publicKey, ISealingRandom random)
    {
        ArgumentNullException.ThrowIfNull(key);
        var made = P256Key.IsOne(publicKey)
            ? Hpke.Seal(P256Key.PointOf(publicKey), Info(session, key.Id), [], key.Secret, random)
            : null;
        var (enc, ciphertext) = made ?? throw new ArgumentException("This is no key of P-256.", nameof(publicKey));
        return new WrappedKey(key.Id, AuditorCertificate.IdOf(publicKey), enc, ciphertext);
    }

    /// <summary>Opens it.</summary>
    /// <param name="own">The auditor's private key.</param>
    /// <param name="session">The session that was recorded.</param>
    /// <returns>The content key; null where it was not sealed for this key, session and id.</returns>
    public ContentKey? Open(P256Scalar own, Guid session) =>
        Hpke.Open(own, Enc, Info(session, ContentKeyId), [], Sealed) is { Length: KeySchedule.KeySize } secret ? new ContentKey(ContentKeyId, secret) : null;

    /// <summary>As it travels and as it is kept.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ContentKeyId); // 0..3     u32 id of the content key
        AuditorId.CopyTo(bytes, 4);                                    // 4..19    16  auditor
        Enc.CopyTo(bytes, EncAt);                                      // 20..84   65  share
        Sealed.CopyTo(bytes, SealedAt);                                // 85..132  48  sealed secret
        return bytes;
    }

    /// <summary>Reads one; null where the length is another.</summary>
    public static WrappedKey? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new WrappedKey(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes), bytes[4..EncAt].ToArray(), bytes[EncAt..SealedAt].ToArray(), bytes[SealedAt..].ToArray())
        : null;

    /// <summary>Reads one content key's, one behind the other.</summary>
    /// <returns>Null where there are none or more than 32, something is left over, one is of another content key, or two are of one auditor.</returns>
    public static IReadOnlyList<WrappedKey>? ReadAll(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % Size != 0 || bytes.Length / Size is 0 or > AuditorCertificate.Most)
        {
            return null;
        }

        var all = new List<WrappedKey>(bytes.Length / Size);
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Size..])
        {
            all.Add(Read(rest[..Size])!);
        }

        return all.TrueForAll(one => one.ContentKeyId == all[0].ContentKeyId)
            && all.Select(one => Convert.ToHexString(one.AuditorId)).Distinct().Count() == all.Count
            ? all
            : null;
    }

    /// <summary>What binds it: "remoteassist/recording/v1", 16 session, u32 id.</summary>
    private static byte[] Info(Guid session, uint id)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, id);
        return [.. "remoteassist/recording/v1"u8, .. session.ToByteArray(bigEndian: true), .. number];
    }
}
