using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>How long the session waits for whom.</summary>
internal static class SessionTimes
{
    /// <summary><em>Allow</em> cannot be pressed sooner: nobody allows by a click that was meant for another window.</summary>
    public static readonly TimeSpan AllowDelay = TimeSpan.FromSeconds(3);

    /// <summary>Whole seconds until <em>Allow</em> can be pressed, of a question that has stood for this long.</summary>
    public static int AllowIn(TimeSpan asked) => (int)Math.Ceiling(Math.Max(0, (AllowDelay - asked).TotalSeconds));

    /// <summary>How often the seconds before <em>Allow</em> are looked at; a timer may come a little before or after its time.</summary>
    public static readonly TimeSpan CountdownLook = TimeSpan.FromMilliseconds(250);

    /// <summary>Connecting and asking about a code.</summary>
    public static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The Relay's signed word on who asks, once the code held: the technician's page and the Relay have one message each
    /// to send for it.
    /// </summary>
    public static readonly TimeSpan OfferLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A step that must be in the log before it has an effect, on a connection that stands. Longer than a silent
    /// connection takes to be noticed: where it is lost, the step is said again on the next one instead.
    /// </summary>
    public static readonly TimeSpan ReportLimit = RelayConnection.SilenceTimeout + TimeSpan.FromSeconds(10);

    /// <summary>The pause before the first try to connect again; it doubles with each.</summary>
    public static readonly TimeSpan FirstRedial = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two tries to connect again.</summary>
    public static readonly TimeSpan SlowestRedial = TimeSpan.FromSeconds(3);

    /// <summary>One try to connect again: on a line that takes longer, no session could be held anyway.</summary>
    public static readonly TimeSpan RedialLimit = TimeSpan.FromSeconds(5);

    /// <summary>The last report where no picture was ever allowed, and an orderly good-bye; the customer does not wait for either.</summary>
    public static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The last report where pictures may still wait in front of it. They must not leave later than 250 ms after the
    /// end: then the connection is cut, and the report is said again on the next one (<see cref="LateReport"/>).
    /// </summary>
    public static readonly TimeSpan LastWordBehindPictures = TimeSpan.FromMilliseconds(200);

    /// <summary>The customer is warned so long before what was allowed runs out.</summary>
    public static readonly TimeSpan EndsSoon = TimeSpan.FromMinutes(2);

    /// <summary>So long after its last move the technician only looks.</summary>
    public static readonly TimeSpan DoingLasts = TimeSpan.FromSeconds(2);

    /// <summary>Pointer and keyboard without use for so long: what follows is told as another time.</summary>
    public static readonly TimeSpan UseLasts = TimeSpan.FromSeconds(10);

    /// <summary>What waits for the opening of an interval of use waits no longer: a late click hits something else.</summary>
    public static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(3);

    /// <summary>What was injected is in the log no later than this; where it is not, nothing more is injected.</summary>
    public static readonly TimeSpan CountWithin = TimeSpan.FromSeconds(UseReport.MostSecondsUncounted);

    /// <summary>So long after it was injected something is signed for: what remains of the ten seconds is for the way to the log.</summary>
    public static readonly TimeSpan CountAfter = TimeSpan.FromSeconds(7);

    /// <summary>How often that is looked at, as long as pointer and keyboard are in use.</summary>
    public static readonly TimeSpan CountLook = TimeSpan.FromSeconds(1);

    /// <summary>How long a report of use that did not get into the log waits before it is said again; the Relay tries its log as often.</summary>
    public static readonly TimeSpan CountAgain = TimeSpan.FromSeconds(5);

    /// <summary>How often what the bar says of the technician's hands is looked at, as long as they move.</summary>
    public static readonly TimeSpan DoingLook = TimeSpan.FromMilliseconds(500);

    /// <summary>Who holds a key or button down says something every two seconds; where two of these words are missing, it goes up.</summary>
    public static readonly TimeSpan HoldSilence = TimeSpan.FromSeconds(5);

    /// <summary>How often that is looked at, as long as something is held.</summary>
    public static readonly TimeSpan HoldLook = TimeSpan.FromSeconds(1);

    /// <summary>A mark that fades is gone so long after its last point.</summary>
    public static readonly TimeSpan MarkStays = TimeSpan.FromSeconds(4);

    /// <summary>The same for the laser.</summary>
    public static readonly TimeSpan LaserStays = TimeSpan.FromSeconds(1);

    /// <summary>How often marks that fade are looked at.</summary>
    public static readonly TimeSpan MarkLook = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers of the good-bye are tried to be told for so long; the customer does not wait for it.</summary>
    public static readonly TimeSpan RatingLimit = TimeSpan.FromSeconds(15);

    /// <summary>A proof that the log holds what was stated is asked for so long; the customer does not wait for it.</summary>
    public static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(30);

    /// <summary>Finding a file takes longer than reading a question.</summary>
    public static readonly TimeSpan ChooseFile = TimeSpan.FromMinutes(5);

    /// <summary>How often the bar says how far a file is.</summary>
    public static readonly TimeSpan ProgressLook = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a notice stays.</summary>
    public static readonly TimeSpan NoticeStays = TimeSpan.FromSeconds(4);

    /// <summary>How long a good-bye stays where nobody presses OK.</summary>
    public static readonly TimeSpan GoodbyeStays = TimeSpan.FromSeconds(60);

    /// <summary>How long it stays where it has questions in it.</summary>
    public static readonly TimeSpan SummaryStays = TimeSpan.FromMinutes(10);

    /// <summary>What the Agent says of itself with a code. The secret digits stay here.</summary>
    public static JoinRequest Request(string nameplate) => new(
        HubContract.ProtocolVersion,
        nameplate,
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
        JoinRefusal.Busy => CodeTrouble.Busy,
        JoinRefusal.OtherVersion => CodeTrouble.OtherVersion,
        _ => CodeTrouble.UnknownCode,
    };

    /// <summary>The sentence that belongs to a code exchange that came to nothing.</summary>
    public static CodeTrouble TroubleOf(ExchangeFault fault) => fault switch
    {
        ExchangeFault.WrongCode => CodeTrouble.WrongCode,
        ExchangeFault.NoTriesLeft => CodeTrouble.TooManyTries,
        ExchangeFault.OtherVersion => CodeTrouble.OtherVersion,
        ExchangeFault.Busy => CodeTrouble.Busy,
        _ => CodeTrouble.ExchangeFailed,
    };
}
