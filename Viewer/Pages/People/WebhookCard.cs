using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Pages.People;

/// <summary>One webhook on the page of all.</summary>
/// <param name="Shown">The webhook.</param>
/// <param name="Replayed">What was just replayed for it; null where nothing.</param>
/// <param name="NotReplayed">Whether it was not understood what to replay.</param>
public sealed record WebhookCard(Webhook Shown, ReplayAnswer? Replayed, bool NotReplayed);
