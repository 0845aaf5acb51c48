using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Viewers that come and go: one that was here before, or was introduced, shows that it shares a secret and gets new keys.
/// Whoever cannot gets nothing. Everything is called under the session's lock.
/// </summary>
internal sealed class ViewerDesk(
    SessionStanding standing,
    ViewerBook book,
    RelayLine line,
    PictureFlow pictures,
    LivePicture live,
    BannerDesk banner,
    ControlDesk control,
    MarkDesk marks,
    FeedDesk feed,
    SessionEnding ending,
    SessionTimers timers,
    TimeProvider clock,
    ISealingRandom random,
    ILogger log)
{
    private readonly Dictionary<int, AgentResumption> exchanges = [];

    // Agreed by the code, and not named by the Relay yet.
    private (int Viewer, ControlSealer Keys)? agreed;

    /// <summary>Messages of Viewers with which no exchange is under way.</summary>
    public long Ignored { get; private set; }

    /// <summary>The code held with this Viewer.</summary>
    public void Agreed(int viewer, KeySchedule keys)
    {
        Forget();
        book.Remember(keys.Resumption).Meet(viewer, new ControlOpener(keys.ControlToAgent, (uint)viewer));
        agreed = (viewer, new ControlSealer(keys.ControlToViewer, (uint)viewer));
    }

    /// <summary>The Relay names a Viewer.</summary>
    public void Joined(int viewer)
    {
        if (!book.Come(viewer))
        {
            return;
        }

        if (agreed is { } byCode && byCode.Viewer == viewer && book.At(viewer) is { } known)
        {
            agreed = null;
            Admit(known, byCode.Keys);
        }
        else
        {
            Resume(viewer);
        }
    }

    /// <summary>A Viewer has gone. It is known for as long as a lost end may take to come back.</summary>
    public void Left(int viewer)
    {
        Drop(viewer);
        ForgetAgreed(viewer);
        var known = book.At(viewer);
        var watched = known is { IsReady: true } && standing.Grant is not null;
        if (book.Go(viewer))
        {
            PurgeLater();
        }

        pictures.Remove(viewer);
        LetGo(known);
        if (watched && !book.AnyReady)
        {
            feed.Add(FeedKind.NobodyWatches);
        }

        banner.Show();
    }

    /// <summary>The connection is lost: nobody is there any more.</summary>
    public void AllLeft()
    {
        DropAll();
        control.Stop();
        marks.Clear();
        if (book.GoAll())
        {
            PurgeLater();
        }
    }

    /// <summary>The connection is there again. Whoever went meanwhile has its minute from now on.</summary>
    public void Reconnected()
    {
        book.Reconnect();
        timers.Once(HubContract.ComeBackWithin, Purge);
    }

    /// <summary>A page that must not look any more: its keys and its secrets are gone when this returns.</summary>
    public void SendAway(KnownViewer gone)
    {
        LetGo(gone);
        if (gone.Number is { } number)
        {
            Drop(number);
            gone.IsReady = false;
            pictures.Remove(number);
        }

        book.Forget(gone);
    }

    /// <summary>The session is over, or was none: no secret is kept.</summary>
    public void Forget()
    {
        DropAll();
        book.Clear();
    }

    /// <summary>Asks a Viewer which of the secrets it has; the answer comes to <see cref="Exchanged"/>.</summary>
    public void Resume(int viewer)
    {
        Drop(viewer);
        var secrets = book.Secrets();
        EndIfNobodyCanWatch();
        if (standing.IsOver || standing.Ticket is not { } ticket || secrets.Count == 0)
        {
            return;
        }

        var context = new ExchangeContext(HubContract.ProtocolVersion, ticket.Session, (uint)viewer);
        var exchange = new AgentResumption(context, secrets, ExchangeDesk.Codecs, clock, random);
        exchanges[viewer] = exchange;
        _ = line.Exchange(viewer, exchange.Begin());
    }

    /// <summary>A message of a Viewer has come.</summary>
    public void Exchanged(int viewer, byte[] message)
    {
        if (!exchanges.TryGetValue(viewer, out var exchange))
        {
            Ignored++;
            return;
        }

        var step = exchange.Receive(message);
        Drop(viewer);
        if (step.Agreement is { } agreement && exchange.Resumed is { } shown)
        {
            using var keys = agreement.Keys;
            if (!ExchangeDesk.Fits(agreement.Hello))
            {
                Refuse(viewer, ExchangeFault.OtherVersion);
            }
            else if (book.WhoHas(shown) is not { } known)
            {
                // Forgotten while it answered.
                Refuse(viewer, ExchangeFault.NothingToResume);
            }
            else
            {
                _ = Welcome(known, viewer, shown, keys, step.Reply!);
            }
        }
        else
        {
            log.LogInformation("Viewer {Viewer} did not resume: {Fault}", viewer, step.Fault);
            if (step.Reply is { } refusal)
            {
                _ = line.Exchange(viewer, refusal);
            }

            if (step.Fault == ExchangeFault.OtherVersion)
            {
                book.SpeaksOtherwise(viewer);
            }
        }

        banner.Show();
    }

    private async Task Welcome(KnownViewer known, int viewer, ResumptionSecret shown, KeySchedule keys, byte[] lastMessage)
    {
        var before = known.Number;
        var opener = new ControlOpener(keys.ControlToAgent, (uint)viewer);
        var sealer = new ControlSealer(keys.ControlToViewer, (uint)viewer);
        known.Renew(keys.Resumption, shown, clock.GetTimestamp());
        known.Meet(viewer, opener);
        if (before is { } old)
        {
            // The same page on a connection that it has left; the Relay will notice that later.
            ForgetAgreed(old);
            pictures.Remove(old);
            LetGo(known);
        }

        // It cannot open anything before it has this message, and the Relay keeps no order between this way and the stream.
        var passed = await line.Exchange(viewer, lastMessage);
        lock (standing.Gate)
        {
            if (passed && !standing.IsOver && known.IsOn(opener))
            {
                Admit(known, sealer);
            }
            else
            {
                sealer.Dispose();
            }
        }
    }

    private void Admit(KnownViewer viewer, ControlSealer keys)
    {
        pictures.Admit(viewer, keys);
        if (standing.Grant is { } given)
        {
            feed.Watches(viewer.Name ?? given.Technician);
        }

        live.LetThemSee();
        banner.Show();
    }

    private void LetGo(KnownViewer? viewer)
    {
        if (viewer is not null)
        {
            control.Left(viewer);
            marks.Left(viewer);
        }
    }

    private void Refuse(int viewer, ExchangeFault fault)
    {
        if (fault == ExchangeFault.OtherVersion)
        {
            book.SpeaksOtherwise(viewer);
        }

        _ = line.Exchange(viewer, CodeKeeper.Refusal(fault));
    }

    private void PurgeLater()
    {
        timers.Once(HubContract.ComeBackWithin, Purge);
        timers.Once(ViewerBook.Longest, Purge);
    }

    private void Purge()
    {
        book.Purge();
        EndIfNobodyCanWatch();
    }

    // No code brings in anybody once the session was joined, and nobody is left who could vouch for those that are there.
    private void EndIfNobodyCanWatch()
    {
        if (standing.Ticket is not null && book.OnlyStrangers)
        {
            log.LogWarning("No Viewer is left that could be given keys.");
            ending.End(EndReason.TechnicianLost, tell: true);
        }
    }

    private void DropAll()
    {
        foreach (var viewer in exchanges.Keys.ToArray())
        {
            Drop(viewer);
        }

        ForgetAgreed(agreed?.Viewer);
    }

    private void Drop(int viewer)
    {
        if (exchanges.Remove(viewer, out var exchange))
        {
            exchange.Dispose();
        }
    }

    private void ForgetAgreed(int? viewer)
    {
        if (agreed is { } byCode && byCode.Viewer == viewer)
        {
            byCode.Keys.Dispose();
            agreed = null;
        }
    }
}
