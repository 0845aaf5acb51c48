using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The question, the seconds before <em>Allow</em>, and the one answer; what is allowed becomes the grant.</summary>
internal sealed class QuestionDesk(
    SessionStanding standing,
    ICustomerWindows windows,
    ReceiptDesk receipts,
    SessionTimers timers,
    LivePicture live,
    BannerDesk banner,
    BesideDesk beside,
    ScopeDesk scopes,
    StandingWord word,
    SessionEnding ending,
    TimeProvider clock,
    Action rehearse)
{
    private long askedAt;
    private bool answered;

    /// <summary>Asks. Called under the lock.</summary>
    public void Ask(CheckedOffer question)
    {
        // While the customer reads, so that the first picture comes sooner.
        _ = Task.Run(rehearse);
        askedAt = clock.GetTimestamp();
        var shown = AllowIn();
        windows.Show(new CustomerScreen.Question(question, standing.Words!, shown, Answered: false));
        timers.While(SessionTimes.CountdownLook, () =>
        {
            if (IsOpen && shown != AllowIn())
            {
                shown = AllowIn();
                windows.Show(new CustomerScreen.Question(question, standing.Words!, shown, Answered: false));
            }

            return IsOpen && shown > 0;
        });
        timers.Once(question.AnswerWithin, () =>
        {
            if (IsOpen)
            {
                ending.End(EndReason.NoAnswer, tell: true);
            }
        });
    }

    /// <summary>The customer allows these scopes, by these words.</summary>
    public void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown)
    {
        lock (standing.Gate)
        {
            if (!IsOpen || AllowIn() > 0 || standing.Offer is not { } offer)
            {
                return;
            }

            // Never more than was asked, and nothing without seeing the screen: the question has no sense then.
            var allowed = offer.Scopes.Where(scopes.Contains).ToArray();
            if (!allowed.Contains(Scope.View))
            {
                return;
            }

            answered = true;
            var now = clock.GetUtcNow();
            var given = new ConsentGrant(
                offer.Session, allowed, offer.Technician, offer.Organisation, now, now + offer.Length);
            windows.Show(new CustomerScreen.Question(offer, standing.Words!, 0, Answered: true));
            _ = Allow(given, shown);
        }
    }

    /// <summary>The customer declines, by the button or by closing the question: also while an answer is being written down.</summary>
    public void Decline(EndReason reason)
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Joined)
            {
                ending.End(reason, tell: true);
            }
        }
    }

    private bool IsOpen => standing.State == SessionState.Joined && !answered;

    private int AllowIn() => SessionTimes.AllowIn(clock.GetElapsedTime(askedAt));

    private async Task Allow(ConsentGrant given, ShownText shown)
    {
        // Evidence first. A crash here: allowed and logged, nothing shown; the Relay ends the session as lost.
        var logged = await receipts.Report(new AgentReport(SessionEvent.Allow, Grant: given), shown);
        lock (standing.Gate)
        {
            if (standing.IsOver)
            {
                return;
            }

            if (!logged || !standing.Allow(given))
            {
                ending.End(EndReason.Fault, tell: true);
                return;
            }

            scopes.Begin();
            scopes.Record();
            timers.Every(TimeSpan.FromMinutes(1), banner.Show);
            live.Begin();
            word.Tell();
            beside.Begin();
        }
    }
}
