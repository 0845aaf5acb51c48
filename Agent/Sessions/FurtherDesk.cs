using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Further viewers, for whom one that is here vouches: the customer is asked about each, and whoever is not allowed gets
/// nothing. Everything is called under the session's lock.
/// </summary>
internal sealed class FurtherDesk(
    SessionStanding standing, ViewerBook book, RelayLine line, ScopeDesk scopes, ViewerDesk viewers, PictureFlow pictures, BesideDesk beside, FeedDesk feed)
{
    /// <summary>A Viewer vouches for another one. What comes of it is said with <see cref="ControlMessage.Admitted"/>, now or later.</summary>
    public CommandRefusal? Introduced(KnownViewer by, ViewerCommand.Introduce introduce)
    {
        var matter = new Matter(
            this,
            by,
            unchecked((int)introduce.Viewer),
            introduce.Secret,
            CheckedOffer.NameOf(introduce.Technician),
            CheckedOffer.NameOf(introduce.Organisation));
        var known = About(matter.Viewer) is not null;
        if (known || !book.IsThere(matter.Viewer) || book.At(matter.Viewer) is not null || book.IsFull
            || matter.Technician.Length == 0 || matter.Organisation.Length == 0 || !beside.Add(matter))
        {
            matter.Refuse();
        }

        return null;
    }

    /// <summary>A Viewer has gone; nobody is asked about it any more.</summary>
    public void Left(int viewer)
    {
        if (About(viewer) is { } matter)
        {
            beside.Withdraw(matter);
        }
    }

    private Matter? About(int viewer) => beside.All.OfType<Matter>().FirstOrDefault(m => m.Viewer == viewer);

    private bool HasRoom => !book.IsFull;

    // The answer is what lets them in. Its receipt comes behind it, and before they get a key.
    private async Task<bool> WriteDown(Matter matter, bool allowed, ShownText? shown)
    {
        var logged = await line.Admit(matter.Viewer, allowed);
        if (logged && allowed && !IsTechnicians(matter))
        {
            await scopes.LetIn(matter.Technician, matter.Organisation, shown);
        }

        return logged;
    }

    private bool IsTechnicians(Matter matter)
    {
        lock (standing.Gate)
        {
            return standing.Grant is { } given && given.Technician == matter.Technician && given.Organisation == matter.Organisation;
        }
    }

    private void Decline(Matter matter)
    {
        feed.Add(FeedKind.ViewerNotLetIn, detail: matter.Technician);
        Tell(matter, false);
    }

    private void Admit(Matter matter)
    {
        var page = book.Remember(ResumptionSecret.OfIntroduction([.. matter.Secret]));
        if (!IsTechnicians(matter))
        {
            // Another window of the technician's is theirs; anybody else may look, and asks for more by their own name.
            page.Colleague = book.NewColleague(matter.Technician, matter.Organisation);
        }

        feed.Add(FeedKind.ViewerLetIn, detail: matter.Technician);
        Tell(matter, true);
        if (book.IsThere(matter.Viewer))
        {
            viewers.Resume(matter.Viewer);
        }
    }

    private void Tell(Matter matter, bool admitted)
    {
        CryptographicOperations.ZeroMemory(matter.Secret);
        pictures.Say(matter.By, new ControlMessage.Admitted((uint)matter.Viewer, admitted));
    }

    /// <summary>One of them.</summary>
    private sealed class Matter(FurtherDesk desk, KnownViewer by, int viewer, byte[] secret, string technician, string organisation)
        : IBesideMatter
    {
        private bool declined;

        public KnownViewer By => by;

        public int Viewer => viewer;

        public byte[] Secret => secret;

        public string Technician => technician;

        public string Organisation => organisation;

        // Others may have been admitted while it waited.
        public bool CanBeAsked => desk.HasRoom;

        public BesideQuestion Question(int number, int allowIn, bool answered) =>
            new BesideQuestion.FurtherViewer(number, technician, organisation, allowIn, answered);

        public Task<bool> Settle(bool allowed, ShownText? shown)
        {
            declined = !allowed;
            return desk.WriteDown(this, allowed, shown);
        }

        public void Close(bool allowed)
        {
            if (allowed)
            {
                desk.Admit(this);
            }
            else if (declined)
            {
                desk.Decline(this);
            }
            else
            {
                Refuse();
            }
        }

        public void Refuse() => desk.Tell(this, false);
    }
}
