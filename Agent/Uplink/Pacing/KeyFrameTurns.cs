namespace RemoteAssist.Agent.Uplink.Pacing;

/// <summary>
/// When the key frames that Viewers ask for are made: never close together, and for a Viewer that asks again and again
/// less and less often while others watch, for they all pay for it. No ask is lost; it is only kept.
/// </summary>
internal sealed class KeyFrameTurns
{
    /// <summary>Key frames that are asked for come no closer than this, whoever asks.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);

    /// <summary>The first pause of one Viewer while others watch; it doubles with each further ask.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause. A Viewer that did not ask for as long begins anew.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, (TimeSpan Last, TimeSpan Pause)> turns = [];
    private TimeSpan? due;
    private TimeSpan notBefore;

    /// <summary>Whether a key frame is to be made, now or later.</summary>
    public bool IsAsked => due is not null;

    /// <summary>Whether a key frame is to be made now.</summary>
    public bool IsDue(TimeSpan now) => due <= now && now >= notBefore;

    /// <summary>A key frame is needed.</summary>
    public void Ask(TimeSpan now) => Keep(now);

    /// <summary>A key frame is needed, however short ago the last one was: nothing else may be sent.</summary>
    public void AskAtOnce(TimeSpan now)
    {
        Keep(now);
        notBefore = now;
    }

    /// <summary>A Viewer needs a key frame.</summary>
    /// <param name="viewer">Which.</param>
    /// <param name="othersWatch">Whether others are sent the same frames.</param>
    /// <param name="now">When.</param>
    public void Ask(int viewer, bool othersWatch, TimeSpan now)
    {
        var known = turns.TryGetValue(viewer, out var turn);
        if (!othersWatch || !known || now - turn.Last > LongestPause)
        {
            turns[viewer] = (now, FirstPause);
            Keep(now);
        }
        else if (now <= turn.Last)
        {
            // Its turn is still to come.
            Keep(turn.Last);
        }
        else
        {
            var next = turn.Last + turn.Pause;
            turns[viewer] = (next > now ? next : now, 2 * turn.Pause < LongestPause ? 2 * turn.Pause : LongestPause);
            Keep(next);
        }
    }

    /// <summary>A key frame is being made: every ask is answered.</summary>
    public void Take(TimeSpan now)
    {
        due = null;
        notBefore = now + Apart;
    }

    /// <summary>A Viewer is gone.</summary>
    public void Forget(int viewer) => turns.Remove(viewer);

    private void Keep(TimeSpan at) => due = due < at ? due : at;
}
