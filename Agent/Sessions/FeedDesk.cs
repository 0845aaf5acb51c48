using System.Collections.Immutable;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>What was done, and what is being done just now. Everything is called under the session's lock.</summary>
/// <param name="timers">For what is over after a while.</param>
/// <param name="clock">The clock.</param>
/// <param name="show">Shows the bar again, where something changes by itself.</param>
internal sealed class FeedDesk(SessionTimers timers, TimeProvider clock, Action show)
{
    /// <summary>The oldest lines go where there are more.</summary>
    public const int MostLines = 500;

    private readonly HashSet<Scope> used = [];
    private readonly Looking looking = new(timers, SessionTimes.DoingLook);
    private ImmutableArray<FeedLine> lines = [];
    private long lastUse;
    private int uncounted;

    /// <summary>What was done, oldest first.</summary>
    public ImmutableArray<FeedLine> Lines => Count();

    /// <summary>What the technician does just now.</summary>
    public Doing Doing { get; private set; }

    /// <summary>What was not only allowed but used.</summary>
    public IEnumerable<Scope> Used => used.Order();

    /// <summary>Something was done.</summary>
    public void Add(FeedKind kind, Scope? scope = null, string detail = "")
    {
        lines = Count().Add(new FeedLine(clock.GetUtcNow(), kind, scope, detail));
        if (lines.Length > MostLines)
        {
            lines = lines.RemoveAt(0);
        }
    }

    /// <summary>Somebody sees the screen.</summary>
    public void Watches(string name)
    {
        used.Add(Scope.View);
        Add(FeedKind.Watching, detail: name);
    }

    /// <summary>Who does that, where it is a colleague; null for the session's technician.</summary>
    public string? DoingBy { get; private set; }

    /// <summary>Pointer or keyboard was used once.</summary>
    /// <param name="how">How.</param>
    /// <param name="by">The colleague's name; null for the session's technician.</param>
    public void Controlled(Doing how, string? by) => Use(Scope.Control, FeedKind.Controlled, how, by);

    /// <summary>A file, a clipboard or facts about the computer were carried, or tried to be.</summary>
    public void Carried(Scope scope, FeedKind kind, string what)
    {
        used.Add(scope);
        Add(kind, detail: what);
        show();
    }

    /// <summary>Something was drawn.</summary>
    /// <param name="by">As above.</param>
    public void Drew(string? by) => Use(Scope.Drawing, FeedKind.Drew, Doing.Drawing, by);

    /// <summary>The session is another technician's from now on: what the one before did stays under their name.</summary>
    public void NowAnother(string former)
    {
        lines = [.. Count().Select(line => line with { By = line.By ?? former })];
        DoingBy ??= former;
    }

    /// <summary>Facts about the computer were read.</summary>
    public void Diagnosed() => Carried(Scope.Diagnostics, FeedKind.Diagnosed, "");

    /// <summary>A technician keeps a picture of what they see: said at once.</summary>
    public void SnapshotKept()
    {
        Add(FeedKind.SnapshotKept);
        show();
    }

    private void Use(Scope scope, FeedKind kind, Doing doing, string? by)
    {
        used.Add(scope);
        var goesOn = lines.Length > 0 && lines[^1].Kind == kind && lines[^1].By == by && clock.GetElapsedTime(lastUse) < SessionTimes.UseLasts;
        lastUse = clock.GetTimestamp();
        if (goesOn)
        {
            uncounted++;
        }
        else
        {
            Add(kind);
            lines = lines.SetItem(lines.Length - 1, lines[^1] with { By = by });
        }

        if (doing != Doing || !goesOn)
        {
            Doing = doing;
            DoingBy = by;
            show();
        }

        Look();
    }

    // The bar is not drawn anew for each of a hundred moves a second.
    private void Look() => looking.Begin(() =>
    {
        var lasts = clock.GetElapsedTime(lastUse) < SessionTimes.DoingLasts;
        if (!lasts)
        {
            (Doing, DoingBy) = (Doing.Looking, null);
        }

        if (uncounted > 0 || !lasts)
        {
            show();
        }

        return lasts;
    });

    private ImmutableArray<FeedLine> Count()
    {
        if (uncounted > 0)
        {
            var last = lines[^1];
            lines = lines.SetItem(lines.Length - 1, last with { Times = last.Times + uncounted });
            uncounted = 0;
        }

        return lines;
    }
}
