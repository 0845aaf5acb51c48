using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Api;

/// <summary>Keys in the database, each step with its entry in the log.</summary>
internal sealed class ApiKeyDesk(
    IDbContextFactory<RelayDb> databases, IAuditLog audit, AccountEntries entries, IHttpContextAccessor requests, TimeProvider clock) : IApiKeyDesk
{
    public async Task<IReadOnlyList<ApiKey>> List(CancellationToken cancel)
    {
        RequireAdministrator();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.ApiKeys.AsNoTracking().OrderByDescending(row => row.Made).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        var makers = await Makers(db).Select(account => account.Id).ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new ApiKey(
                    row.Id, row.Mark, row.Name, ApiScopes.Read(row.Scopes), row.MadeBy, row.Made, row.Expires, row.LastUsed,
                    StateOf(row, now, makers.Contains(row.MadeById))))
                .OrderBy(key => key.State is not ApiKeyState.Active),
        ];
    }

    public async Task<NewApiKey> Make(ApiKeyForm form, CancellationToken cancel)
    {
        var administrator = RequireAdministrator();
        var name = PlainText.Clean(form.Name);
        if (name.Length is 0 or > ApiKeyForm.LongestName)
        {
            throw new ArgumentException($"A name is 1 to {ApiKeyForm.LongestName} characters.", nameof(form));
        }

        if (form.Scopes.Count == 0 || !form.Scopes.All(Enum.IsDefined) || form.Scopes.Distinct().Count() != form.Scopes.Count)
        {
            throw new ArgumentException("A key has at least one scope, and each once.", nameof(form));
        }

        if (form.Days is < 1 or > ApiKeyForm.MostDays)
        {
            throw new ArgumentException($"A key works for 1 to {ApiKeyForm.MostDays} days.", nameof(form));
        }

        var key = ApiKeyText.Draw();
        var now = clock.GetUtcNow();
        var row = new ApiKeyRow
        {
            Id = Guid.CreateVersion7(now),
            Mark = key.Mark,
            Hash = key.Hash,
            Name = name,
            Scopes = ApiScopes.Write(form.Scopes),
            MadeById = administrator,
            MadeBy = requests.HttpContext?.User.FindFirst(AccountClaims.Name)?.Value ?? "",
            Made = now,
            Expires = now.AddDays(form.Days),
        };
        await audit.Append(
            Entry(AuditActions.ApiKeyMade, administrator, row, ("for", row.Scopes), ("until", $"{row.Expires:O}")),
            db =>
            {
                db.ApiKeys.Add(row);
                return Task.CompletedTask;
            },
            cancel);
        return new NewApiKey(key.Whole, row.Expires);
    }

    public async Task<bool> Revoke(Guid id, CancellationToken cancel)
    {
        var administrator = RequireAdministrator();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.Revoked == null, cancel) is not { } found)
        {
            return false;
        }

        // Revoked twice at once: two entries, one moment. Each request looks the key up anew, so the next one fails.
        await audit.Append(Entry(AuditActions.ApiKeyRevoked, administrator, found), rows => RevokeAll(rows, clock.GetUtcNow(), id), cancel);
        return true;
    }

    /// <summary>Takes the force of every key that is not revoked yet, or of this one.</summary>
    public static Task RevokeAll(RelayDb db, DateTimeOffset now, Guid? only = null) =>
        db.ApiKeys.Where(row => row.Revoked == null && (only == null || row.Id == only))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Revoked, now));

    /// <summary>Those whose keys work: administrators that may sign in.</summary>
    public static IQueryable<Account> Makers(RelayDb db) => db.Users.Where(account => account.Disabled == null
        && db.UserClaims.Any(row => row.UserId == account.Id && row.ClaimType == ClaimTypes.Role && row.ClaimValue == Roles.Administrator));

    /// <summary>How a key stands at a moment.</summary>
    /// <param name="row">The key.</param>
    /// <param name="now">The moment.</param>
    /// <param name="hasMaker">Whether its maker is among <see cref="Makers"/>.</param>
    public static ApiKeyState StateOf(ApiKeyRow row, DateTimeOffset now, bool hasMaker) =>
        row.Revoked is not null ? ApiKeyState.Revoked
        : row.Expires <= now ? ApiKeyState.Expired
        : hasMaker ? ApiKeyState.Active
        : ApiKeyState.Suspended;

    private PendingEntry Entry(string action, string administrator, ApiKeyRow row, params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var detail = new Dictionary<string, string> { ["key"] = $"{row.Id}", ["program"] = row.Name };
        foreach (var (key, value) in facts)
        {
            detail[key] = value;
        }

        return new PendingEntry(action, ActorKind.Administrator, administrator, AuditOutcome.Success, Detail: detail, Personal: entries.Where());
    }

    private string RequireAdministrator() =>
        requests.HttpContext?.User is { } user && user.IsInRole(Roles.Administrator) && user.AccountId() is { } account
            ? account
            : throw new UnauthorizedAccessException("Keys are for signed-in administrators.");
}
