using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>How long the session waits for whom.</summary>
internal static class SessionTimes
{
    /// <summary><em>Allow</em> cannot be pressed sooner: nobody allows by a click that was meant for another window.</summary>
    public static readonly TimeSpan AllowDelay = TimeSpan.FromSeconds(3);

    /// <summary>How often the seconds before <em>Allow</em> are looked at; a timer may come a little before or after its time.</summary>
    public static readonly TimeSpan CountdownLook = TimeSpan.FromMilliseconds(250);

    /// <summary>Connecting and asking about a code.</summary>
    public static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(15);

    /// <summary>A step that must be in the log before it has an effect.</summary>
    public static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(10);

    /// <summary>The last report where no picture was ever allowed, and an orderly good-bye; the customer does not wait for either.</summary>
    public static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The last report where pictures may still wait in front of it. They must not leave later than 250 ms after the
    /// end: then the connection is cut, and the Relay takes the Agent for lost.
    /// </summary>
    public static readonly TimeSpan LastWordBehindPictures = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a notice stays.</summary>
    public static readonly TimeSpan NoticeStays = TimeSpan.FromSeconds(4);

    /// <summary>How long a good-bye stays where nobody presses OK.</summary>
    public static readonly TimeSpan GoodbyeStays = TimeSpan.FromSeconds(60);

    /// <summary>What the Agent says of itself with a code.</summary>
    public static JoinRequest Request(SessionCode code) => new(
        HubContract.ProtocolVersion,
        code.Nameplate,
        code.Secret,
        typeof(SessionTimes).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        "Linux X11");

    /// <summary>The sentence that belongs to a refusal.</summary>
    public static CodeTrouble TroubleOf(JoinRefusal refusal) => refusal switch
    {
        JoinRefusal.UnknownCode => CodeTrouble.UnknownCode,
        JoinRefusal.ExpiredCode => CodeTrouble.ExpiredCode,
        JoinRefusal.UsedCode => CodeTrouble.UsedCode,
        JoinRefusal.TooManyTries => CodeTrouble.TooManyTries,
        JoinRefusal.TechnicianAway => CodeTrouble.TechnicianAway,
        JoinRefusal.OtherVersion => CodeTrouble.OtherVersion,
        _ => CodeTrouble.UnknownCode,
    };
}
