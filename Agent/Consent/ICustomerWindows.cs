using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>The Agent's windows on the customer's screen.</summary>
internal interface ICustomerWindows
{
    /// <summary>Shows this in place of what was there. From any thread; returns at once.</summary>
    void Show(CustomerScreen screen);
}

/// <summary>What the customer can do in those windows. The windows call it on their own thread; nothing here blocks.</summary>
internal interface ICustomerActions
{
    void TypeCode(SessionCode code);

    /// <summary>Leaves before there is a question.</summary>
    void Leave();

    /// <summary>Allows these scopes. Ignored while the countdown runs.</summary>
    void Allow(IReadOnlyCollection<Scope> scopes);

    void Decline();

    /// <summary>Closes the question without an answer.</summary>
    void CloseQuestion();

    /// <summary>Lets a further viewer see the screen. Ignored while its countdown runs.</summary>
    void AllowViewer(int viewer);

    /// <summary>Does not let a further viewer see the screen, by the button or by closing the question.</summary>
    void DeclineViewer(int viewer);

    void Pause();

    void Resume();

    void Stop();

    /// <summary>Has read the good-bye.</summary>
    void Dismiss();
}
