using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The banner, as things are now, and the line around the screen with it. Everything is called and set under the session's lock.</summary>
internal sealed class BannerDesk(
    SessionStanding standing, ICustomerWindows windows, ViewerBook book, FeedDesk feed, ChatDesk chat, MarkDesk marks, FileList files,
    TimeProvider clock)
{
    /// <summary>The connection is lost and is being made again.</summary>
    public bool Away { get; set; }

    /// <summary>The customer goes on, and that is being written down.</summary>
    public bool Resuming { get; set; }

    /// <summary>The question beside the bar; null where there is none.</summary>
    public BesideQuestion? Beside { get; set; }

    /// <summary>Shows the banner; nothing before the grant or after the end.</summary>
    public void Show()
    {
        if (standing.Grant is not { } given || standing.IsOver)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var shown = standing.State switch
        {
            _ when Resuming => BannerState.Resuming,
            SessionState.Paused => BannerState.Paused,
            _ when Away => BannerState.Away,
            _ when standing.IsUnlogged => BannerState.LogUnavailable,
            _ when !standing.Allows(Scope.View, now) => BannerState.NobodyThere,
            _ when book.AnyReady => BannerState.Watched,
            _ when book.OnlyOtherVersions => BannerState.OtherVersion,
            _ => BannerState.NobodyThere,
        };
        marks.Frame(shown == BannerState.Watched ? FrameTone.Watched : FrameTone.Held);
        windows.Show(new CustomerScreen.Banner(
            given.Technician,
            shown,
            feed.Doing,
            (int)(now - standing.Began).TotalMinutes,
            standing.Words!,
            [.. standing.Mentioned.Select(scope => new ScopeStanding(scope, IsAllowed(scope, now)))],
            given.Until,
            given.Until - now <= SessionTimes.EndsSoon,
            feed.Lines,
            chat.Lines,
            [.. files.Lines],
            Beside,
            [.. book.ColleaguesHere],
            book.Ready.Any(viewer => viewer.Colleague is null),
            feed.DoingBy));
    }

    // To whomever; one button takes it back from all.
    private bool IsAllowed(Scope scope, DateTimeOffset now) =>
        standing.Allows(scope, now) || book.Known.Any(viewer => viewer.Colleague is { } one && standing.Allows(one, scope, now));
}
