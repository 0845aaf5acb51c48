using System.Security.Cryptography;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>
/// Checks a bundle and names the first thing that is wrong. Every bit counts:
/// 1 the manifest, and who signed it   2 each part in its place, as the manifest has it   3 the checkpoint   4 each entry   5 whom the
/// verifier trusts.
/// </summary>
public sealed class BundleCheck
{
    private readonly FoundParts found;
    private readonly BundleTrust trust;
    private BundleManifest? manifest;
    private BundleKeys keys = new([], []);
    private BundleCheckpoint? checkpoint;
    private BundleEntries? entries;
    private BundleRecording? recording;

    private BundleCheck(FoundParts found, BundleTrust trust) => (this.found, this.trust) = (found, trust);

    /// <summary>Checks a file.</summary>
    /// <param name="file">All of it; nothing about it is trusted.</param>
    /// <param name="trust">What the verifier brings along.</param>
    public static BundleReport Verify(ReadOnlyMemory<byte> file, BundleTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var check = new BundleCheck(BundleContainer.Read(file), trust);
        var fault = IsBundle(file.Span) ? check.Manifest() ?? check.Parts() ?? check.Trust() : new BundleFault(BundleDamage.NotABundle, BundleFault.File);
        return new BundleReport(
            fault, check.manifest, check.entries?.Good ?? 0, check.entries?.Erased ?? 0, check.entries?.HasEnd ?? false, check.entries?.WasRecorded ?? false,
            check.entries?.Links, fault is null && trust.Relays.Count > 0, check.checkpoint?.Cosignatures ?? [], check.recording);
    }

    // A damaged head is that of its first part, as long as that one's name can be read.
    private static bool IsBundle(ReadOnlySpan<byte> file) =>
        file.StartsWith("PK\x03\x04"u8) || (file.Length > 40 && file.Slice(30, BundleParts.Readme.Length).SequenceEqual("README.txt"u8));

    private BundleFault? Manifest()
    {
        var first = BundleParts.Fixed.Take(3).ToList();
        if (Enumerable.Range(0, first.Count).Select(at => Place(at, first)).FirstOrDefault(fault => fault is not null) is { } misplaced)
        {
            return misplaced is { Damage: BundleDamage.MissingPart, Part: BundleParts.Signature } ? misplaced with { Damage = BundleDamage.NotSigned } : misplaced;
        }

        var (written, signed) = (found.Parts[1], found.Parts[2]);
        if ((!written.FitsChecksum ? written : !signed.FitsChecksum ? signed : null) is { } changed)
        {
            return new BundleFault(BundleDamage.ChangedPart, changed.Name);
        }

        if (BundleManifest.Read(written.Bytes.Span) is not { } read)
        {
            return new BundleFault(BundleDamage.ManifestUnreadable, written.Name);
        }

        if (BundleSignature.Read(signed.Bytes.Span) is not { } signature)
        {
            return new BundleFault(BundleDamage.NotSigned, signed.Name);
        }

        if (!BundleSignature.Verify(read.Key, written.Bytes.Span, signature))
        {
            return new BundleFault(BundleDamage.WrongSignature, signed.Name);
        }

        manifest = read;
        return null;
    }

    // In the order in which they lie in the file.
    private BundleFault? Parts()
    {
        string[] expected = [manifest!.Parts[0].Name, BundleParts.Manifest, BundleParts.Signature, .. manifest.Parts.Skip(1).Select(part => part.Name)];
        var facts = manifest.Parts.ToDictionary(part => part.Name, StringComparer.Ordinal);
        for (var at = 0; at < expected.Length; at++)
        {
            var fault = Place(at, expected) ?? (facts.TryGetValue(expected[at], out var fact) ? Part(found.Parts[at], fact) : null);
            if (fault is not null)
            {
                return fault;
            }
        }

        return found.Parts.Count > expected.Length ? new BundleFault(BundleDamage.StrayPart, found.Parts[expected.Length].Name)
            : found.IsWhole ? null
            : new BundleFault(BundleDamage.Directory, BundleFault.List);
    }

