using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// A witness's signature under a checkpoint: eight bytes of time, and ECDSA on P-256 with SHA-256 over
/// <c>cosignature/p256/v1\ntime T\n</c> and the body, 64 bytes r and s. It says that this tree was the largest that the witness
/// had seen of this log at that time, and that it continues all before it.
/// </summary>
public static class Cosignature
{
    private const int TimeBytes = 8;

    /// <summary>Cosigns.</summary>
    /// <param name="key">The witness's.</param>
    /// <param name="name">The witness's name.</param>
    /// <param name="body">The checkpoint's.</param>
    /// <param name="now">When; kept to the second.</param>
    public static NoteSignature Sign(ECDsa key, string name, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        var known = new NoteKey(name, NoteKeyKind.Witness, key.ExportSubjectPublicKeyInfo());
        var seconds = now.ToUnixTimeSeconds();
        var time = new byte[TimeBytes];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        return new NoteSignature(name, known.KeyId, [.. time, .. key.SignData(Signed(seconds, body), HashAlgorithmName.SHA256)]);
    }

    /// <summary>When this key cosigned the body.</summary>
    /// <returns>Null where it did not.</returns>
    public static DateTimeOffset? Verify(NoteKey key, ReadOnlySpan<byte> body, NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signature);
        if (key.Kind != NoteKeyKind.Witness || !key.Claims(signature) || signature.Bytes.Length <= TimeBytes)
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadInt64BigEndian(signature.Bytes);
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && key.Verifies(Signed(seconds, body), signature.Bytes.AsSpan(TimeBytes))
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static byte[] Signed(long seconds, ReadOnlySpan<byte> body) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/p256/v1\ntime {seconds}\n")), .. body];
}
