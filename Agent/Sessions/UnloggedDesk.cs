using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Holds everything back while the Relay says that its log cannot be written: nothing is captured, nothing is injected and no
/// byte of a file passes. It gives nothing that the customer holds back. Everything is called under the session's lock.
/// </summary>
internal sealed class UnloggedDesk(
    SessionStanding standing, PictureFlow pictures, LivePicture live, ControlDesk control, FeedDesk feed, BannerDesk banner, StandingWord word)
{
    /// <summary>The log cannot be written, or can again.</summary>
    public void Set(bool unavailable)
    {
        if (standing.IsUnlogged == unavailable)
        {
            return;
        }

        standing.IsUnlogged = unavailable;
        if (unavailable)
        {
            pictures.Hold();
            control.Stop();
        }

        if (standing.Grant is not null)
        {
            feed.Add(unavailable ? FeedKind.LogUnavailable : FeedKind.LogBack);
        }

        if (!unavailable)
        {
            live.LetThemSee();
        }

        banner.Show();
        word.Tell();
    }

    /// <summary>The connection on which it was said is gone: the next one says it again where it is still so.</summary>
    public void Forget() => standing.IsUnlogged = false;
}
