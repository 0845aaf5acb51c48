using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Api;

/// <summary>One request with a known key, as far as it has come. Lives as long as the request.</summary>
internal sealed class ApiUse(ApiKeyRow key)
{
    public ApiKeyRow Key { get; } = key;

    /// <summary>The case that it turned out to be about.</summary>
    public Guid? Case { get; set; }

    /// <summary>The session that it turned out to be about.</summary>
    public Guid? Session { get; set; }

    /// <summary>Whether it is in the log.</summary>
    public bool Noted { get; set; }

    /// <summary>That of this request.</summary>
    /// <exception cref="InvalidOperationException">It came without a key.</exception>
    public static ApiUse Of(HttpContext http) => http.Features.Get<ApiUse>() ?? throw new InvalidOperationException("No key was asked for here.");
}

/// <summary>
/// Writes each use of a key into the log, refusals included: the route's pattern, the method, the answer's status, and which
/// case and session it was about. What a program reads is written down before it gets it; what it changes has an entry of
/// its own, in the transaction of the change.
/// </summary>
internal sealed class ApiUses(IAuditLog audit, AccountEntries entries, TimeProvider clock)
{
    /// <summary>Writes it, once for a request; does nothing where no known key came.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be written: nothing may be answered.</exception>
    public async Task Note(HttpContext http, int status)
    {
        if (http.Features.Get<ApiUse>() is not { Noted: false } use)
        {
            return;
        }

        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var detail = new Dictionary<string, string>
        {
            ["program"] = use.Key.Name,
            ["request"] = $"{http.Request.Method} {pattern}",
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
        };
        if (use.Session is { } session)
        {
            detail["session"] = $"{session}"; // beside the entry: a session's own log is not filled by who reads it
        }

        var outcome = status switch
        {
            < 400 => AuditOutcome.Success,
            < 500 => AuditOutcome.Refused,
            _ => AuditOutcome.Failed,
        };
        var now = clock.GetUtcNow();
        await audit.Append(
            new PendingEntry(AuditActions.ApiKeyUsed, ActorKind.Program, $"{use.Key.Id}", outcome, use.Case, Detail: detail, Personal: entries.Where()),
            db => db.ApiKeys.Where(row => row.Id == use.Key.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsed, now)),
            CancellationToken.None);
        use.Noted = true;
    }
}
