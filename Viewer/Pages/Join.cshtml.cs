using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RemoteAssist.Viewer.Pages;

/// <summary>
/// What a customer sees first. It has no field for the code: the Agent asks for it in its own window, and a field
/// that leads nowhere would teach people to type codes into web pages.
/// </summary>
[AllowAnonymous]
public sealed class JoinModel : PageModel
{
    /// <summary>The address that this page was opened at, which is the one that the Agent needs.</summary>
    public string RelayAddress => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";
}