    // Whether the part at this place is the one that must be there.
    private BundleFault? Place(int at, IReadOnlyList<string> expected)
    {
        var name = expected[at];
        if (at >= found.Parts.Count)
        {
            return new BundleFault(found.IsWhole ? BundleDamage.MissingPart : BundleDamage.Header, name);
        }

        var stands = found.Parts[at].Name;
        return string.Equals(stands, name, StringComparison.Ordinal) ? null
            : found.Parts.Skip(at).Any(part => string.Equals(part.Name, name, StringComparison.Ordinal)) ? new BundleFault(BundleDamage.StrayPart, stands)
            : expected.Concat(BundleParts.Fixed).Contains(stands, StringComparer.Ordinal) ? new BundleFault(BundleDamage.MissingPart, name)
            : new BundleFault(BundleDamage.Header, name);
    }

    private BundleFault? Part(FoundPart part, BundlePartFact fact)
    {
        if (part.Bytes.Length != fact.Bytes)
        {
            // What its own checksum does not fit either is longer or shorter in its header only.
            return part.FitsChecksum ? Changed(part) : new BundleFault(BundleDamage.Header, part.Name);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(part.Bytes.Span, hash);
        if (!string.Equals(Convert.ToHexStringLower(hash), fact.Sha256, StringComparison.Ordinal))
        {
            return Changed(part);
        }

        return part.FitsChecksum ? Content(part) : new BundleFault(BundleDamage.Header, part.Name);
    }

    // Where it was exported otherwise, the first entry that cannot have been among them is named.
    private BundleFault Changed(FoundPart part) => new(
        BundleDamage.ChangedPart, part.Name,
        string.Equals(part.Name, BundleParts.Entries, StringComparison.Ordinal) ? new BundleEntries(manifest!, checkpoint!.Checkpoint).Check(part.Bytes)?.Entry : null);

    private BundleFault? Content(FoundPart part)
    {
        switch (part.Name)
        {
            case BundleParts.Keys:
                keys = BundleKeys.Read(part.Bytes.Span)!;
                return keys is null ? new BundleFault(BundleDamage.KeysUnreadable, part.Name) : null;
            case BundleParts.Checkpoint:
                checkpoint = new BundleCheckpoint(manifest!, keys, trust);
                return checkpoint.Check(part.Bytes.Span);
            case BundleParts.Entries:
                entries = new BundleEntries(manifest!, checkpoint!.Checkpoint);
                return entries.Check(part.Bytes);
            case var name when name == BundleParts.RecordingOf(manifest!.Session):
                recording = BundleRecording.Check(part.Bytes, manifest.Session, entries!.Chunks);
                return recording is null ? new BundleFault(BundleDamage.WrongRecording, name) : null;
            default:
                return null; // settled by its hash
        }
    }

    private BundleFault? Trust()
    {
        if (trust.Relays.Count > 0 && !trust.Relays.Any(IsSigner))
        {
            return new BundleFault(BundleDamage.OtherSigner, BundleParts.Signature);
        }

        if (trust.Witnesses.Count > 0 && !checkpoint!.Cosignatures.Any(one => one.IsTrusted))
        {
            return new BundleFault(BundleDamage.NotWitnessed, BundleParts.Checkpoint);
        }

        return trust.Kept is { } kept && !Continues(kept) ? new BundleFault(BundleDamage.RolledBack, BundleParts.Checkpoint) : null;
    }

    private bool IsSigner(NoteKey known) =>
        string.Equals(known.Name, manifest!.Key.Name, StringComparison.Ordinal)
        && keys.LeadingTo(manifest.Key.PublicKey).Any(key => key.AsSpan().SequenceEqual(known.PublicKey));

    // A smaller one cannot be compared without the entries between.
    private bool Continues(Checkpoint kept)
    {
        var own = checkpoint!.Checkpoint;
        return string.Equals(kept.Origin, own.Origin, StringComparison.Ordinal) && kept.Size <= own.Size && (kept.Size < own.Size || kept.IsSameAs(own));
    }
}
