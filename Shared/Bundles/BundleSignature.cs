using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>
/// The Relay's signature of a manifest, one line as under a note: ECDSA on P-256 with SHA-256 over
/// <c>remoteassist/bundle/p256/v1\n</c> and the manifest, 64 bytes r and s. Nothing else that the key signs begins so.
/// </summary>
public static class BundleSignature
{
    private static readonly byte[] Label = "remoteassist/bundle/p256/v1\n"u8.ToArray();

    /// <summary>Signs.</summary>
    /// <param name="key">The private half of the manifest's key.</param>
    /// <param name="manifest">What is in the bundle.</param>
    /// <returns>The bytes of <see cref="BundleParts.Signature"/>.</returns>
    public static byte[] Sign(ECDsa key, BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(manifest);
        var signature = key.SignData(Signed(manifest.ToBytes()), HashAlgorithmName.SHA256);
        return Encoding.UTF8.GetBytes(SignedNote.Line(new NoteSignature(manifest.Key.Name, Of(manifest.Key).KeyId, signature)));
    }

    /// <summary>Reads the one line of a signature.</summary>
    /// <returns>Null where it is not exactly one as <see cref="Sign"/> writes it.</returns>
    public static NoteSignature? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SignedNote.MaxBytes || !bytes.EndsWith("\n"u8))
        {
            return null;
        }

        // Written again it must be the same: base64 may end in bits that mean nothing, and bytes that are no text become others.
        var signature = SignedNote.ReadLine(Encoding.UTF8.GetString(bytes[..^1]));
        return signature is not null && Encoding.UTF8.GetBytes(SignedNote.Line(signature)).AsSpan().SequenceEqual(bytes) ? signature : null;
    }

    /// <summary>Whether the key signed these bytes.</summary>
    /// <param name="key">The key that the manifest names.</param>
    /// <param name="manifest">The bytes of the manifest.</param>
    /// <param name="signature">As <see cref="Read"/> gives it.</param>
    public static bool Verify(NoteKey key, ReadOnlySpan<byte> manifest, NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        var own = Of(key);
        return own.Claims(signature) && own.Verifies(Signed(manifest), signature.Bytes);
    }

    private static NoteKey Of(NoteKey key) => new(key.Name, NoteKeyKind.Bundle, key.PublicKey);

    private static byte[] Signed(ReadOnlySpan<byte> manifest) => [.. Label, .. manifest];
}
