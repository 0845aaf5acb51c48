namespace RemoteAssist.Shared.Sessions;

/// <summary>What a case can be about. Names are stable for ever: they are in the log.</summary>
public enum Topic
{
    /// <summary>Printing and scanning.</summary>
    Printer,

    /// <summary>Mail and calendars.</summary>
    Mail,

    /// <summary>The network and the Internet.</summary>
    Network,

    /// <summary>Signing in, passwords.</summary>
    SignIn,

    /// <summary>A program that does not do what it should.</summary>
    Program,

    /// <summary>A slow computer.</summary>
    Slow,

    /// <summary>Sound, camera, video calls.</summary>
    Sound,

    /// <summary>Updates and installations.</summary>
    Update,

    /// <summary>Something suspicious.</summary>
    Security,

    /// <summary>A device that is broken.</summary>
    Hardware,

    /// <summary>How something is done.</summary>
    HowTo,

    /// <summary>None of these.</summary>
    Other,
}
