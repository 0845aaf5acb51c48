namespace RemoteAssist.Shared.Sessions;

/// <summary>One thing that a customer can allow, each granted apart.</summary>
public enum Scope
{
    /// <summary>See the screen.</summary>
    View,

    /// <summary>Move the pointer and type.</summary>
    Control,

    /// <summary>Draw on the screen.</summary>
    Drawing,

    /// <summary>Read and write the clipboard.</summary>
    Clipboard,

    /// <summary>Send and fetch files.</summary>
    Files,

    /// <summary>Read facts about the computer.</summary>
    Diagnostics,

    /// <summary>Record the session.</summary>
    Recording,
}
