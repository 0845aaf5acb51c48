using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Sessions;

/// <summary>The code: typed, tried, and typed again until one opens a session or the customer leaves.</summary>
internal sealed class CodeDesk(
    SessionStanding standing,
    ICustomerWindows windows,
    RelayLine line,
    RelayWords words,
    ExchangeDesk exchange,
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
        var (trouble, ticket) = await line.Join(code.Nameplate, words);
        if (ticket is not null)
        {
            trouble = await exchange.Run(code, ticket);
            if (trouble is not null)
            {
                // The next code dials again.
                await line.HangUp();
            }
        }

        lock (standing.Gate)
        {
            trying = false;
            if (standing.State == SessionState.Requested)
            {
                windows.Show(new CustomerScreen.CodeEntry(trouble, Busy: false));
            }
        }
    }
}
