using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Shared.Bundles;

/// <summary>All that goes into a bundle, before it is signed.</summary>
/// <param name="Key">The Relay's key that will sign.</param>
/// <param name="Session">The session.</param>
/// <param name="Case">Its case.</param>
/// <param name="Time">Now.</param>
/// <param name="By">Who wants it.</param>
/// <param name="Logged">The entry that says so, where there is one.</param>
/// <param name="Size">The checkpoint's entries.</param>
/// <param name="Note">The checkpoint, with all signatures under it.</param>
/// <param name="Keys">Keys besides the one that signs.</param>
/// <param name="Entries">Every entry of the session up to that size, with its sequence, rising.</param>
/// <param name="Further">Receipts and parts of a recording.</param>
public sealed record BundleDraft(
    NoteKey Key,
    Guid Session,
    BundleCase Case,
    DateTimeOffset Time,
    BundleMaker By,
    long? Logged,
    long Size,
    string Note,
    BundleKeys Keys,
    IReadOnlyList<(long Sequence, BundleEntry Entry)> Entries,
    IReadOnlyList<BundlePart> Further)
{
    /// <summary>Makes the file.</summary>
    /// <param name="sign">Gives the bytes of <see cref="BundleParts.Signature"/>.</param>
    /// <exception cref="InvalidOperationException">A further part is not called as one may be.</exception>
    /// <exception cref="ArgumentException">It is all too large.</exception>
    public byte[] Pack(Func<BundleManifest, byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        if (Further.FirstOrDefault(part => !BundleParts.IsFurther(part.Name)) is { } odd)
        {
            throw new InvalidOperationException($"A part of a bundle may not be called \"{odd.Name}\".");
        }

        BundlePart[] parts =
        [
            new(BundleParts.Readme, BundleReadme.Bytes), new(BundleParts.Keys, Keys.ToBytes()),
            new(BundleParts.Checkpoint, Encoding.UTF8.GetBytes(Note)), new(BundleParts.Entries, Lines()), .. Further,
        ];
        var manifest = new BundleManifest(
            Key, Session, Case, Time, By, Logged, Size, [.. Entries.Select(one => one.Sequence)],
            [.. parts.Select(part => new BundlePartFact(part.Name, part.Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(part.Bytes.Span))))]);
        return BundleContainer.Write(
            [parts[0], new(BundleParts.Manifest, manifest.ToBytes()), new(BundleParts.Signature, sign(manifest)), .. parts.Skip(1)]);
    }

    private byte[] Lines()
    {
        using var lines = new MemoryStream();
        foreach (var (_, entry) in Entries)
        {
            lines.Write(entry.ToLine());
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
