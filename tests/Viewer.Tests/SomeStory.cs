using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Input;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>
/// A session in a log, sealed, signed and cosigned by the real keys of a Relay, a witness and an Agent: what the page shows of it,
/// and what the page's script is given to check.
/// </summary>
internal sealed class SomeStory : IDisposable
{
    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa witness = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SessionKey agent = new();
    private readonly byte[] exchange = RandomNumberGenerator.GetBytes(32);
    private readonly List<SealedEntry> all = [];
    private readonly List<LogLine> log = [];
    private int reports;

    public SomeStory()
    {
        Noise(3);
        Add(AuditActions.SessionRequested, ActorKind.Technician, 0, new() { ["asked"] = "view,control", ["minutes"] = "60" }, new() { ["technician"] = "Mei Lin", ["organisation"] = "Help Desk North", ["reason"] = "Look at the printer settings together" });
        Add(AuditActions.ViewerJoined, ActorKind.Technician, 5, new() { ["viewer"] = "1" }, new() { ["technician"] = "Mei Lin", ["address"] = "192.0.2.7" });
        Noise(1);
        Add("session.join", ActorKind.Customer, 120, new()
        {
            ["agentVersion"] = "0.1.0", ["platform"] = "Linux X11", ["exchange"] = Convert.ToHexStringLower(exchange), ["agentKey"] = Convert.ToHexStringLower(agent.Mark),
        });
        Add("session.allow", ActorKind.Customer, 180, new() { ["scopes"] = "view,control", ["until"] = Moment(3780) }, new() { ["technician"] = "Mei Lin" });
        Add("session.show", ActorKind.Customer, 240);
        Use(UseStep.Opened, 300, 0);
        Use(UseStep.Counted, 310, 12);
        Use(UseStep.Closed, 318, 20);
        Add("session.pause", ActorKind.Customer, 400);
        Add("session.resume", ActorKind.Customer, 430);
        Add("session.end", ActorKind.Customer, 960, new() { ["reason"] = "stoppedByCustomer", ["frameParts"] = "1204", ["bytes"] = "8123456" });
        Noise(2);
        Size = all.Count;
        Add(AuditActions.LogRead, ActorKind.Auditor, 4000, personal: new() { ["name"] = "Ada Okafor" });
    }

    public Guid Session { get; } = Guid.Parse("5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a11");

    /// <summary>As the page shows it.</summary>
    public IReadOnlyList<LogLine> Log => log;

    /// <summary>The entries in the checkpoint.</summary>
    public int Size { get; }

    /// <summary>The counts that the Agent signed.</summary>
    public int Signed => reports;

    /// <summary>What the page's script is given.</summary>
    /// <param name="bend">Alters what is given for an entry: its JSON and its proof.</param>
    public string Evidence(Func<SealedEntry, (string Json, byte[][]? Proof), (string Json, byte[][]? Proof)>? bend = null)
    {
        var nodes = new Dictionary<(int, long), byte[]>();
        var frontier = new MerkleFrontier();
        foreach (var entry in all.Take(Size))
        {
            frontier.Append(Convert.FromHexString(entry.Hash), (level, index, hash) => nodes[(level, index)] = hash);
        }

        var checkpoint = new Checkpoint(Checkpoint.OriginOf(all[0].Hash), Size, frontier.Root());
        var body = checkpoint.ToBody();
        var note = new SignedNote(body, [CheckpointSignature.Sign(relay, checkpoint), Cosignature.Sign(witness, "witness/audit-2", body, Some.Now)]);
        return JsonSerializer.Serialize(new
        {
            session = Session,
            checkpoint = note.Write(),
            relayKeys = new[] { relay.ExportSubjectPublicKeyInfo() },
            witnesses = new[] { new NoteKey("witness/audit-2", NoteKeyKind.Witness, witness.ExportSubjectPublicKeyInfo()).ToString() },
            entries = all.Where(entry => entry.Session == Session).Select(entry =>
            {
                var proof = entry.Sequence <= Size
                    ? MerkleProofs.Inclusion(entry.Sequence - 1, Size, (level, index) => level == 0 ? Convert.FromHexString(all[(int)index].Hash) : nodes[(level, index)]).ToArray()
                    : null;
                var given = (Json: System.Text.Encoding.UTF8.GetString(entry.Json), Proof: proof);
                given = bend?.Invoke(entry, given) ?? given;
                return new
                {
                    sequence = entry.Sequence,
                    json = given.Json,
                    personal = entry.Personal.ToDictionary(value => value.Key, value => new { salt = Convert.ToHexStringLower(value.Salt), value = value.Value }),
                    proof = given.Proof,
                };
            }),
        });
    }

    public void Dispose()
    {
        relay.Dispose();
        witness.Dispose();
        agent.Dispose();
    }

    private static string Moment(int seconds) => Start.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Start { get; } = Some.Now.AddHours(-2);

    private void Noise(int entries)
    {
        for (var at = 0; at < entries; at++)
        {
            all.Add(Seal(new PendingEntry(AuditActions.SignIn, ActorKind.Technician, "mei", AuditOutcome.Success), 0));
        }
    }

    private void Use(UseStep step, int seconds, long count)
    {
        var report = agent.Sign(Session, exchange, new UseReport(++reports, 1, step, Start.AddSeconds(seconds), new InputCounts(count, 0, count / 4, 0, count * 10), [], []));
        var detail = new Dictionary<string, string>
        {
            ["report"] = $"{reports}", ["interval"] = "1", ["keys"] = $"{report.Counts.Keys}", ["characters"] = $"{report.Counts.Characters}", ["buttons"] = $"{report.Counts.Buttons}",
            ["wheel"] = $"{report.Counts.Wheel}", ["moves"] = $"{report.Counts.Moves}", ["signedAt"] = Moment(seconds), ["signature"] = Convert.ToBase64String(report.Signature),
        };
        if (step is UseStep.Opened)
        {
            detail["key"] = Convert.ToBase64String(report.Key);
        }

        Add($"control.{step.ToString().ToLowerInvariant()}", ActorKind.Customer, seconds, detail);
    }

    private void Add(string action, ActorKind actor, int seconds, Dictionary<string, string>? detail = null, Dictionary<string, string>? personal = null)
    {
        var entry = Seal(new PendingEntry(action, actor, actor is ActorKind.Customer ? null : "someone", AuditOutcome.Success, Some.Id, Session, detail, personal), seconds);
        all.Add(entry);
        var values = new Dictionary<string, string>(detail ?? []);
        foreach (var (key, value) in personal ?? [])
        {
            values[key] = value;
        }

        log.Add(new LogLine(entry.Sequence, Start.AddSeconds(seconds), action, actor, AuditOutcome.Success, values));
    }

    private SealedEntry Seal(PendingEntry entry, int seconds) => SealedEntry.Seal(
        entry, all.Count + 1, Start.AddSeconds(seconds), all.Count == 0 ? SealedEntry.NoPrevious : all[^1].Hash, () => RandomNumberGenerator.GetBytes(SealedEntry.SaltBytes));
}
