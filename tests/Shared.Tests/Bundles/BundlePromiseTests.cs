using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Tests.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Bundles;

/// <summary>What was changed in a bundle is found and named, whoever changed it and however.</summary>
public sealed class BundlePromiseTests
{
    private static readonly IReadOnlyList<FoundPart> Parts = BundleContainer.Read(SomeBundle.Written).Parts;
    private static readonly IReadOnlyList<long> Sequences = BundleManifest.Read(Parts[1].Bytes.Span)!.Entries;

    [Fact]
    [Trait("Promise", "25")]
    public void EveryFlippedBitOfTheFileIsNamed()
    {
        using var tried = new Tried(25, "flipped bits of a bundle of 100 entries, checked by the Relay's program");
        var bits = SomeBundle.Written.Length * 8;
        Each(bits, Tried.Count(bits, 60), bit =>
        {
            var fault = BundleCheck.Verify(Flip(SomeBundle.Written, bit), SomeBundle.Known).Fault;
            var (part, entry) = Where(bit / 8);
            tried.Try(fault is not null && fault.Part == part && (entry is null || fault.Entry == entry), $"bit {bit} of {part} {entry}: {fault}");
        });
        tried.MustHold();
    }

    // The checksums of the zip would find each of these too: here they are put right, and only what is signed is left.
    [Fact]
    [Trait("Promise", "25")]
    public void EveryFlippedBitOfAPartIsNamedAlsoWhereTheChecksumIsPutRight()
    {
        using var tried = new Tried(25, "flipped bits of parts whose checksum was put right, checked by the Relay's program");
        var bits = Parts.Sum(part => part.Bytes.Length) * 8;
        Each(bits, Tried.Count(bits, 60), bit =>
        {
            var at = 0;
            for (; bit >= Parts[at].Bytes.Length * 8; at++)
            {
                bit -= Parts[at].Bytes.Length * 8;
            }

            var file = BundleContainer.Write([.. Parts.Select((part, index) => new BundlePart(part.Name, index == at ? Flip(part.Bytes.Span, bit) : part.Bytes))]);
            var fault = BundleCheck.Verify(file, SomeBundle.Known).Fault;
            var named = fault?.Part == Parts[at].Name || (Parts[at].Name == BundleParts.Manifest && fault?.Part == BundleParts.Signature);
            var entry = Parts[at].Name == BundleParts.Entries ? Sequences[Parts[at].Bytes.Span[..(bit / 8)].Count((byte)'\n')] : (long?)null;
            tried.Try(named && fault!.Entry == entry, $"bit {bit} of {Parts[at].Name} {entry}: {fault}");
        });
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "26")]
    public void EveryWayToSpoilABundleIsNamedAndTheTableSaysSo()
    {
        using var tried = new Tried(26, "ways to spoil a bundle, also by somebody with the Relay's key, checked by the Relay's program");
        var table = new StringBuilder(Head);
        foreach (var row in Vectors.Read("bundle-tampers.json").AsArray())
        {
            var fault = BundleCheck.Verify(Tampering.Of(row!), TrustOf(row!)).Fault;
            var found = fault is null ? "nothing" : $"{EnumName.Of(fault.Damage)} | {fault.Part} | {fault.Entry?.ToString(CultureInfo.InvariantCulture)}";
            tried.Try(found == $"{row!["damage"]} | {row["part"]} | {row["entry"]}", $"{row["what"]}: {found}");
            table.Append(CultureInfo.InvariantCulture, $"| {row["what"]} | {found} |\n");
        }

        var chains = Vectors.Read("agent-chains.json");
        var known = BundleTrust.Read(Encoding.UTF8.GetBytes(chains.Text("trust")))!;
        foreach (var row in chains["rows"]!.AsArray().Select(row => row!))
        {
            var report = BundleCheck.Verify(Convert.FromBase64String(row.Text("zip")), known);
            var found = report.Fault is { } fault ? $"{EnumName.Of(fault.Damage)} | {fault.Part} | {fault.Entry}" : "nothing | | ";
            tried.Try(
                found == (row["damage"] is { } damage ? $"{damage} | {BundleParts.Entries} | {row["entry"]}" : "nothing | | "), $"{row["what"]}: {found}");
            if (report.Fault is not null)
            {
                table.Append(CultureInfo.InvariantCulture, $"| the log itself, written anew: {row["what"]} | {found} |\n");
            }
        }

        // Written beside the tests, to be taken over where the rows have changed.
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "BUNDLES.md"), table.ToString());
        File.ReadAllText(Path.Combine(Vectors.PathOf("bundle.zip"), "..", "..", "BUNDLES.md").Full()).Should().Be(table.ToString());
        tried.MustHold();
    }

    private const string Head =
        """
        # What becomes of a bundle that was spoilt

        Made by [BundlePromiseTests.cs](Shared.Tests/Bundles/BundlePromiseTests.cs) from [bundle-tampers.json](Vectors/bundle-tampers.json), whose rows
        [verify.test.ts](Canvas.Tests/verify/verify.test.ts) tries as well: the Relay's program and the page in the browser refuse each, and name the same. *Signed
        anew* means by somebody who has the Relay's own key. Whoever checks knows the Relay's and a witness's key. Where *the log itself* was
        written anew, each with its tree and checkpoint ([agent-chains.json](Vectors/agent-chains.json)), only the Agent's own chain can tell.

        | what was done | damage | part | entry |
        | --- | --- | --- | --- |

        """;

    private static BundleTrust TrustOf(JsonNode row) => row["kept"] is { } kept
        ? SomeBundle.Known with { Kept = Checkpoint.Read(SignedNote.Read(Encoding.UTF8.GetBytes(SomeBundle.Vector.Text(kept.GetValue<string>())))!.Body) }
        : SomeBundle.Known;

    // So many of all, evenly.
    private static void Each(int all, int count, Action<int> work) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number => work((int)((long)number * all / count)));

    private static byte[] Flip(ReadOnlySpan<byte> bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    // What is at this byte: a part with its header, or the list behind them; and which entry, where it is in one.
    private static (string Part, long? Entry) Where(int at)
    {
        foreach (var part in Parts)
        {
            var header = 30 + part.Name.Length;
            if (at < header + part.Bytes.Length)
            {
                return (part.Name, part.Name == BundleParts.Entries && at >= header ? Sequences[part.Bytes.Span[..(at - header)].Count((byte)'\n')] : null);
            }

            at -= header + part.Bytes.Length;
        }

        return (BundleFault.List, null);
    }
}

internal static class PathText
{
    public static string Full(this string path) => Path.GetFullPath(path);
}
