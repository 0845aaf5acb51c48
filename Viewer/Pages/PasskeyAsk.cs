namespace RemoteAssist.Viewer.Pages;

/// <summary>A form that signs in with a passkey.</summary>
/// <param name="Options">What the browser is asked for, as JSON.</param>
/// <param name="ReturnUrl">Where the sign-in leads.</param>
public sealed record PasskeyAsk(string Options, string? ReturnUrl);
