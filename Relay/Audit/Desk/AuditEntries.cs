using System.Globalization;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>What the entries of the auditor's desk say: their keys are stable for ever. Names and free text are personal.</summary>
internal static class AuditEntries
{
    /// <summary>Somebody reads the log of a session, or of all sessions of a case.</summary>
    public static PendingEntry Read(Reader reader, Guid itsCase, Guid? session) => Of(AuditActions.LogRead, reader, itsCase, session, []);

    /// <summary>Somebody searches.</summary>
    public static PendingEntry Searched(Reader reader, SessionSearch search) => Of(AuditActions.LogSearched, reader, search, []);

    /// <summary>What a search finds is about to leave.</summary>
    public static PendingEntry Exported(Reader reader, SessionSearch search, string format, int sessions) => Of(
        AuditActions.LogExported, reader, search,
        new() { ["format"] = format, ["sessions"] = sessions.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Somebody writes a note.</summary>
    public static PendingEntry Noted(Reader reader, SessionRow session, string words) =>
        Of(AuditActions.SessionNoted, reader, session.CaseId, session.Id, [], words);

    /// <summary>Somebody reviews a session.</summary>
    public static PendingEntry Reviewed(Reader reader, SessionRow session, Verdict verdict, string words) => Of(
        AuditActions.Of(SessionEvent.Review), reader, session.CaseId, session.Id, new() { ["verdict"] = EnumName.Of(verdict) }, words);

    private static PendingEntry Of(string action, Reader reader, SessionSearch search, Dictionary<string, string> detail)
    {
        Put(detail, "from", search.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Put(detail, "to", search.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Put(detail, "allowed", search.Allowed is { } allowed ? EnumName.Of(allowed) : null);
        Put(detail, "ended", search.Outcome is { } outcome ? EnumName.Of(outcome) : null);
        Put(detail, "reviewed", search.Reviewed is { } reviewed ? reviewed ? "yes" : "no" : null);
        var personal = Named(reader);
        Put(personal, "wantedCase", search.Case);
        Put(personal, "wantedTechnician", search.Technician);
        Put(personal, "wantedCustomer", search.Customer);
        return new PendingEntry(action, reader.Kind, reader.Account, AuditOutcome.Success, Detail: detail, Personal: personal);
    }

    private static PendingEntry Of(string action, Reader reader, Guid itsCase, Guid? session, Dictionary<string, string> detail, string words = "")
    {
        var personal = Named(reader);
        Put(personal, "words", words);
        return new PendingEntry(action, reader.Kind, reader.Account, AuditOutcome.Success, itsCase, session, detail, personal);
    }

    // A technician is named by another key than everybody else.
    private static Dictionary<string, string> Named(Reader reader) =>
        new(StringComparer.Ordinal) { [reader.Kind is ActorKind.Technician ? "technician" : "name"] = reader.Name };

    private static void Put(Dictionary<string, string> values, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            values[key] = value;
        }
    }
}
