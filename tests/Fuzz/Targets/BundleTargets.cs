using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>A bundle that somebody hands over to be checked, and the keys beside it.</summary>
internal static class BundleTargets
{
    private static readonly byte[] Written = File.ReadAllBytes(Checkout.Vectors("bundle.zip"));
    private static readonly IReadOnlyList<FoundPart> Parts = BundleContainer.Read(Written).Parts;
    private static readonly NoteKey Key = BundleManifest.Read(Parts[1].Bytes.Span)!.Key;
    private static readonly BundleTrust Known = BundleTrust.Read(Trust())!;

    public static IReadOnlyList<Target> List { get; } =
    [
        // Mostly its parts' headers: what is behind a signature nobody can make without the key.
        new Target("bundle-container", ["BundleContainer.Read"], () => [Small()], () => input =>
            BundleContainer.Read(input.ToArray()) is { IsWhole: true } read && Again(BundleContainer.Write([.. read.Parts.Select(part => new BundlePart(part.Name, part.Bytes))]), input, read)),
        new Target("bundle", ["BundleCheck.Verify"], () => [Written], () => input => BundleCheck.Verify(input.ToArray(), Known).IsGood)
        {
            Share = 0.002, MayAllocate = 8 * 1024 * 1024,
        },
        new Target("bundle-manifest", ["BundleManifest.Read"], () => [Part(1)], () => input =>
            BundleManifest.Read(input) is { } read && Again(read.ToBytes(), input)) { Share = 0.1 },
        new Target("bundle-signature", ["BundleSignature.Read", "BundleSignature.Verify"], () => [Part(2)], () => input =>
            BundleSignature.Read(input) is { } read && (BundleSignature.Verify(Key, Part(1), read) || true)) { Share = 0.02 },
        new Target("bundle-keys", ["BundleKeys.Read"], () => [Part(3)], () => input => BundleKeys.Read(input) is { } read && Again(read.ToBytes(), input)) { Share = 0.02 },
        new Target("bundle-entry", ["BundleEntry.Read"], () => [Line()], () => input => BundleEntry.Read(input) is { } read && Again(read.ToLine(), input)) { Share = 0.1 },
        new Target("bundle-trust", ["BundleTrust.Read"], () => [Trust()], () => input => BundleTrust.Read(input) is not null) { Share = 0.02 },
    ];

    private static bool Again(ReadOnlySpan<byte> written, ReadOnlySpan<byte> input, FoundParts? found = null) =>
        written.SequenceEqual(input) || found?.Parts.Any(part => !part.FitsChecksum) == true ? true : throw new BrokenPromiseException("What was read is written as something else.");

    private static byte[] Part(int at) => Parts[at].Bytes.ToArray();

    private static byte[] Small() => BundleContainer.Write([new(BundleParts.Readme, "read me"u8.ToArray()), new(BundleParts.Manifest, "{}"u8.ToArray())]);

    private static byte[] Line()
    {
        var lines = Part(5);
        return lines[..Array.IndexOf(lines, (byte)'\n')];
    }

    private static byte[] Trust() => Encoding.UTF8.GetBytes(Vectors.Read("bundle.json")["trust"]!.GetValue<string>());
}
