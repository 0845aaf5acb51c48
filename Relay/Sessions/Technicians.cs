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

    /// <summary>Whether somebody may read cases and what happened in sessions: technicians and auditors.</summary>
    public static bool MayRead(ClaimsPrincipal? user) =>
        user is { Identity.IsAuthenticated: true } && (user.IsInRole(Roles.Technician) || user.IsInRole(Roles.Auditor));

    /// <summary>The account's id of the technician on whose behalf a page asks.</summary>
    /// <param name="http">Knows the request.</param>
    /// <param name="what">What is asked for, such as <c>Snapshots</c>: the refusal begins with it.</param>
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in, or no technician.</exception>
    public static string Require(IHttpContextAccessor http, string what) =>
        IdOf(http.HttpContext?.User) ?? throw new UnauthorizedAccessException($"{what} are for signed-in technicians.");

    /// <summary>What whoever is signed in is called; empty where nobody is.</summary>
    public static string NameOf(IHttpContextAccessor http) => http.HttpContext?.User.FindFirst(AccountClaims.Name)?.Value ?? "";
}
