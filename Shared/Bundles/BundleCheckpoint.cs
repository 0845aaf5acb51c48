using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>The checkpoint of a bundle: which log, signed by whom, cosigned by whom.</summary>
internal sealed class BundleCheckpoint(BundleManifest manifest, BundleKeys keys, BundleTrust trust)
{
    private readonly List<BundleCosignature> cosignatures = [];

    /// <summary>The state of the log; of a checkpoint that was found good.</summary>
    public Checkpoint Checkpoint { get; private set; } = null!;

    /// <summary>The cosignatures that hold.</summary>
    public IReadOnlyList<BundleCosignature> Cosignatures => cosignatures;

    /// <summary>What is wrong with it, if anything is.</summary>
    public BundleFault? Check(ReadOnlySpan<byte> bytes)
    {
        if (SignedNote.Read(bytes) is not { } note || Checkpoint.Read(note.Body) is not { } read || !Encoding.UTF8.GetBytes(note.Write()).AsSpan().SequenceEqual(bytes))
        {
            return Fault(BundleDamage.CheckpointUnreadable);
        }

        if (read.Size != manifest.Size || !string.Equals(read.Origin, manifest.Key.Name, StringComparison.Ordinal))
        {
            return Fault(BundleDamage.OtherCheckpoint);
        }

        // Signed before the key was changed: by one that named the next, and so on to the one that signs now.
        if (CheckpointSignature.Open(note, keys.LeadingTo(manifest.Key.PublicKey)) is null)
        {
            return Fault(BundleDamage.CheckpointNotSigned);
        }

        Checkpoint = read;
        return note.Signatures.All(signature => Take(note.Body, signature)) ? null : Fault(BundleDamage.WrongCosignature);
    }

    // One by somebody of whom nobody here knows the key says nothing, and does no harm.
    private bool Take(byte[] body, NoteSignature signature)
    {
        var claimed = trust.Witnesses.Select(key => (Key: key, IsTrusted: true)).Concat(keys.Witnesses.Select(key => (Key: key, IsTrusted: false)))
            .Where(one => one.Key.Claims(signature)).ToList();
        foreach (var (key, isTrusted) in claimed)
        {
            if (Cosignature.Verify(key, body, signature) is { } time)
            {
                cosignatures.Add(new BundleCosignature(key.Name, time, isTrusted));
                return true;
            }
        }

        return claimed.Count == 0;
    }

    private static BundleFault Fault(BundleDamage damage) => new(damage, BundleParts.Checkpoint);
}
