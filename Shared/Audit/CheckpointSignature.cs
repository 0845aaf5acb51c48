using System.Security.Cryptography;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// The log's own signature under a checkpoint: ECDSA on P-256 with SHA-256 over the body, 64 bytes r and s. Nothing else that
/// the Relay's key signs begins as a body does.
/// </summary>
public static class CheckpointSignature
{
    /// <summary>Signs; the key's name is the log's origin.</summary>
    public static NoteSignature Sign(ECDsa key, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(checkpoint);
        var known = new NoteKey(checkpoint.Origin, NoteKeyKind.Log, key.ExportSubjectPublicKeyInfo());
        return new NoteSignature(known.Name, known.KeyId, key.SignData(checkpoint.ToBody(), HashAlgorithmName.SHA256));
    }

    /// <summary>Reads a checkpoint that one of these keys signed for its log.</summary>
    /// <param name="note">As it came.</param>
    /// <param name="publicKeys">SubjectPublicKeyInfo of the keys that may have signed it.</param>
    /// <returns>Null where its body is no checkpoint, or none of them signed it.</returns>
    public static Checkpoint? Open(SignedNote note, IEnumerable<byte[]> publicKeys)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(publicKeys);
        if (Checkpoint.Read(note.Body) is not { } checkpoint)
        {
            return null;
        }

        return publicKeys.Select(key => new NoteKey(checkpoint.Origin, NoteKeyKind.Log, key))
            .Any(key => note.Signatures.Any(signature => key.Claims(signature) && key.Verifies(note.Body, signature.Bytes)))
            ? checkpoint
            : null;
    }
}
