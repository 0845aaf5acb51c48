using System.Security.Cryptography;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>
/// Further viewers, for whom one that is here vouches: the customer is asked about each, one at a time, and whoever is
/// not allowed gets nothing. No answer in time is a no.
/// </summary>
internal sealed class FurtherDesk(
    SessionStanding standing,
    ViewerBook book,
    RelayLine line,
    ViewerDesk viewers,
    PictureFlow pictures,
    BannerDesk banner,
    SessionTimers timers,
    TimeProvider clock)
{
    /// <summary>More questions than this do not wait; what comes on top is answered with no.</summary>
    public const int MostWaiting = 4;

    private readonly List<Question> waiting = [];
    private Question? asked;
    private long askedAt;
    private bool answered;

    /// <summary>There is a banner from now on. Called under the lock.</summary>
    public void Begin() => Next();

    /// <summary>A Viewer vouches for another one. Called under the lock.</summary>
    public void Introduced(KnownViewer by, ViewerCommand.Introduce introduce)
    {
        var question = new Question(
            by,
            unchecked((int)introduce.Viewer),
            introduce.Secret,
            CheckedOffer.NameOf(introduce.Technician),
            CheckedOffer.NameOf(introduce.Organisation));
        var known = waiting.Exists(w => w.Viewer == question.Viewer) || asked?.Viewer == question.Viewer;
        if (known || !book.IsThere(question.Viewer) || book.At(question.Viewer) is not null || book.IsFull
            || waiting.Count == MostWaiting || question.Technician.Length == 0 || question.Organisation.Length == 0)
        {
            question.Forget();
            pictures.Say(by, new ControlMessage.Admitted(introduce.Viewer, false));
            return;
        }

        waiting.Add(question);
        Next();
    }

    /// <summary>The customer has answered.</summary>
    public void Answer(int viewer, bool allowed)
    {
        lock (standing.Gate)
        {
            if (asked is { } question && question.Viewer == viewer && (!allowed || AllowIn() == 0))
            {
                Answer(question, allowed);
            }
        }
    }

    /// <summary>A Viewer has gone; nobody is asked about it any more. Called under the lock.</summary>
    public void Left(int viewer)
    {
        if (waiting.Find(w => w.Viewer == viewer) is { } question)
        {
            waiting.Remove(question);
            Tell(question, false);
        }
        else if (asked?.Viewer == viewer)
        {
            Close(asked, false);
        }
    }

    /// <summary>The session is over. Called under the lock.</summary>
    public void Forget()
    {
        waiting.ForEach(w => w.Forget());
        waiting.Clear();
        asked?.Forget();
        asked = null;
    }

    private void Next()
    {
        if (asked is not null || waiting.Count == 0 || standing.Grant is null || standing.Offer is not { } offer)
        {
            return;
        }

        var question = waiting[0];
        waiting.RemoveAt(0);
        if (book.IsFull)
        {
            // Others were admitted while it waited.
            Tell(question, false);
            Next();
            return;
        }

        asked = question;
        askedAt = clock.GetTimestamp();
        answered = false;
        timers.Once(offer.AnswerWithin, () =>
        {
            if (asked == question)
            {
                Answer(question, false);
            }
        });
        timers.While(SessionTimes.CountdownLook, () =>
        {
            if (asked == question && banner.Further?.AllowIn != AllowIn())
            {
                Show();
            }

            return asked == question && AllowIn() > 0;
        });
        Show();
    }

    private void Answer(Question question, bool allowed)
    {
        if (!answered)
        {
            answered = true;
            Show();
            _ = Settle(question, allowed);
        }
    }

    private async Task Settle(Question question, bool allowed)
    {
        // Evidence first. A crash here: answered and logged, and nobody sees more than before.
        var logged = await line.Admit(question.Viewer, allowed);
        lock (standing.Gate)
        {
            if (asked != question)
            {
                return;
            }

            var admitted = allowed && logged;
            if (admitted)
            {
                book.Remember(ResumptionSecret.OfIntroduction([.. question.Secret]));
            }

            Close(question, admitted);
            if (admitted && book.IsThere(question.Viewer))
            {
                viewers.Resume(question.Viewer);
            }
        }
    }

    private void Close(Question question, bool admitted)
    {
        asked = null;
        Tell(question, admitted);
        banner.Further = null;
        banner.Show();
        Next();
    }

    private void Tell(Question question, bool admitted)
    {
        question.Forget();
        pictures.Say(question.By, new ControlMessage.Admitted((uint)question.Viewer, admitted));
    }

    private void Show()
    {
        banner.Further = asked is { } question
            ? new FurtherViewer(question.Viewer, question.Technician, question.Organisation, AllowIn(), answered)
            : null;
        banner.Show();
    }

    private int AllowIn() => SessionTimes.AllowIn(clock.GetElapsedTime(askedAt));

    /// <summary>What the customer is asked.</summary>
    private sealed record Question(KnownViewer By, int Viewer, byte[] Secret, string Technician, string Organisation)
    {
        public void Forget() => CryptographicOperations.ZeroMemory(Secret);
    }
}
