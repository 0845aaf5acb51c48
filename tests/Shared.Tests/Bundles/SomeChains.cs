using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.Shared.Tests.Bundles;

/// <summary>
/// Small bundles of one session whose log a Relay with its own key, and a witness's goodwill, has written as it liked: all that it
/// lacks is the Agent's key. Everything is signed anew, so only the Agent's own chain can tell.
/// </summary>
internal sealed class SomeChains : IDisposable
{
    public static readonly Guid Session = Guid.Parse("11111111-2222-7333-8444-555555555555");

    private static readonly byte[] Exchange = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly ECDsa relay = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SessionKey agent = new();
    private readonly SessionKey other = new();
    private string trust = "# of each log its own\n";

    /// <summary>What was done to the log, and the entry and damage that both verifiers must name; none where they must not notice.</summary>
    public IEnumerable<(string What, Action<List<PendingEntry>> Do, BundleDamage? Damage, long? Entry)> Ways =>
    [
        ("nothing", _ => { }, null, null),
        ("the last statement is left out, which nobody can see", log => log.RemoveAt(log.Count - 1), null, null),
        ("no statement is a link, as of a version before", log => Each(log, Plain), null, null),
        ("a statement is left out", log => log.RemoveAt(6), BundleDamage.LinkOutOfTurn, 7),
        ("a statement is left out, and the others are numbered anew", log => { log.RemoveAt(6); Each(log, entry => LinkOf(entry) > 3 ? Set(entry, "link", $"{LinkOf(entry) - 1}") : entry); }, BundleDamage.LinkWrongPrevious, 7),
        ("a statement stands twice", log => log.Insert(6, log[5]), BundleDamage.LinkOutOfTurn, 7),
        ("two statements have changed places", log => (log[7], log[9]) = (log[9], log[7]), BundleDamage.LinkOutOfTurn, 8),
        ("a statement is no link any more", log => log[6] = Plain(log[6]), BundleDamage.NotLinked, 7),
        ("a statement more, which the Agent never made", log => log.Insert(8, Said(new AgentReport(SessionEvent.Change, Grant: Grant(Scope.View, Scope.Files)))), BundleDamage.NotLinked, 9),
        ("what a statement says is changed", log => log[6] = Set(log[6], "keys", "4"), BundleDamage.LinkNotSigned, 7),
        ("a statement is made another", log => log[7] = log[7] with { Action = "session.resume" }, BundleDamage.LinkNotSigned, 8),
        ("the time of a statement is changed", log => log[7] = Set(log[7], "linkTime", "2026-11-21T12:00:00.999Z"), BundleDamage.LinkNotSigned, 8),
        ("the signature of a statement is that of another", log => log[7] = Set(log[7], "linkSignature", log[6].Detail!["linkSignature"]), BundleDamage.LinkNotSigned, 8),
        ("the signature of a statement is cut", log => log[7] = Set(log[7], "linkSignature", "AAAA"), BundleDamage.LinkUnreadable, 8),
        ("the number of a statement is none", log => log[7] = Set(log[7], "link", "04"), BundleDamage.LinkUnreadable, 8),
        ("a stranger has signed all statements", log => { log.Clear(); log.AddRange(Log(other, agent)); }, BundleDamage.LinkOtherKey, 4),
        ("a second code exchange begins in the middle", log => log.Insert(5, log[2]), BundleDamage.LinkOtherKey, 6),
        ("the chain is said to be of a form that there is not", log => log[2] = Set(log[2], "chain", "2"), BundleDamage.LinkUnreadable, 3),
    ];

    /// <summary>All of them as files, with the keys that whoever checks them knows.</summary>
    public JsonObject ToVector()
    {
        var rows = new JsonArray([.. Ways.Select(way =>
        {
            var log = Log(agent);
            way.Do(log);
            var row = new JsonObject { ["what"] = way.What, ["zip"] = Convert.ToBase64String(Bundle(log)) };
            if (way.Damage is { } damage)
            {
                row["damage"] = EnumName.Of(damage);
                row["entry"] = way.Entry;
            }

            return (JsonNode)row;
        })]);
        return new JsonObject
        {
            ["about"] = "Bundles of logs that a Relay wrote as it liked, with the keys of nobody. A run of Shared.Tests leaves such a file in its own folder, in bundle-made.",
            ["trust"] = trust,
            ["rows"] = rows,
        };
    }

