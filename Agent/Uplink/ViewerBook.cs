using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Uplink;

/// <summary>
/// The Viewers that the Relay names, and those of them, there or gone, that share a secret with this Agent.
/// Not thread-safe.
/// </summary>
internal sealed class ViewerBook(TimeProvider clock)
{
    /// <summary>More Viewers than this are not looked at: no session needs them, and each costs an exchange.</summary>
    public const int Most = 16;

    /// <summary>Pages that can be known at once: message 17 has room for as many names.</summary>
    public const int MostKnown = 8;

    /// <summary>A secret of a page that is gone is kept no longer than this, however often the connection is lost.</summary>
    public static readonly TimeSpan Longest = 2 * HubContract.ComeBackWithin;

    // Whether it speaks another version.
    private readonly Dictionary<int, bool> there = [];
    private readonly List<KnownViewer> known = [];

    private int lastColleague;

    // Since when this Agent has its connection; null while it is lost.
    private long? connectedSince = clock.GetTimestamp();

    /// <summary>Whether somebody is there, and nobody, there or gone, whom this Agent could ever give keys.</summary>
    public bool OnlyStrangers => there.Count > 0 && known.Count == 0;

    /// <summary>Whether somebody has keys and can see pictures.</summary>
    public bool AnyReady => known.Exists(v => v.IsReady);

    /// <summary>Whether somebody is there who speaks another version, and nobody who could see pictures.</summary>
    public bool OnlyOtherVersions => !AnyReady && there.ContainsValue(true);

    /// <summary>Whether no further page can be known.</summary>
    public bool IsFull
    {
        get
        {
            Purge();
            return known.Count >= MostKnown;
        }
    }

    /// <summary>Every page that is known, there or gone for a moment.</summary>
    public IReadOnlyList<KnownViewer> Known => known;

    /// <summary>The colleagues who look now, each once.</summary>
    public IEnumerable<Colleague> ColleaguesHere => Ready.Select(viewer => viewer.Colleague).OfType<Colleague>().Distinct();

    /// <summary>Those that can be sent something.</summary>
    public IEnumerable<KnownViewer> Ready => known.Where(v => v.IsReady);

    /// <summary>A Viewer has come.</summary>
    /// <returns>False where it is there already, one too many, or has no proper number.</returns>
    public bool Come(int viewer) => viewer > 0 && there.Count < Most && there.TryAdd(viewer, false);

    /// <summary>Whether the Relay has named this Viewer.</summary>
    public bool IsThere(int viewer) => there.ContainsKey(viewer);

    /// <summary>A Viewer has gone.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Go(int viewer)
    {
        there.Remove(viewer);
        var page = At(viewer);
        page?.Leave(clock.GetTimestamp());
        return page is not null;
    }

    /// <summary>The connection is lost: nobody is there. Until it is back, those that went are waited for.</summary>
    /// <returns>Whether one of them was known.</returns>
    public bool GoAll()
    {
        connectedSince = null;
        there.Clear();
        var gone = known.FindAll(v => v.Number is not null);
        gone.ForEach(v => v.Leave(clock.GetTimestamp()));
        return gone.Count > 0;
    }

    /// <summary>The connection is there again: whoever went, before or with it, may come back from now on.</summary>
    public void Reconnect() => connectedSince = clock.GetTimestamp();

    /// <summary>This Viewer speaks another version.</summary>
    public void SpeaksOtherwise(int viewer)
    {
        if (there.ContainsKey(viewer))
        {
            there[viewer] = true;
        }
    }

    /// <summary>The page behind a number; null where that number shares nothing with this Agent.</summary>
    public KnownViewer? At(int viewer) => known.Find(v => v.Number == viewer);

    /// <summary>Any page that has keys.</summary>
    public KnownViewer? Anyone => known.Find(v => v.Number is not null);

    /// <summary>A page that nobody knew before is known by this secret from now on. It has not come yet.</summary>
    public KnownViewer Remember(ResumptionSecret secret)
    {
        var viewer = new KnownViewer(secret, clock.GetTimestamp());
        known.Add(viewer);
        return viewer;
    }

    /// <summary>Somebody whom the customer has just let in; they may look, and nothing else yet.</summary>
    public Colleague NewColleague(string name, string organisation) => new(++lastColleague, name, organisation, [Scope.View]);

    /// <summary>Forgets a page for good: nothing that it has is worth anything any more.</summary>
    public void Forget(KnownViewer page)
    {
        known.Remove(page);
        page.Dispose();
    }

    /// <summary>The page that has this secret; null where it was forgotten.</summary>
    public KnownViewer? WhoHas(ResumptionSecret secret)
    {
        Purge();
        return known.Find(v => v.Secrets.Contains(secret));
    }

    /// <summary>Every secret that a page which comes may show, at most 8.</summary>
    public IReadOnlyList<ResumptionSecret> Secrets()
    {
        Purge();
        return [.. known.Select(v => v.Secrets.First()).Concat(known.SelectMany(v => v.Secrets.Skip(1))).Take(MostKnown)];
    }

    /// <summary>Forgets what was kept for longer than a lost end may take to come back.</summary>
    public void Purge()
    {
        known.RemoveAll(viewer =>
        {
            var over = viewer.Number is null && IsOver(viewer.GoneSince);
            if (over)
            {
                viewer.Dispose();
            }
            else if (IsOver(viewer.BeforeSince))
            {
                viewer.ForgetBefore();
            }

            return over;
        });
    }

    /// <summary>Forgets everything: the session is over, or was none.</summary>
    public void Clear()
    {
        known.ForEach(v => v.Dispose());
        known.Clear();
        there.Clear();
    }

    // Nobody could come back while this Agent was away itself, so that does not count; yet nothing is kept for ever.
    private bool IsOver(long since)
    {
        var passed = clock.GetElapsedTime(since);
        return passed >= Longest
            || (passed >= HubContract.ComeBackWithin
                && connectedSince is { } back && clock.GetElapsedTime(back) >= HubContract.ComeBackWithin);
    }
}
