using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Bundles;

/// <summary>
/// A bundle of a session with 100 entries, of a log of 400: every fourth up to 196, then 200 to 250. Its checkpoint was signed
/// before the Relay's key was changed, and cosigned. Whoever checks it knows the older key and the witness's.
/// </summary>
internal sealed class SomeBundle
{
    public static readonly Guid Session = Guid.Parse("11111111-2222-7333-8444-555555555555");
    public static readonly Guid Case = Guid.Parse("99999999-8888-7777-8666-555555555555");

    private const int Size = 400;

    private readonly List<SealedEntry> log = [];
    private readonly Dictionary<(int, long), byte[]> nodes = [];
    private readonly Dictionary<long, byte[]> roots = [];
    private readonly ECDsa before = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa witness = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SomeBundle()
    {
        var frontier = new MerkleFrontier();
        for (var sequence = 1; sequence <= Size; sequence++)
        {
            var entry = SealedEntry.Seal(
                Pending(sequence), sequence, Audit.Some.Time.AddSeconds(sequence), sequence == 1 ? SealedEntry.NoPrevious : log[^1].Hash, Audit.Some.Salt);
            log.Add(entry);
            frontier.Append(Convert.FromHexString(entry.Hash), (level, index, hash) => nodes[(level, index)] = hash);
            roots[sequence] = frontier.Root();
        }

        File = Draft().Pack(manifest => BundleSignature.Sign(relay, manifest));
    }

    public string Origin => Checkpoint.OriginOf(log[0].Hash);

    public byte[] File { get; }

    public string Trust => $"# some keys\n{new NoteKey(Origin, NoteKeyKind.Log, before.ExportSubjectPublicKeyInfo())}\n\n{WitnessKey}\r\n";

    private NoteKey WitnessKey => new("witness/some", NoteKeyKind.Witness, witness.ExportSubjectPublicKeyInfo());

    /// <summary>What the browser's tests need of it to do what somebody with the Relay's key could do.</summary>
    public JsonObject ToVector() => new()
    {
        ["about"] = "Belongs to bundle.zip, with the keys of nobody. A run of Shared.Tests leaves such files in its own folder, in bundle-made.",
        ["trust"] = Trust,
        ["relay"] = Convert.ToBase64String(relay.ExportPkcs8PrivateKey()),
        ["relayPublic"] = Convert.ToBase64String(relay.ExportSubjectPublicKeyInfo()),
        ["stranger"] = Convert.ToBase64String(stranger.ExportPkcs8PrivateKey()),
        ["strangerPublic"] = Convert.ToBase64String(stranger.ExportSubjectPublicKeyInfo()),
        ["older"] = Note(new Checkpoint(Origin, 250, roots[250])),
        ["newer"] = Note(new Checkpoint(Origin, Size, roots[Size])),
        ["forked"] = Note(new Checkpoint(Origin, 300, roots[299])),
        ["foreign"] = Note(new Checkpoint(Checkpoint.OriginOf(new string('7', 64)), 300, roots[300])),
    };

    public BundleDraft Draft()
    {
        var next = KeySuccession.Sign(before, relay.ExportSubjectPublicKeyInfo());
        return new BundleDraft(
            new NoteKey(Origin, NoteKeyKind.Log, relay.ExportSubjectPublicKeyInfo()), Session, new BundleCase(Case, "20931"), Audit.Some.Time.AddDays(1),
            new BundleMaker("auditor", "Ayşe Demir", "someone"), 401, 300, Note(new Checkpoint(Origin, 300, roots[300])), new BundleKeys([next], [WitnessKey]),
            [.. log.Where(entry => entry.Session == Session).Select(entry => (entry.Sequence, Line(entry)))],
            [new("receipts/1.json", "{\"signed\":\"somewhere else\"}"u8.ToArray()), new("recording/000001.bin", new byte[] { 1, 2, 3, 0, 255 })]);
    }

    private static bool IsOfSession(int sequence) => sequence is >= 200 and <= 250 || (sequence % 4 == 0 && sequence < 200);

    private static PendingEntry Pending(int sequence) => new(
        sequence == 250 ? "session.end" : "session.factsRead", ActorKind.Technician, "someone", AuditOutcome.Success,
        IsOfSession(sequence) ? Case : null, IsOfSession(sequence) ? Session : null,
        new Dictionary<string, string> { ["number"] = $"{sequence}" },
        new Dictionary<string, string> { ["technician"] = "Mei Lin 林美", ["customer"] = $"Customer {sequence}" });

    // One value was erased, which is allowed.
    private BundleEntry Line(SealedEntry entry) => new(
        entry.Json,
        MerkleProofs.Inclusion(entry.Sequence - 1, 300, (level, index) => nodes[(level, index)]),
        [.. entry.Personal.Where(value => entry.Sequence != 8 || value.Key != "customer").OrderBy(value => value.Key, StringComparer.Ordinal)]);

    private string Note(Checkpoint checkpoint) => new SignedNote(
        checkpoint.ToBody(),
        [CheckpointSignature.Sign(before, checkpoint), Cosignature.Sign(witness, WitnessKey.Name, checkpoint.ToBody(), Audit.Some.Time.AddHours(1))]).Write();

    /// <summary>The written one, that both implementations read.</summary>
    public static byte[] Written { get; } = System.IO.File.ReadAllBytes(Vectors.PathOf("bundle.zip"));

    /// <summary>What belongs to it.</summary>
    public static JsonNode Vector { get; } = Vectors.Read("bundle.json");

    /// <summary>What whoever checks it brings along.</summary>
    public static BundleTrust Known { get; } = BundleTrust.Read(Encoding.UTF8.GetBytes(Vector.Text("trust")))!;
}
