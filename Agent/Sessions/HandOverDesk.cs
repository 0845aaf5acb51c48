using Microsoft.Extensions.Logging;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Colleagues that are in: they go, are sent away, or are given the session. The grant is to a named person, so whoever takes
/// over may do what the customer allowed them by their own name, and must ask for all else. Called under the session's lock.
/// </summary>
internal sealed class HandOverDesk(
    SessionStanding standing,
    ViewerBook book,
    RelayLine line,
    ViewerDesk viewers,
    ScopeDesk scopes,
    ControlDesk control,
    PictureFlow pictures,
    FeedDesk feed,
    BannerDesk banner,
    StandingWord word,
    ILogger log)
{
    private bool handing;

    /// <summary>A page goes for good, or the session's technician ends a colleague's viewing: its keys and secrets are forgotten now.</summary>
    public CommandRefusal? SendAway(KnownViewer by, ViewerCommand.SendAway command)
    {
        if (book.At(unchecked((int)command.Viewer)) is not { Colleague: not null } gone || (by.Colleague is not null && by != gone))
        {
            return CommandRefusal.NotGranted;
        }

        Forget(gone);
        return null;
    }

    /// <summary>The customer does not want a colleague to look any more; holds when this returns.</summary>
    public void SendAway(int colleague)
    {
        var theirs = book.Known.Where(viewer => viewer.Colleague?.Number == colleague).ToArray();
        foreach (var viewer in theirs)
        {
            var number = viewer.Number;
            Forget(viewer);

            // A crash here: they see nothing any more, and could only ask again.
            if (number is { } at)
            {
                _ = line.Admit(at, false);
            }
        }
    }

    /// <summary>The session's technician hands it over to a colleague who is here.</summary>
    public CommandRefusal? HandOver(KnownViewer by, uint sequence, ViewerCommand.HandOver command)
    {
        if (book.At(unchecked((int)command.Viewer)) is not { IsReady: true, Colleague: not null, Number: { } number } next)
        {
            return CommandRefusal.NotGranted;
        }

        if (handing)
        {
            return CommandRefusal.TooMuch;
        }

        handing = true;
        _ = HandOver(by, sequence, next, number);
        return null;
    }

    // Evidence first. A crash before the log has it: nothing changed. A crash after: a restarted Agent is a new consent anyway.
    private async Task HandOver(KnownViewer by, uint sequence, KnownViewer next, int number)
    {
        var logged = await line.HandOver(number);
        lock (standing.Gate)
        {
            handing = false;
            if (standing.IsOver || standing.Grant is not { } given)
            {
                return;
            }

            if (!logged || next.Colleague is not { } person)
            {
                log.LogWarning("The session was not handed over to viewer {Viewer}.", number);
                pictures.Say(by, new ControlMessage.Refused(sequence, CommandRefusal.Unable));
                return;
            }

            Become(person, given);
        }
    }

    private void Become(Colleague next, ConsentGrant given)
    {
        // What the one before had asked for is asked no more; what they hold down goes up.
        scopes.Forget();
        control.Rest();
        var former = book.NewColleague(given.Technician, given.Organisation);
        foreach (var viewer in book.Known)
        {
            viewer.Colleague = viewer.Colleague is null ? former : viewer.Colleague.Number == next.Number ? null : viewer.Colleague;
        }

        feed.NowAnother(given.Technician);
        standing.Change(given with
        {
            Technician = next.Name,
            Organisation = next.Organisation,

            // It is recorded for the auditors, whoever helps.
            Scopes =
            [
                .. next.Scopes.Where(scope => scope != Scope.View || given.Scopes.Contains(Scope.View)),
                .. given.Scopes.Where(scope => scope == Scope.Recording),
            ],
        });
        feed.Add(FeedKind.HandedOver, detail: next.Name);
        scopes.Tell();
    }

    private void Forget(KnownViewer gone)
    {
        var name = gone.Name!;
        viewers.SendAway(gone);
        feed.Add(FeedKind.ViewerGone, detail: name);
        banner.Show();
        word.Tell();
    }
}
