using RemoteAssist.Agent.Consent;

namespace RemoteAssist.Agent.Sessions;

/// <summary>Something that the customer is asked about while the session goes on. Everything is called under the session's lock.</summary>
internal interface IBesideMatter
{
    /// <summary>Whether it can still be asked, now that its turn has come.</summary>
    bool CanBeAsked { get; }

    /// <summary>How long the customer may take at least; some answers take more than a click.</summary>
    TimeSpan AtLeast => TimeSpan.Zero;

    /// <summary>The question as it stands.</summary>
    BesideQuestion Question(int number, int allowIn, bool answered);

    /// <summary>Writes the answer down, and lets it hold where that is a step by itself.</summary>
    /// <param name="allowed">The answer.</param>
    /// <param name="shown">The words to which the customer said yes, where that was by <em>Allow</em>.</param>
    /// <returns>True once it is in the log.</returns>
    Task<bool> Settle(bool allowed, ShownText? shown);

    /// <summary>It is settled, withdrawn or refused; said once. Whoever asked hears of it here.</summary>
    void Close(bool allowed);
}

/// <summary>
/// Questions beside the bar, one at a time. Control rests while one is open, and no answer in time is a no. Everything but
/// <see cref="Answer(int, bool, ShownText?)"/> is called under the session's lock.
/// </summary>
internal sealed class BesideDesk(
    SessionStanding standing, BannerDesk banner, StandingWord word, ControlDesk control, SessionTimers timers, TimeProvider clock)
{
    /// <summary>More questions than this do not wait; what comes on top is a no.</summary>
    public const int MostWaiting = 4;

    private readonly List<IBesideMatter> waiting = [];
    private IBesideMatter? asked;
    private int number;
    private long askedAt;
    private bool answered;

    /// <summary>What is asked or waits to be.</summary>
    public IEnumerable<IBesideMatter> All => asked is null ? waiting : waiting.Prepend(asked);

    /// <summary>There is a banner from now on.</summary>
    public void Begin() => Next();

    /// <summary>Something to be asked.</summary>
    /// <returns>False where too many wait already; nothing is asked then.</returns>
    public bool Add(IBesideMatter matter)
    {
        if (waiting.Count == MostWaiting)
        {
            return false;
        }

        waiting.Add(matter);
        Next();
        return true;
    }

    /// <summary>The customer has answered.</summary>
    /// <param name="question">Which question.</param>
    /// <param name="allowed">Ignored where it is a yes before its time.</param>
    /// <param name="shown">The words of the question, where it was answered by <em>Allow</em>.</param>
    public void Answer(int question, bool allowed, ShownText? shown = null)
    {
        lock (standing.Gate)
        {
            if (asked is not null && number == question && (!allowed || AllowIn() == 0))
            {
                Answer(allowed, shown);
            }
        }
    }

    /// <summary>What this question is about; null where it is not open, or it is too soon to answer it.</summary>
    public IBesideMatter? Asked(int question) => number == question && AllowIn() == 0 && !answered ? asked : null;

    /// <summary>Nobody needs to be asked about it any more.</summary>
    public void Withdraw(IBesideMatter matter)
    {
        if (waiting.Remove(matter))
        {
            matter.Close(false);
        }
        else if (asked == matter)
        {
            Close(matter, false);
        }
    }

    /// <summary>The session is over.</summary>
    public void Forget()
    {
        var all = All.ToArray();
        waiting.Clear();
        asked = null;
        standing.QuestionOpen = false;
        foreach (var matter in all)
        {
            matter.Close(false);
        }
    }

    private void Next()
    {
        while (asked is null && waiting.Count > 0 && standing.Grant is not null && !standing.IsOver && standing.Offer is { } offer)
        {
            var matter = waiting[0];
            waiting.RemoveAt(0);
            if (!matter.CanBeAsked)
            {
                matter.Close(false);
                continue;
            }

            Ask(matter, offer.AnswerWithin > matter.AtLeast ? offer.AnswerWithin : matter.AtLeast);
        }
    }

    private void Ask(IBesideMatter matter, TimeSpan within)
    {
        asked = matter;
        number++;
        askedAt = clock.GetTimestamp();
        answered = false;
        standing.QuestionOpen = true;

        // Nothing that is held down may answer it.
        control.Rest();
        timers.Once(within, () =>
        {
            if (asked == matter)
            {
                Answer(false, null);
            }
        });
        timers.While(SessionTimes.CountdownLook, () =>
        {
            if (asked == matter && banner.Beside?.AllowIn != AllowIn())
            {
                Show();
            }

            return asked == matter && AllowIn() > 0;
        });
        Show();
        word.Tell();
    }

    private void Answer(bool allowed, ShownText? shown)
    {
        if (!answered)
        {
            answered = true;
            Show();
            _ = Settle(asked!, allowed, shown);
        }
    }

    private async Task Settle(IBesideMatter matter, bool allowed, ShownText? shown)
    {
        // Evidence first. A crash here: answered and logged, and nobody may do more than before.
        var logged = await matter.Settle(allowed, shown);
        lock (standing.Gate)
        {
            if (asked == matter)
            {
                Close(matter, allowed && logged);
            }
        }
    }

    private void Close(IBesideMatter matter, bool allowed)
    {
        asked = null;
        standing.QuestionOpen = false;
        banner.Beside = null;
        matter.Close(allowed);
        Next();
        if (asked is null)
        {
            banner.Show();
            word.Tell();
        }
    }

    private void Show()
    {
        banner.Beside = asked?.Question(number, AllowIn(), answered);
        banner.Show();
    }

    private int AllowIn() => SessionTimes.AllowIn(clock.GetElapsedTime(askedAt));
}
