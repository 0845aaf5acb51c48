namespace RemoteAssist.Agent.Consent;

/// <summary>Whether the Relay's log holds what this Agent stated, as the customer reads it at the end; each has one sentence.</summary>
internal enum RecordStanding
{
    /// <summary>It is being checked.</summary>
    Checking,

    /// <summary>It does, to the last.</summary>
    Complete,

    /// <summary>The Relay did not answer, or never confirmed the last statement.</summary>
    Unanswered,

    /// <summary>It does not, or what was shown for it proves nothing.</summary>
    Broken,
}
