using RemoteAssist.Relay.Accounts;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Desk;

/// <summary>Who looks into the log.</summary>
/// <param name="Account">The id of their account.</param>
/// <param name="Name">As customers see it.</param>
/// <param name="Kind">As what they look.</param>
internal sealed record Reader(string Account, string Name, ActorKind Kind)
{
    /// <summary>Whoever is signed in, in the role in which they may read the most; null where nobody is.</summary>
    public static Reader? Of(IHttpContextAccessor http)
    {
        if (http.HttpContext?.User is not { Identity.IsAuthenticated: true } user || user.AccountId() is not { } account)
        {
            return null;
        }

        var kind = user.IsInRole(Roles.Auditor) ? ActorKind.Auditor
            : user.IsInRole(Roles.Administrator) ? ActorKind.Administrator
            : ActorKind.Technician;
        return new Reader(account, user.FindFirst(AccountClaims.Name)?.Value ?? "", kind);
    }

    /// <summary>Whoever is signed in, and is an auditor or an administrator.</summary>
    /// <exception cref="UnauthorizedAccessException">Nobody is, or somebody else.</exception>
    public static Reader Require(IHttpContextAccessor http) => Of(http) is { Kind: ActorKind.Auditor or ActorKind.Administrator } reader
        ? reader
        : throw new UnauthorizedAccessException("The log is for signed-in auditors and administrators.");
}
