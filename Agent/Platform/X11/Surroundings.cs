using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Texts;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What all windows share.</summary>
/// <param name="Text">The language.</param>
/// <param name="RelayHost">The Relay's address, as it is shown.</param>
/// <param name="Customer">Told what the customer does.</param>
/// <param name="Own">The windows that are masked.</param>
/// <param name="Shared">What the customer shows.</param>
/// <param name="Things">What there is to choose from.</param>
/// <param name="SwitchLanguage">All windows in the other language.</param>
/// <param name="Downloads">Where the customer's files go; null where that is nowhere.</param>
internal sealed record Surroundings(
    Text Text,
    string RelayHost,
    ICustomerActions Customer,
    OwnWindows Own,
    SharedScreen Shared,
    IDesktopThings Things,
    Action SwitchLanguage,
    Func<string?> Downloads);
