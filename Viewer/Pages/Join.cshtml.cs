using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages;

/// <summary>
/// What a customer sees first. It has no field for the code: the Agent asks for it in its own window, and a field
/// that leads nowhere would teach people to type codes into web pages.
/// </summary>
[AllowAnonymous]
public sealed class JoinModel(IAgentDownload download) : PageModel
{
    /// <summary>The address that this page was opened at, which is the one that the Agent needs.</summary>
    public string Address => RelayAddress.Of(Request);

    /// <summary>The Agent for this address; null where the Relay has none to give.</summary>
    public AgentPackage? Package { get; private set; }

    /// <summary>Opens the page.</summary>
    public void OnGet() => Package = download.For(new Uri(Address));
}
