namespace RemoteAssist.Shared.Sessions;

/// <summary>Why a session ended. The names go on the wire and into the log as they stand here, in camel case.</summary>
public enum EndReason
{
    /// <summary>The customer pressed <em>Decline</em>.</summary>
    Declined,

    /// <summary>The customer closed the question without an answer, which declines.</summary>
    QuestionClosed,

    /// <summary>The question stood unanswered for its whole time, which declines.</summary>
    NoAnswer,

    /// <summary>Nobody typed the code while it was good.</summary>
    CodeExpired,

    /// <summary>The code was typed wrongly too often.</summary>
    TooManyTries,

    /// <summary>The customer pressed <em>Stop sharing</em>.</summary>
    StoppedByCustomer,

    /// <summary>The technician pressed <em>End</em>.</summary>
    StoppedByTechnician,

    /// <summary>The customer's Agent was lost and did not come back in time.</summary>
    CustomerLost,

    /// <summary>No Viewer came back in time.</summary>
    TechnicianLost,

    /// <summary>The time that the customer allowed is used up.</summary>
    TimeUp,

    /// <summary>The customer's computer told the Agent to leave (log-out, shutdown, SIGTERM).</summary>
    AgentClosed,

    /// <summary>The Relay went down, and after it came up again neither end came back in time.</summary>
    RelayLost,

    /// <summary>What one end sent was changed, repeated, left out or invented on its way to the other; the log has the fault's name.</summary>
    Altered,

    /// <summary>Something broke; the log of the side that broke says what.</summary>
    Fault,
}
