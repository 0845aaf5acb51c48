using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>Where a sign-in leads, carried from step to step.</summary>
internal static class Onwards
{
    /// <summary>The page that was asked for; another where that is not a path of ours.</summary>
    public static string From(IUrlHelper url, string? returnUrl, string otherwise = "/cases") =>
        url.IsLocalUrl(returnUrl) ? returnUrl! : otherwise;

    /// <summary>What came of single sign-on, as an address says it; null where it says nothing that is known.</summary>
    public static ProviderProblem? Problem(string? said) =>
        Enum.TryParse<ProviderProblem>(said, out var problem) && Enum.IsDefined(problem) ? problem : null;

    /// <summary>Where somebody works; null where nobody is signed in.</summary>
    public static string? Home(ClaimsPrincipal person) =>
        person.Identity?.IsAuthenticated != true ? null
        : person.IsInRole(ViewerSetup.TechnicianRole) || person.IsInRole(ViewerSetup.AuditorRole) ? "/cases"
        : "/people";

    /// <summary>What the next step's address says of it.</summary>
    public static string Query(string? returnUrl) =>
        string.IsNullOrEmpty(returnUrl) ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
