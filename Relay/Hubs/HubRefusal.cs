using Microsoft.AspNetCore.SignalR;

namespace RemoteAssist.Relay.Hubs;

/// <summary>
/// Why a call was refused, by name. The name is the message of the error that the caller gets, and nothing else of
/// the Relay's inside is.
/// </summary>
internal static class HubRefusal
{
    /// <summary>This method is not for this kind of participant.</summary>
    public const string NotAllowed = "notAllowed";

    /// <summary>The connection has not joined, or does not watch, a session.</summary>
    public const string NoSeat = "noSeat";

    /// <summary>The connection has its seat already; it keeps it for life.</summary>
    public const string SeatTaken = "seatTaken";

    /// <summary>There is no such session, or it is another technician's.</summary>
    public const string NoSuchSession = "noSuchSession";

    /// <summary>Too many viewers watch this session.</summary>
    public const string TooManyViewers = "tooManyViewers";

    /// <summary>The session does not stand so that this could be done, or the other end is not there.</summary>
    public const string NotNow = "notNow";

    /// <summary>The log cannot be written, so nothing happened.</summary>
    public const string LogUnavailable = "logUnavailable";

    /// <summary>The bytes do not follow PROTOCOL.md; the connection is closed.</summary>
    public const string BadMessage = "badMessage";

    /// <summary>What an Agent states is not the next link of its chain; the session is over and the connection is closed.</summary>
    public const string BrokenChain = "brokenChain";

    public static HubException As(string name) => new(name);
}
