using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Accounts;

/// <summary>How entries about accounts are written: who, from where, and nothing that may be a password.</summary>
public sealed class AccountEntries(IHttpContextAccessor requests)
{
    /// <summary>An entry about an account's own step.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="account">Whose it is; null where that is not known.</param>
    /// <param name="outcome">How it goes.</param>
    /// <param name="email">What was typed. What is no e-mail address may be a password in the wrong field, and stays out.</param>
    /// <param name="detail">What else is known.</param>
    public PendingEntry Of(
        string action, ActorKind actor, Account? account, AuditOutcome outcome, string? email = null, IReadOnlyDictionary<string, string>? detail = null)
    {
        var personal = Where();
        if ((email ?? account?.Email) is { } address && EmailAddress.IsOne(address))
        {
            personal["email"] = address;
        }

        if (account is not null)
        {
            personal["name"] = account.Name;
            personal["organisation"] = account.Organisation;
        }

        return new PendingEntry(action, actor, account?.Id, outcome, Detail: detail, Personal: personal);
    }

    /// <summary>An entry about an account that an administrator does something with.</summary>
    public PendingEntry About(
        string action, Account account, AuditOutcome outcome = AuditOutcome.Success, params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var detail = new Dictionary<string, string> { ["account"] = account.Id };
        foreach (var (key, value) in facts)
        {
            detail[key] = value;
        }

        var personal = Where();
        if (account.Email is { } email)
        {
            personal["email"] = email;
        }

        return new PendingEntry(action, ActorKind.Administrator, requests.HttpContext?.User.AccountId(), outcome, Detail: detail, Personal: personal);
    }

    /// <summary>The address that this request came from.</summary>
    public Dictionary<string, string> Where() =>
        requests.HttpContext?.Connection.RemoteIpAddress is { } address
            ? new Dictionary<string, string> { ["address"] = address.ToString() }
            : [];
}

/// <summary>What is added to entries.</summary>
internal static class EntryValues
{
    /// <summary>The same entry with more personal values.</summary>
    public static PendingEntry With(this PendingEntry entry, params ReadOnlySpan<(string Key, string Value)> personal)
    {
        var all = new Dictionary<string, string>(entry.Personal ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, value) in personal)
        {
            all[key] = value;
        }

        return entry with { Personal = all };
    }
}
