using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Says to viewers what is allowed now: first on each connection, and at each change. Called under the session's lock.</summary>
/// <param name="standing">How it stands.</param>
/// <param name="book">Who is told.</param>
/// <param name="say">How.</param>
/// <param name="clock">The clock.</param>
/// <param name="shared">What is shared.</param>
internal sealed class StandingWord(
    SessionStanding standing, ViewerBook book, Action<KnownViewer, ControlMessage> say, TimeProvider clock, SharedScreen shared)
{
    /// <summary>Called at each change, once everybody has been told.</summary>
    public Action Told { get; set; } = () => { };

    /// <summary>Says it to everybody who can hear it; nothing before the grant.</summary>
    public void Tell()
    {
        foreach (var viewer in book.Ready.ToArray())
        {
            Tell(viewer);
        }

        Told();
    }

    /// <summary>Says it to one.</summary>
    public void Tell(KnownViewer viewer)
    {
        foreach (var message in Now(viewer))
        {
            say(viewer, message);
        }
    }

    /// <summary>How things stand for one of them, then the monitors where they are known; nothing before the grant and after the end.</summary>
    public IEnumerable<ControlMessage> Now(KnownViewer viewer)
    {
        if (standing.Grant is not { } given || standing.IsOver)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var left = Math.Max(0, Math.Ceiling((given.Until - now).TotalSeconds));
        var stands = new ControlMessage.Standing(
            left == 0 ? [] : [.. Enum.GetValues<Scope>().Where(scope => standing.Allows(viewer.Colleague, scope, now))],
            (uint)left,
            standing.State != SessionState.Live || standing.IsUnlogged,
            standing.QuestionOpen,
            shared.Area ?? new ScreenRect(0, 0, Frame.MaxSide, Frame.MaxSide));
        return shared.Monitors is { IsEmpty: false } monitors ? [stands, new ControlMessage.Monitors(monitors)] : [stands];
    }
}
