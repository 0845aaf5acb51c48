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

    /// <summary>Allows these scopes, by these words. Ignored while the countdown runs.</summary>
    void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown);

    void Decline();

    /// <summary>Closes the question without an answer.</summary>
    void CloseQuestion();

    /// <summary>Answers the question beside the bar with yes, to these words. Ignored while its countdown runs.</summary>
    void AllowBeside(int question, ShownText shown);

    /// <summary>Answers the question beside the bar with no, by the button or by closing it.</summary>
    void DeclineBeside(int question);

    /// <summary>Answers a question for a file with this one. Ignored while its countdown runs.</summary>
    void GiveFile(int question, string path);

    /// <summary>A file goes no further, in whichever direction.</summary>
    void CancelTransfer(int number);

    /// <summary>Takes one scope back; holds at once.</summary>
    void TakeBack(Scope scope);

    /// <summary>A colleague of the technician's must not look any more; holds at once.</summary>
    void SendAway(int colleague);

    /// <summary>Writes to the technician; empty text is ignored.</summary>
    void Say(string text);

    /// <summary>The customer has chosen what is shown; it holds already (<see cref="Capture.SharedScreen"/>), this tells of it.</summary>
    void ShareChanged();

    void Pause();

    void Resume();

    void Stop();

    /// <summary>Answers the two questions of the good-bye; said before <see cref="Dismiss"/>, once.</summary>
    void Rate(Rating rating);

    /// <summary>Has read the good-bye.</summary>
    void Dismiss();
}
