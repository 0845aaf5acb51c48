using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Entries of a log that somebody hands over to be checked, and what is signed of it.</summary>
internal static class AuditTargets
{
    private const string Witness = "witness.example";

    // Only the public half is used: what is signed by it cannot be made here, and is not needed to read the form.
    private static readonly byte[] PublicKey = Vectors.Hex(Vectors.Read("sealing.json")["statement"]!["publicKey"]!);
    private static readonly NoteKey Key = new(Witness, NoteKeyKind.Witness, PublicKey);

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("canonical-json", ["CanonicalJson.Read", "CanonicalJson.ReadElement"], () => [.. Entries()], () => input =>
            CanonicalJson.Read(input) is { } read
            && (CanonicalJson.Write(read).AsSpan().SequenceEqual(input) ? true : throw new BrokenPromiseException("It is not canonical."))),
        new Target("log-entry", ["EntryFacts.Read", "HashChain.Verify"], () => [.. Entries()], () => Entry),
        new Target("agent-link", ["LinkEntry.Read", "LinkStatement.IsSigned"], () => [Linked()], () => Link) { Share = 0.02 },
        new Target("signed-note", ["SignedNote.Read", "Checkpoint.Read", "Cosignature.Verify"], () => [Note()], () => Signed) { Share = 0.02 },
        new Target("note-key", ["NoteKey.Read"], () => [Encoding.ASCII.GetBytes(Key.ToString())], () => input =>
            NoteKey.Read(Encoding.UTF8.GetString(input)) is { } key
            && (Encoding.ASCII.GetBytes(key.ToString()).AsSpan().SequenceEqual(input) ? true : throw new BrokenPromiseException("A key is not itself.")))
        {
            Share = 0.02,
        },
    ];

    private static byte[] Linked()
    {
        var link = new AgentLink(0, AgentLink.NoPrevious, DateTimeOffset.UnixEpoch.AddDays(20_000), PublicKey, [.. Enumerable.Range(1, AgentLink.SignatureBytes).Select(i => (byte)i)]);
        var stated = new PendingEntry(
            AuditActions.Of(SessionEvent.Pause), ActorKind.Customer, null, AuditOutcome.Success, Session: Guid.Empty, Detail: new Dictionary<string, string> { ["reason"] = "none" });
        return SealedEntry.Seal(LinkEntry.With(stated, link), 1, DateTimeOffset.UnixEpoch.AddDays(20_000), SealedEntry.NoPrevious, () => []).Json;
    }

    private static bool Link(ReadOnlySpan<byte> input)
    {
        try
        {
            if (EntryFacts.Read(input) is not { } entry || LinkEntry.Read(entry.Detail, PublicKey) is not { } link)
            {
                return false;
            }

            var again = LinkEntry.With(new PendingEntry(entry.Action, entry.Actor, null, entry.Outcome), link).Detail!;
            return LinkStatement.IsSigned(Guid.Empty, new byte[SHA256.HashSizeInBytes], link, AgentStatement.In(entry.Action, entry.Detail))
                ? throw new BrokenPromiseException("Nobody signed this.")
                : again.All(pair => entry.Detail[pair.Key] == pair.Value) ? true : throw new BrokenPromiseException("A link is not itself.");
        }
        catch (FormatException)
        {
            return false; // canonical, and no entry: so it says
        }
    }

    private static byte[] Note()
    {
        var checkpoint = new Checkpoint(Checkpoint.OriginOf(new string('5', 64)), 1204, SHA256.HashData("root"u8));
        byte[] signature = [.. new byte[8], .. Enumerable.Range(1, 64).Select(i => (byte)i)];
        return Encoding.UTF8.GetBytes(new SignedNote(
            checkpoint.ToBody(), [new NoteSignature(checkpoint.Origin, 7, signature[8..]), new NoteSignature(Witness, Key.KeyId, signature)]).Write());
    }

    private static bool Signed(ReadOnlySpan<byte> input)
    {
        if (SignedNote.Read(input) is not { } note)
        {
            return false;
        }

        // Base64 may end in bits that mean nothing: what was read is written, and read again it is the same.
        var written = Encoding.UTF8.GetBytes(note.Write());
        if (SignedNote.Read(written) is not { } again || !Encoding.UTF8.GetBytes(again.Write()).AsSpan().SequenceEqual(written))
        {
            throw new BrokenPromiseException("What was read is written as something else.");
        }

        foreach (var signature in note.Signatures)
        {
            if (Cosignature.Verify(Key, note.Body, signature) is not null)
            {
                throw new BrokenPromiseException("Nobody signed this.");
            }
        }

        return Checkpoint.Read(note.Body) is { } checkpoint
            && (checkpoint.ToBody().AsSpan().SequenceEqual(note.Body) ? true : throw new BrokenPromiseException("A checkpoint is not itself."));
    }

    private static IEnumerable<byte[]> Entries() =>
        Vectors.Read("audit-entry.json").AsArray().Select(entry => Encoding.UTF8.GetBytes(entry!["json"]!.GetValue<string>()));

    private static bool Entry(ReadOnlySpan<byte> input)
    {
        var json = input.ToArray();
        var report = HashChain.Verify([new StoredEntry(1, json, SealedEntry.HashOf(json), null)], []);
        try
        {
            return EntryFacts.Read(input) is not null && (report.Fault is null || report.Fault.Sequence == 1);
        }
        catch (FormatException)
        {
            return false; // canonical, and no entry: so it says
        }
    }
}
