using System.Collections.Immutable;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>What the customer sees of the Agent: exactly one of these at a time.</summary>
internal abstract record CustomerScreen
{
    private CustomerScreen()
    {
    }

    /// <summary>Asks for the ten digits.</summary>
    /// <param name="Trouble">Why the last code did not open a session.</param>
    /// <param name="Busy">The code is being tried just now.</param>
    public sealed record CodeEntry(CodeTrouble? Trouble, bool Busy) : CustomerScreen;

    /// <summary>The question.</summary>
    /// <param name="Offer">What is asked.</param>
    /// <param name="Words">The technician's page shows the same two, unless somebody sits in between.</param>
    /// <param name="AllowIn">Seconds until <em>Allow</em> can be pressed; 0 once it can.</param>
    /// <param name="Answered">The customer allowed, and the answer is being written down.</param>
    public sealed record Question(CheckedOffer Offer, ComparisonWords Words, int AllowIn, bool Answered) : CustomerScreen;

    /// <summary>The bar at the top, and what opens from it.</summary>
    /// <param name="Technician">Whom it names.</param>
    /// <param name="State">How the picture stands.</param>
    /// <param name="Doing">What the technician does just now.</param>
    /// <param name="Minutes">Whole minutes since <em>Allow</em>.</param>
    /// <param name="Words">The two comparison words, for whoever wants to check later.</param>
    /// <param name="Scopes">Everything that was allowed or asked for so far, and whether it is allowed now.</param>
    /// <param name="Until">When what was allowed runs out.</param>
    /// <param name="EndsSoon">Two minutes are left, or less.</param>
    /// <param name="Feed">What was done, oldest first.</param>
    /// <param name="Chat">What was written, oldest first.</param>
    /// <param name="Transfers">Files that are on their way, oldest first.</param>
    /// <param name="Beside">A question beside the bar; null where there is none.</param>
    /// <param name="Colleagues">Who looks beside the technician.</param>
    /// <param name="TechnicianLooks">Whether the technician looks too.</param>
    /// <param name="DoingBy">Who does what is done just now, where it is a colleague.</param>
    public sealed record Banner(
        string Technician,
        BannerState State,
        Doing Doing,
        int Minutes,
        ComparisonWords Words,
        ImmutableArray<ScopeStanding> Scopes,
        DateTimeOffset Until,
        bool EndsSoon,
        ImmutableArray<FeedLine> Feed,
        ImmutableArray<ChatLine> Chat,
        ImmutableArray<TransferLine> Transfers,
        BesideQuestion? Beside = null,
        ImmutableArray<Colleague> Colleagues = default,
        bool TechnicianLooks = true,
        string? DoingBy = null) : CustomerScreen
    {
        /// <summary>Whether what is seen just now is recorded too.</summary>
        public bool IsRecorded => State == BannerState.Watched && !Scopes.IsDefaultOrEmpty && Scopes.Contains(new ScopeStanding(Scope.Recording, true));
    }

    /// <summary>A short notice that goes away by itself.</summary>
    public sealed record Notice(EndReason Reason, string Technician) : CustomerScreen;

    /// <summary>What happened and what to do, until the customer has read it.</summary>
    /// <param name="Reason">Why it is over.</param>
    /// <param name="Technician">Whom it names.</param>
    /// <param name="Summary">What was done; null where nothing was ever allowed. With it come the two questions.</param>
    /// <param name="Record">Whether the Relay's log holds it; null where that is not checked.</param>
    public sealed record Goodbye(EndReason Reason, string Technician, SessionSummary? Summary = null, RecordStanding? Record = null) : CustomerScreen;

    /// <summary>Nothing at all.</summary>
    public sealed record Nothing : CustomerScreen;
}

/// <summary>Why a typed code did not open a session; each has one sentence.</summary>
internal enum CodeTrouble
{
    UnknownCode,

    /// <summary>The technician's page is there, and its code is another one.</summary>
    WrongCode,

    ExpiredCode,
    UsedCode,
    TooManyTries,
    TechnicianAway,

    /// <summary>Somebody else is typing this code just now.</summary>
    Busy,

    OtherVersion,

    /// <summary>The technician's page did not answer in time, or not as it must.</summary>
    ExchangeFailed,

    /// <summary>The Relay has another key than this Agent was told to expect.</summary>
    WrongRelay,

    /// <summary>Who is asking is not proven: the Relay's signature does not fit this exchange.</summary>
    UnprovenOffer,

    /// <summary>The Relay did not answer.</summary>
    RelayUnreachable,

    /// <summary>The Relay's offer cannot be shown to anybody: a name is missing, or seeing the screen is not asked for.</summary>
    UnclearOffer,
}

/// <summary>What the banner says is being done.</summary>
internal enum BannerState
{
    /// <summary>Pictures flow.</summary>
    Watched,

    /// <summary>The customer holds the picture back.</summary>
    Paused,

    /// <summary>The customer goes on, and the Relay has not confirmed it yet.</summary>
    Resuming,

    /// <summary>The connection is lost and is being made again; nothing is captured.</summary>
    Away,

    /// <summary>The Relay's log cannot be written; nothing is captured or done until it can.</summary>
    LogUnavailable,

    /// <summary>No Viewer is there; nothing is captured.</summary>
    NobodyThere,

    /// <summary>The Viewer speaks another version of the protocol; nothing is captured.</summary>
    OtherVersion,
}
