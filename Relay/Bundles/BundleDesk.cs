using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Bundles;

/// <summary>Bundles for the auditor who is signed in.</summary>
internal sealed class BundleDesk(BundlePress press, SessionStore sessions, IAuditLog audit, IHttpContextAccessor http) : IBundleDesk
{
    public async Task<ExportedBundle?> Export(Guid session, bool recording, CancellationToken cancel)
    {
        var user = http.HttpContext?.User;
        if (user is not { Identity.IsAuthenticated: true } || !user.IsInRole(Roles.Auditor) || user.AccountId() is not { } account)
        {
            throw new UnauthorizedAccessException("Evidence is exported by signed-in auditors.");
        }

        if (await sessions.FindSession(session, cancel) is not var (found, _))
        {
            return null;
        }

        // A crash after it: recorded, and nobody got anything.
        var name = Technicians.NameOf(http);
        var logged = await audit.Append(Entry(ActorKind.Auditor, account, name, found.CaseId, session, recording), cancel: cancel);
        return await press.Make(session, new BundleMaker(Roles.Auditor, name, account), logged, recording, cancel) is { } file
            ? new ExportedBundle(FileName(session), file)
            : null;
    }

    /// <summary>That the evidence of a session goes out.</summary>
    public static PendingEntry Entry(ActorKind actor, string? account, string name, Guid caseId, Guid session, bool recording) => new(
        AuditActions.SessionExported, actor, account, AuditOutcome.Success, caseId, session,
        recording ? new Dictionary<string, string>(StringComparer.Ordinal) { ["recording"] = "included" } : null,
        Personal: new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name });

    private static string FileName(Guid session) => $"remoteassist-{session}.zip";
}
