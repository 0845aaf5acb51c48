using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The banner, as things are now. Everything is called and set under the session's lock.</summary>
internal sealed class BannerDesk(SessionStanding standing, ICustomerWindows windows, ViewerBook book, TimeProvider clock)
{
    /// <summary>The connection is lost and is being made again.</summary>
    public bool Away { get; set; }

    /// <summary>The customer goes on, and that is being written down.</summary>
    public bool Resuming { get; set; }

    /// <summary>The question beside the bar; null where there is none.</summary>
    public FurtherViewer? Further { get; set; }

    /// <summary>Shows the banner; nothing before the grant or after the end.</summary>
    public void Show()
    {
        if (standing.Grant is not { } given || standing.IsOver)
        {
            return;
        }

        var shown = standing.State switch
        {
            _ when Resuming => BannerState.Resuming,
            SessionState.Paused => BannerState.Paused,
            _ when Away => BannerState.Away,
            _ when book.AnyReady => BannerState.Watched,
            _ when book.OnlyOtherVersions => BannerState.OtherVersion,
            _ => BannerState.NobodyThere,
        };
        windows.Show(new CustomerScreen.Banner(
            given.Technician, shown, (int)(clock.GetUtcNow() - given.GrantedAt).TotalMinutes, standing.Words!, Further));
    }
}
