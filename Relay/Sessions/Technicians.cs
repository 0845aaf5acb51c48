using System.Security.Claims;
using RemoteAssist.Relay.Accounts;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Who counts as a technician.</summary>
internal static class Technicians
{
    /// <summary>The account's id where somebody is signed in and is a technician; else null.</summary>
    public static string? IdOf(ClaimsPrincipal? user) =>
        user is { Identity.IsAuthenticated: true } && user.IsInRole(Roles.Technician)
            ? user.AccountId()
            : null;
}
