using System.Globalization;
using System.Security.Cryptography;
using RemoteAssist.Relay.Rooms;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// What a session's entries say, all in one place: their keys are stable for ever. Names, addresses and free text are
/// personal; typed digits are in none.
/// </summary>
internal static class SessionEntries
{
    public static PendingEntry Requested(SessionFacts facts, SessionOffer offer) => Of(
        facts, AuditActions.SessionRequested, Actor.Technician(facts.TechnicianId),
        new()
        {
            ["asked"] = Scopes(offer.Scopes),
            ["minutes"] = Number(offer.Minutes),
        },
        new()
        {
            ["technician"] = facts.Technician,
            ["organisation"] = facts.Organisation,
            ["caseNumber"] = facts.CaseNumber,
            ["reason"] = facts.Reason,
        });

    public static PendingEntry NewCode(SessionFacts facts) =>
        Of(facts, AuditActions.SessionNewCode, Actor.Technician(facts.TechnicianId), [], ByName(facts));

    public static PendingEntry CodeRefused(Guid? caseId, Guid? session, JoinRefusal why, string address) => new(
        AuditActions.CodeRefused, ActorKind.Visitor, null, AuditOutcome.Refused, caseId, session,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = EnumName.Of(why) },
        new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = address });

    public static PendingEntry TryEnded(SessionFacts facts, TryEnd how, int triesLeft, string address) => new(
        AuditActions.CodeRefused, ActorKind.Visitor, null, AuditOutcome.Refused, facts.CaseId, facts.Id,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = EnumName.Of(how), ["triesLeft"] = Number(triesLeft) },
        new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = address });

    public static PendingEntry Join(SessionFacts facts, JoinRequest request, byte[] transcriptHash, byte[]? keyMark, string address, AuditorList? auditors = null)
    {
        var detail = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agentVersion"] = Plain(request.AgentVersion),
            ["platform"] = Plain(request.Platform),
            ["exchange"] = Convert.ToHexStringLower(transcriptHash),
        };
        if (keyMark is not null)
        {
            detail["agentKey"] = Convert.ToHexStringLower(keyMark);
            detail[LinkEntry.Chain] = LinkEntry.Version;
        }

        // For whom the customer is asked whether it may be recorded; allowing says whether it is.
        if (auditors is not null)
        {
            detail["auditors"] = string.Join(',', auditors.Certificates.Select(one => Convert.ToHexStringLower(one.Id)));
        }

        return Of(facts, AuditActions.Of(SessionEvent.Join), Actor.Customer, detail, new() { ["address"] = address });
    }

    public static PendingEntry AgentBack(SessionFacts facts, TimeSpan away, string address) => Of(
        facts, AuditActions.AgentBack, Actor.Customer,
        new() { ["secondsAway"] = Number((long)away.TotalSeconds) }, new() { ["address"] = address });

    /// <summary>Somebody showed a token that is not the one of this session's Agent, or there is no such session.</summary>
    public static PendingEntry AgentRefused(Guid? caseId, Guid? session, string address) => new(
        AuditActions.AgentBack, ActorKind.Visitor, null, AuditOutcome.Refused, caseId, session, null,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = address });

    /// <summary>The customer's answer about a further viewer.</summary>
    public static PendingEntry Admitted(SessionFacts facts, int viewer, bool allowed) => Of(
        facts, allowed ? AuditActions.ViewerAdmitted : AuditActions.ViewerRefusedByCustomer, Actor.Customer,
        new() { ["viewer"] = Number(viewer) });

    public static PendingEntry Restored(SessionFacts facts, SessionState state) => Of(
        facts, AuditActions.SessionRestored, Actor.Relay, new() { ["state"] = EnumName.Of(state) });

    /// <summary>The customer allows something.</summary>
    /// <param name="facts">Of which session.</param>
    /// <param name="grant">What.</param>
    /// <param name="until">For how long, by the Relay's clock.</param>
    /// <param name="receipt">The hash of its receipt.</param>
    public static PendingEntry Allow(SessionFacts facts, ConsentGrant grant, DateTimeOffset until, string receipt) => Of(
        facts, AuditActions.Of(SessionEvent.Allow), Actor.Customer,
        new()
        {
            ["scopes"] = Scopes(grant.Scopes),
            ["until"] = Moment(until),
            ["customerGrantedAt"] = Moment(grant.GrantedAt),
            ["customerUntil"] = Moment(grant.Until),
            ["receipt"] = receipt,
        },
        new() { ["technician"] = grant.Technician, ["organisation"] = grant.Organisation });

    /// <summary>The customer allows something else from now on.</summary>
    /// <param name="facts">Of which session.</param>
    /// <param name="before">What was allowed before; null where this Relay was started meanwhile and does not know.</param>
    /// <param name="now">What is allowed now.</param>
    /// <param name="until">For how long.</param>
    /// <param name="receipt">The hash of its receipt.</param>
    public static PendingEntry Change(
        SessionFacts facts, IReadOnlyList<Scope>? before, IReadOnlyList<Scope> now, DateTimeOffset until, string receipt)
    {
        var detail = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["scopes"] = Scopes(now),
            ["until"] = Moment(until),
            ["receipt"] = receipt,
        };
        if (before is not null && now.Except(before).ToArray() is { Length: > 0 } given)
        {
            detail["given"] = Scopes(given);
        }

        if (before is not null && before.Except(now).ToArray() is { Length: > 0 } takenBack)
        {
            detail["takenBack"] = Scopes(takenBack);
        }

        return Of(facts, AuditActions.Of(SessionEvent.Change), Actor.Customer, detail);
    }

    /// <summary>What an entry of <see cref="Allow"/> or <see cref="Change"/> says is allowed from then on.</summary>
    public static IEnumerable<Scope> ScopesIn(IReadOnlyDictionary<string, string> values) => values.GetValueOrDefault("scopes", "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(name => Enum.Parse<Scope>(name, ignoreCase: true));

    /// <summary>A grant was refused, because its receipt is not right.</summary>
    public static PendingEntry ReceiptRefused(SessionFacts facts, SessionEvent happened, ReceiptFault fault) => Of(
        facts, AuditActions.ReceiptRefused, Actor.Customer,
        new() { ["step"] = AuditActions.Of(happened), ["fault"] = EnumName.Of(fault) }) with { Outcome = AuditOutcome.Refused };

    /// <summary>What the Agent stated was not taken: it is not the next link of its chain.</summary>
    public static PendingEntry LinkRefused(SessionFacts facts, string action, LinkFault fault) => Of(
        facts, AuditActions.LinkRefused, Actor.Customer, new() { ["step"] = action, ["why"] = EnumName.Of(fault) }) with { Outcome = AuditOutcome.Refused };

    /// <summary>Show, Pause or Resume.</summary>
    public static PendingEntry Step(SessionFacts facts, SessionEvent happened) =>
        Of(facts, AuditActions.Of(happened), Actor.Customer, []);

    public static PendingEntry End(
        SessionFacts facts,
        Standing before,
        EndReason reason,
        Actor by,
        DateTimeOffset now,
        RoomCounters? counters,
        DateTimeOffset? takenUp,
        SealingFault? fault = null)
    {
        var detail = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reason"] = EnumName.Of(reason),
            ["from"] = EnumName.Of(before.State),
        };
        if (fault is { } altered)
        {
            detail["fault"] = EnumName.Of(altered);
        }

        if (before.Live is { } live)
        {
            detail["secondsSinceLive"] = Number((long)(now - live).TotalSeconds);
        }

        if (counters is not null)
        {
            if (takenUp is { } since)
            {
                detail["countedSince"] = Moment(since);
            }

            detail["frameParts"] = Number(counters.Parts);
            detail["bytes"] = Number(counters.Bytes);
            foreach (var why in Enum.GetValues<DropReason>())
            {
                if (counters.Dropped(why) is > 0 and var count)
                {
                    detail["dropped" + why] = Number(count);
                }
            }
        }

        return Of(
            facts, AuditActions.Of(SessionEvent.End), by, detail, by.Kind is ActorKind.Technician ? ByName(facts) : null);
    }

    /// <summary>A file or a clipboard begins, or what became of it; never its content.</summary>
    public static PendingEntry Transferred(SessionFacts facts, TransferReport report)
    {
        var stated = AgentStatement.Of(report);
        var entry = Of(
            facts, stated.Action, Actor.Customer, new(stated.Said),
            report.Kind == TransferKind.File ? new() { ["fileName"] = PlainText.Clean(report.Name) } : null);
        return report.End is null or TransferEnd.Done ? entry : entry with { Outcome = AuditOutcome.Failed };
    }

    /// <summary>How much was injected since an interval was opened: all that was signed, so that anybody can check the signature.</summary>
    public static PendingEntry Used(SessionFacts facts, UseReport report)
    {
        var stated = AgentStatement.Of(report);
        var detail = new Dictionary<string, string>(stated.Said, StringComparer.Ordinal)
        {
            ["signedAt"] = Moment(report.At),
            ["signature"] = Convert.ToBase64String(report.Signature),
        };
        if (report.Step == UseStep.Opened)
        {
            detail["key"] = Convert.ToBase64String(report.Key);
        }

        return Of(facts, stated.Action, Actor.Customer, detail);
    }

    /// <summary>The Agent was lost in an interval of use; this was its last report.</summary>
    public static PendingEntry Uncounted(SessionFacts facts, UseReport last) => Of(
        facts, AuditActions.ControlUncounted, Actor.Relay,
        new() { ["interval"] = Number(last.Interval), ["report"] = Number(last.Number), ["uncountedSeconds"] = Number(UseReport.MostSecondsUncounted) });

    /// <summary>What the customer answered after the end; what was skipped is left out.</summary>
    public static PendingEntry Rated(Guid caseId, Guid session, bool? solved, int? ease, string? sentence)
    {
        var detail = new Dictionary<string, string>(StringComparer.Ordinal);
        if (solved is { } isSolved)
        {
            detail["solved"] = isSolved ? "yes" : "no";
        }

        if (ease is { } howEasy)
        {
            detail["ease"] = Number(howEasy);
        }

        return new PendingEntry(
            AuditActions.SessionRated, ActorKind.Customer, null, AuditOutcome.Success, caseId, session, detail,
            sentence is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["sentence"] = sentence });
    }

    /// <summary>Facts about the customer's computer that the Agent told of before they went out, as they came; the bytes are a personal value.</summary>
    public static PendingEntry Diagnosed(SessionFacts facts, byte[] report, int count) => Of(
        facts, AuditActions.SessionDiagnosed, Actor.Technician(facts.TechnicianId),
        new() { ["facts"] = Number(count), ["size"] = Number(report.Length), ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(report)) },
        new() { ["technician"] = facts.Technician, ["report"] = Convert.ToBase64String(report) });

    /// <summary>What the technician wrote down, as far as it is chosen from lists; free text stays with the case.</summary>
    public static PendingEntry WrappedUp(Guid caseId, Guid session, string technicianId, WrapUp form) => new(
        AuditActions.SessionWrappedUp, ActorKind.Technician, technicianId, AuditOutcome.Success, caseId, session,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["topics"] = string.Join(',', form.Topics.Select(EnumName.Of)),
            ["solved"] = form.Solved ? "yes" : "no",
            ["next"] = EnumName.Of(form.Next),
        });

    public static PendingEntry ViewerJoined(SessionFacts facts, string account, string name, int viewer, string address) => Of(
        facts, AuditActions.ViewerJoined, Actor.Technician(account),
        new() { ["viewer"] = Number(viewer) }, new() { ["technician"] = name, ["address"] = address });

    public static PendingEntry ViewerRefused(Guid session, Guid? caseId, string accountId, string address) => new(
        AuditActions.ViewerJoined, ActorKind.Technician, accountId, AuditOutcome.Refused, caseId, session,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["why"] = "notTheirSession" },
        new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = address });

    public static PendingEntry ViewerLeft(SessionFacts facts, string account, string name, int viewer) => Of(
        facts, AuditActions.ViewerLeft, Actor.Technician(account),
        new() { ["viewer"] = Number(viewer) }, new() { ["technician"] = name });

    public static PendingEntry Invited(SessionFacts facts, Colleague colleague) => Of(
        facts, AuditActions.ColleagueInvited, Actor.Technician(facts.TechnicianId),
        new() { ["account"] = colleague.Account, ["until"] = Moment(colleague.Until) },
        WithColleague(facts.Technician, colleague, colleague.Reason));

    public static PendingEntry ColleagueDeclined(SessionFacts facts, Colleague colleague) => Of(
        facts, AuditActions.ColleagueDeclined, Actor.Technician(colleague.Account), [], new() { ["technician"] = colleague.Name });

    public static PendingEntry ColleagueLeft(SessionFacts facts, Colleague colleague, SealingFault? fault) => Of(
        facts, AuditActions.ColleagueLeft, Actor.Technician(colleague.Account),
        fault is { } altered ? new() { ["fault"] = EnumName.Of(altered) } : [], new() { ["technician"] = colleague.Name });

    public static PendingEntry ColleagueSentAway(SessionFacts facts, Colleague colleague) => Of(
        facts, AuditActions.ColleagueSentAway, Actor.Technician(facts.TechnicianId),
        new() { ["account"] = colleague.Account }, WithColleague(facts.Technician, colleague));

    public static PendingEntry HandedOver(SessionFacts before, Colleague next, int viewer) => Of(
        before, AuditActions.SessionHandedOver, Actor.Technician(before.TechnicianId),
        new() { ["account"] = next.Account, ["viewer"] = Number(viewer) }, WithColleague(before.Technician, next));

    /// <summary>The customer allows a colleague something else from now on.</summary>
    public static PendingEntry ColleagueChange(SessionFacts facts, Colleague colleague, IReadOnlyList<Scope> now, string receipt) => Of(
        facts, AuditActions.ColleagueChange, Actor.Customer,
        new() { ["account"] = colleague.Account, ["scopes"] = Scopes(now), ["receipt"] = receipt },
        new() { ["technician"] = colleague.Name, ["organisation"] = colleague.Organisation });

    private static Dictionary<string, string> WithColleague(string technician, Colleague colleague, string? reason = null)
    {
        var personal = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["technician"] = technician,
            ["colleague"] = colleague.Name,
            ["organisation"] = colleague.Organisation,
        };
        if (reason is not null)
        {
            personal["reason"] = reason;
        }

        return personal;
    }

    private static PendingEntry Of(
        SessionFacts facts, string action, Actor by, Dictionary<string, string> detail, Dictionary<string, string>? personal = null) =>
        new(action, by.Kind, by.Id, AuditOutcome.Success, facts.CaseId, facts.Id, detail, personal);

    private static Dictionary<string, string> ByName(SessionFacts facts) => new() { ["technician"] = facts.Technician };

    private static string Scopes(IEnumerable<Scope> scopes) => string.Join(',', scopes.Order().Select(EnumName.Of));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An Agent's words about itself, cut to what a version or a platform is made of.</summary>
    private static string Plain(string? said) =>
        new([.. (said ?? "").Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '+' or '/').Take(64)]);
}
