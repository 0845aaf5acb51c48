using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Audit;

/// <summary>
/// What an Agent states about its session, in the words of the entry that comes of it: whoever has the entry has the statement, and
/// can check that the Agent signed it. What the Relay adds to the entry is not part of it, nor are personal values.
/// </summary>
/// <param name="Action">The entry's action.</param>
/// <param name="Said">Those of the entry's details that are the Agent's.</param>
public sealed record AgentStatement(string Action, IReadOnlyDictionary<string, string> Said)
{
    private static readonly HashSet<string> Words = new(
        [
            "scopes", "customerGrantedAt", "customerUntil", "receipt", "reason", "fault", "viewer",
            "transfer", "size", "why", "sha256", "formats", "facts",
            "report", "interval", "keys", "characters", "buttons", "wheel", "moves",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Actions = new(
        [
            .. new[] { SessionEvent.Allow, SessionEvent.Show, SessionEvent.Pause, SessionEvent.Resume, SessionEvent.Change, SessionEvent.End }.Select(AuditActions.Of),
            AuditActions.ColleagueChange, AuditActions.ViewerAdmitted, AuditActions.ViewerRefusedByCustomer,
            AuditActions.FileSending, AuditActions.FileSent, AuditActions.FileFetching, AuditActions.FileFetched,
            AuditActions.ClipboardSet, AuditActions.ClipboardRead, AuditActions.FactsRead,
            AuditActions.ControlOpened, AuditActions.ControlCounted, AuditActions.ControlClosed,
        ],
        StringComparer.Ordinal);

    /// <summary>What is signed of it: canonical JSON, <c>{"action":…,"said":{…}}</c>.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject
    {
        ["action"] = Action,
        ["said"] = new JsonObject(Said.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    });

    /// <summary>The statement that an entry holds.</summary>
    public static AgentStatement In(string action, IReadOnlyDictionary<string, string> detail) =>
        new(action, detail.Where(pair => Words.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal));

    /// <summary>Whether only the Agent can have caused this entry: a statement of its own, which must be a link of its chain.</summary>
    public static bool IsAgents(string action, ActorKind actor) =>
        string.Equals(action, AuditActions.SessionHandedOver, StringComparison.Ordinal) || (actor is ActorKind.Customer && Actions.Contains(action));

    /// <summary>A step that the Agent reports.</summary>
    public static AgentStatement Of(AgentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        if (report.Grant is { Scopes: { } scopes } grant)
        {
            said["scopes"] = string.Join(',', scopes.Order().Select(EnumName.Of));
            if (report.Event is SessionEvent.Allow)
            {
                said["customerGrantedAt"] = ReceiptJson.Moment(grant.GrantedAt);
                said["customerUntil"] = ReceiptJson.Moment(grant.Until);
            }
        }

        if (report.Receipt is { } receipt)
        {
            said["receipt"] = Convert.ToHexStringLower(SHA256.HashData(receipt));
        }

        if (report.Reason is { } reason)
        {
            said["reason"] = EnumName.Of(reason);
        }

        if (report is { Reason: EndReason.Altered, Fault: { } fault })
        {
            said["fault"] = EnumName.Of(fault);
        }

        return new AgentStatement(report is { Event: SessionEvent.Change, Colleague: true } ? AuditActions.ColleagueChange : AuditActions.Of(report.Event), said);
    }

    /// <summary>The customer's answer about a further viewer.</summary>
    public static AgentStatement OfAdmitting(int viewer, bool allowed) =>
        new(allowed ? AuditActions.ViewerAdmitted : AuditActions.ViewerRefusedByCustomer, About(viewer));

    /// <summary>The session was handed over to the technician behind a viewer.</summary>
    public static AgentStatement OfHandingOver(int viewer) => new(AuditActions.SessionHandedOver, About(viewer));

    /// <summary>A file, a clipboard or facts. The name of a file is not in it.</summary>
    public static AgentStatement Of(TransferReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var said = new Dictionary<string, string>(StringComparer.Ordinal) { ["transfer"] = Number(report.Number), ["size"] = Number(report.Bytes) };
        if (report.Sha256 is { } hash)
        {
            said["sha256"] = hash;
        }

        if (report.Kind is TransferKind.Facts)
        {
            said["facts"] = report.Name;
            return new AgentStatement(AuditActions.FactsRead, said);
        }

        if (report.End is { } end and not TransferEnd.Done)
        {
            said["why"] = EnumName.Of(end);
        }

        if (report.Kind is TransferKind.Clipboard)
        {
            // Only what formats are called: whatever else an Agent says there is not written.
            said["formats"] = string.Join(',', report.Name.Split(',').Where(format => format is "text" or "html" or "png"));
        }

        return new AgentStatement(ActionOf(report), said);
    }

    /// <summary>How much was injected.</summary>
    public static AgentStatement Of(UseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new AgentStatement(
            report.Step switch
            {
                UseStep.Opened => AuditActions.ControlOpened,
                UseStep.Counted => AuditActions.ControlCounted,
                _ => AuditActions.ControlClosed,
            },
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["report"] = Number(report.Number),
                ["interval"] = Number(report.Interval),
                ["keys"] = Number(report.Counts.Keys),
                ["characters"] = Number(report.Counts.Characters),
                ["buttons"] = Number(report.Counts.Buttons),
                ["wheel"] = Number(report.Counts.Wheel),
                ["moves"] = Number(report.Counts.Moves),
            });
    }

    private static string ActionOf(TransferReport report) => (report.Kind, report.FromCustomer, report.End) switch
    {
        (TransferKind.Clipboard, false, _) => AuditActions.ClipboardSet,
        (TransferKind.Clipboard, true, _) => AuditActions.ClipboardRead,
        (_, false, null) => AuditActions.FileSending,
        (_, false, _) => AuditActions.FileSent,
        (_, true, null) => AuditActions.FileFetching,
        (_, true, _) => AuditActions.FileFetched,
    };

    private static Dictionary<string, string> About(int viewer) => new(StringComparer.Ordinal) { ["viewer"] = Number(viewer) };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