    /// <summary>The good story: what came of it in the log, sequence 1 first.</summary>
    /// <param name="signer">Signs the statements.</param>
    /// <param name="joined">Whose mark passed in the code exchange; null for the signer's.</param>
    public static List<PendingEntry> Log(SessionKey signer, SessionKey? joined = null)
    {
        var links = new SomeLinks(signer, Session, Exchange);
        var opened = new UseReport(1, 1, UseStep.Opened, Audit.Some.Time, Input.InputCounts.None, [], []);
        return
        [
            new("relay.started", ActorKind.Relay, null, AuditOutcome.Success),
            Of("session.requested", ActorKind.Technician, []),
            Of("session.join", ActorKind.Customer, new()
            {
                ["exchange"] = Convert.ToHexStringLower(Exchange), ["agentKey"] = Convert.ToHexStringLower((joined ?? signer).Mark), ["chain"] = "1",
            }),
            Linked(AgentStatement.Of(new AgentReport(SessionEvent.Allow, Grant: Grant(Scope.View, Scope.Control), Receipt: [1])), ("until", "2026-11-21T12:30:00.000Z")),
            Linked(AgentStatement.Of(new AgentReport(SessionEvent.Show))),
            Linked(AgentStatement.Of(opened)),
            Linked(AgentStatement.Of(opened with { Number = 2, Step = UseStep.Closed, Counts = Input.InputCounts.None with { Keys = 3 } })),
            Linked(AgentStatement.Of(new AgentReport(SessionEvent.Pause))),
            Of("session.viewerLeft", ActorKind.Technician, new() { ["viewer"] = "1" }),
            Linked(AgentStatement.Of(new AgentReport(SessionEvent.Resume))),
            Linked(AgentStatement.Of(new AgentReport(SessionEvent.End, EndReason.StoppedByCustomer)), ("bytes", "12345")),
        ];

        PendingEntry Linked(AgentStatement statement, params (string Key, string Value)[] more)
        {
            var link = links.Next(statement, Audit.Some.Time.AddSeconds(links.Count));
            links.Taken(true);
            var detail = new Dictionary<string, string>(statement.Said);
            Array.ForEach(more, pair => detail[pair.Key] = pair.Value);
            return LinkEntry.With(Of(statement.Action, ActorKind.Customer, detail), link);
        }
    }

    /// <summary>An entry, sealed.</summary>
    public static List<SealedEntry> Sealed(IEnumerable<PendingEntry> log)
    {
        var all = new List<SealedEntry>();
        foreach (var entry in log)
        {
            all.Add(SealedEntry.Seal(
                entry, all.Count + 1, Audit.Some.Time.AddSeconds(all.Count), all.Count == 0 ? SealedEntry.NoPrevious : all[^1].Hash, Audit.Some.Salt));
        }

        return all;
    }

    public void Dispose()
    {
        relay.Dispose();
        agent.Dispose();
        other.Dispose();
    }

    private static PendingEntry Said(AgentReport report)
    {
        var statement = AgentStatement.Of(report);
        return Of(statement.Action, ActorKind.Customer, new(statement.Said));
    }

    private static PendingEntry Of(string action, ActorKind actor, Dictionary<string, string> detail) =>
        new(action, actor, null, AuditOutcome.Success, SomeBundle.Case, Session, detail);

    private static ConsentGrant Grant(params Scope[] scopes) =>
        new(Session, scopes, "Mei Lin", "Helpful Ltd", Audit.Some.Time, Audit.Some.Time.AddMinutes(30));

    private static int LinkOf(PendingEntry entry) => int.Parse(entry.Detail?.GetValueOrDefault("link") ?? "-1");

    private static PendingEntry Set(PendingEntry entry, string key, string value) =>
        entry with { Detail = new Dictionary<string, string>(entry.Detail!) { [key] = value } };

    private static PendingEntry Plain(PendingEntry entry) => entry with
    {
        Detail = entry.Detail?.Where(pair => !pair.Key.StartsWith("link", StringComparison.Ordinal) && pair.Key != "chain").ToDictionary(),
    };

    private static void Each(List<PendingEntry> log, Func<PendingEntry, PendingEntry> change)
    {
        for (var at = 0; at < log.Count; at++)
        {
            log[at] = change(log[at]);
        }
    }

    private byte[] Bundle(List<PendingEntry> pending)
    {
        var log = Sealed(pending);
        var nodes = new Dictionary<(int, long), byte[]>();
        var frontier = new MerkleFrontier();
        log.ForEach(entry => frontier.Append(Convert.FromHexString(entry.Hash), (level, index, hash) => nodes[(level, index)] = hash));
        var origin = Checkpoint.OriginOf(log[0].Hash);
        var key = new NoteKey(origin, NoteKeyKind.Log, relay.ExportSubjectPublicKeyInfo());
        trust += $"{key}\n";
        var checkpoint = new Checkpoint(origin, log.Count, frontier.Root());
        var note = new SignedNote(checkpoint.ToBody(), [CheckpointSignature.Sign(relay, checkpoint)]).Write();
        return new BundleDraft(
            key, Session, new BundleCase(SomeBundle.Case, "20931"), Audit.Some.Time.AddDays(1), new BundleMaker("auditor", "Ayşe Demir", "someone"), null, log.Count,
            note, new BundleKeys([], []),
            [.. log.Where(entry => entry.Session == Session).Select(entry => (entry.Sequence, new BundleEntry(
                entry.Json, MerkleProofs.Inclusion(entry.Sequence - 1, log.Count, (level, index) => nodes[(level, index)]), [])))],
            []).Pack(manifest => BundleSignature.Sign(relay, manifest));
    }
}
