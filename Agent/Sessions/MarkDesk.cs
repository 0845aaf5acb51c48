using RemoteAssist.Agent.Overlay;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Annotations;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// What viewers have drawn, and the line around the screen. Each viewer has its own numbers for its marks; the overlay
/// gets others, which are nobody's. Everything is called under the session's lock.
/// </summary>
internal sealed class MarkDesk(IScreenOverlay? overlay, FeedDesk feed, SessionTimers timers, TimeProvider clock)
{
    /// <summary>Of all viewers together.</summary>
    public const int MostMarks = 500;

    /// <summary>Of all marks together.</summary>
    public const int MostPoints = 20_000;

    // The laser's tail.
    private const int LaserPoints = 24;

    private readonly List<Drawn> drawn = [];
    private readonly Looking fading = new(timers, SessionTimes.MarkLook);
    private FrameTone tone;
    private uint lastId;

    /// <summary>Whether anything can be drawn over this screen.</summary>
    public bool IsAble => overlay is not null;

    /// <summary>The line around the screen.</summary>
    public void Frame(FrameTone line)
    {
        if (tone != line)
        {
            tone = line;
            Show();
        }
    }

    /// <summary>A viewer draws, or goes on drawing.</summary>
    public CommandRefusal? Draw(KnownViewer viewer, Mark mark)
    {
        if (!IsAble)
        {
            return CommandRefusal.Unable;
        }

        var old = drawn.FindIndex(d => d.By == viewer && d.Id == mark.Id);
        var before = old < 0 ? null : drawn[old].Mark;
        var goesOn = before?.Tool == mark.Tool && Mark.Grows(mark.Tool);
        var points = goesOn ? before!.Points.AddRange(mark.Points) : mark.Points;
        if (mark.Tool == MarkTool.Laser && points.Length > LaserPoints)
        {
            points = points[^LaserPoints..];
        }

        var others = drawn.Sum(d => d.Mark.Points.Length) - (before?.Points.Length ?? 0);
        if (points.Length > Mark.MostPoints || others + points.Length > MostPoints || (before is null && drawn.Count == MostMarks))
        {
            return CommandRefusal.TooMuch;
        }

        // What goes on looks as it began.
        var made = goesOn ? before! with { Points = points } : mark with { Id = before?.Id ?? ++lastId, Points = points };
        var now = new Drawn(viewer, mark.Id, made, clock.GetTimestamp());
        if (old < 0)
        {
            drawn.Add(now);
        }
        else
        {
            drawn[old] = now;
        }

        Show();
        Fade();
        feed.Drew(viewer.Name);
        return null;
    }

    /// <summary>A viewer takes one of its marks away, or with 0 all of them.</summary>
    public CommandRefusal? Erase(KnownViewer viewer, uint mark)
    {
        Remove(d => d.By == viewer && (mark == 0 || d.Id == mark));
        return null;
    }

    /// <summary>A viewer has gone, and what it drew with it.</summary>
    public void Left(KnownViewer viewer) => Remove(d => d.By == viewer);

    /// <summary>Everything goes.</summary>
    public void Clear() => Remove(_ => true);

    /// <summary>The session is over.</summary>
    public void End()
    {
        drawn.Clear();
        tone = FrameTone.None;
        Show();
    }

    private void Remove(Predicate<Drawn> which)
    {
        if (drawn.RemoveAll(which) > 0)
        {
            Show();
        }
    }

    private void Fade()
    {
        if (AnyFades)
        {
            fading.Begin(() =>
            {
                Remove(d => d.Stays is { } stays && clock.GetElapsedTime(d.LastPoint) >= stays);
                return AnyFades;
            });
        }
    }

    private bool AnyFades => drawn.Exists(d => d.Stays is not null);

    private void Show() => overlay?.Show(new OverlayPicture(tone, [.. drawn.Select(d => d.Mark)]));

    /// <summary>One mark.</summary>
    private sealed record Drawn(KnownViewer By, uint Id, Mark Mark, long LastPoint)
    {
        public TimeSpan? Stays => Mark.Tool == MarkTool.Laser ? SessionTimes.LaserStays : Mark.Fades ? SessionTimes.MarkStays : null;
    }
}
