using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The code: typed, tried, and typed again until one opens a session or the customer leaves.</summary>
internal sealed class CodeDesk(
    SessionStanding standing,
    ICustomerWindows windows,
    RelayLine line,
    RelayWords words,
    PictureFlow pictures,
    QuestionDesk question,
    SessionEnding ending)
{
    private bool trying;

    /// <summary>Asks for the code.</summary>
    public void Begin() => windows.Show(new CustomerScreen.CodeEntry(Trouble: null, Busy: false));

    /// <summary>Tries a code; one at a time.</summary>
    public void Type(SessionCode code)
    {
        lock (standing.Gate)
        {
            if (standing.State != SessionState.Requested || trying)
            {
                return;
            }

            trying = true;

            // What was heard with the last code is of no session.
            words.Forget();
            pictures.ForgetViewers();
            windows.Show(new CustomerScreen.CodeEntry(Trouble: null, Busy: true));
        }

        _ = Try(code);
    }

    /// <summary>The customer leaves without a session.</summary>
    public void Leave()
    {
        lock (standing.Gate)
        {
            if (standing.State == SessionState.Requested)
            {
                ending.End(EndReason.AgentClosed, tell: false);
            }
        }
    }

    private async Task Try(SessionCode code)
    {
        var (trouble, offer) = await line.Join(code, words);
        lock (standing.Gate)
        {
            trying = false;
            if (standing.State != SessionState.Requested)
            {
                return;
            }

            if (offer is null)
            {
                windows.Show(new CustomerScreen.CodeEntry(trouble, Busy: false));
                return;
            }

            if (!standing.Join(offer))
            {
                return;
            }

            if (words.EndedEarly is { } reason)
            {
                ending.End(reason, tell: false);
            }
            else
            {
                question.Ask(offer);
            }
        }
    }
}
