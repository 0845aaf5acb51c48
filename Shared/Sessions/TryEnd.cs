namespace RemoteAssist.Shared.Sessions;

/// <summary>How a try of a code ended that did not open its session. The names go into the log in camel case.</summary>
public enum TryEnd
{
    /// <summary>The Viewer that holds the code says that it was typed wrongly.</summary>
    WrongCode,

    /// <summary>One of the two ends left, or said nothing in time. The try is spent: it may have been a guess.</summary>
    Abandoned,
}
