namespace RemoteAssist.Shared.Audit;

/// <summary>What can be wrong with a link of an Agent's chain. The names, in camel case, are the same in the log and in every verifier.</summary>
public enum LinkFault
{
    /// <summary>A statement that only the Agent can make is no link of its chain.</summary>
    NotLinked,

    /// <summary>It is not written as a link is.</summary>
    LinkUnreadable,

    /// <summary>Its number is not the next: one is missing, doubled, or in another's place.</summary>
    LinkOutOfTurn,

    /// <summary>It names another link as the one before it.</summary>
    LinkWrongPrevious,

    /// <summary>Its key is not the one that passed in the session's code exchange.</summary>
    LinkOtherKey,

    /// <summary>That key has not signed what the entry says.</summary>
    LinkNotSigned,
}
