namespace RemoteAssist.Viewer.Story;

/// <summary>What a session's story is compared with.</summary>
public enum StoryCheckKind
{
    /// <summary>The customer allowed it before anything was shown.</summary>
    ConsentFirst,

    /// <summary>The screen was shown only between the grant and its end.</summary>
    LookingInside,

    /// <summary>Mouse and keyboard were used only while that was allowed.</summary>
    ControlInside,

    /// <summary>Files went only while that was allowed.</summary>
    FilesInside,

    /// <summary>The clipboard was used only while that was allowed.</summary>
    ClipboardInside,

    /// <summary>Facts about the computer were read only while that was allowed.</summary>
    FactsInside,

    /// <summary>Each interval of use is counted and signed.</summary>
    CountsSigned,

    /// <summary>There is no gap in the Agent's sequence.</summary>
    AgentSequence,

    /// <summary>The session ended with a reason.</summary>
    Ended,

    /// <summary>Times rise with the numbers of the entries.</summary>
    ClockOrder,
}

/// <summary>What came of a comparison.</summary>
public enum StoryCheckResult
{
    /// <summary>The story fits.</summary>
    Holds,

    /// <summary>It does not.</summary>
    Broken,

    /// <summary>It cannot be said yet.</summary>
    Open,
}

/// <summary>One comparison of a session's story with what the customer allowed.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Form">Which sentence says it: <c>Check.Kind.Form</c>.</param>
/// <param name="Figures">What stands in that sentence: numbers, moments (UTC) and reasons of ends.</param>
public sealed record StoryCheck(StoryCheckKind Kind, StoryCheckResult Result, string Form, IReadOnlyList<object> Figures);
