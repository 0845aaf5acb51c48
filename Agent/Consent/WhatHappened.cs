using System.Collections.Immutable;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>What the technician does just now; it falls back to looking two seconds after the last of it.</summary>
internal enum Doing
{
    Looking,
    MovingPointer,
    Typing,
    Drawing,
}

/// <summary>One thing that a customer can allow, as it stands.</summary>
/// <param name="Scope">Which.</param>
/// <param name="Allowed">Whether it is allowed now.</param>
internal readonly record struct ScopeStanding(Scope Scope, bool Allowed);

/// <summary>What a line of the feed tells.</summary>
internal enum FeedKind
{
    /// <summary>The customer allowed it all to begin.</summary>
    Allowed,

    /// <summary>Somebody looks: <see cref="FeedLine.Detail"/> is their name.</summary>
    Watching,

    /// <summary>Nobody looks any more.</summary>
    NobodyWatches,

    Paused,
    Resumed,
    ConnectionLost,
    ConnectionBack,

    /// <summary>The Relay's log could not be written: everything was held back.</summary>
    LogUnavailable,

    /// <summary>It can be written again.</summary>
    LogBack,

    /// <summary>Pointer and keyboard were used, from here on until a second line ends it or ten seconds without use pass.</summary>
    Controlled,

    /// <summary>Something was drawn.</summary>
    Drew,

    /// <summary>Facts about the computer were read.</summary>
    Diagnosed,

    /// <summary>The customer allowed <see cref="FeedLine.Scope"/> as well.</summary>
    ScopeGiven,

    /// <summary>The customer took <see cref="FeedLine.Scope"/> back.</summary>
    ScopeTakenBack,

    /// <summary>The customer was asked for <see cref="FeedLine.Scope"/> and said no.</summary>
    ScopeDeclined,

    /// <summary>It goes on for longer: <see cref="FeedLine.Detail"/> is how many minutes.</summary>
    Extended,

    /// <summary>Longer was asked for and declined.</summary>
    ExtensionDeclined,

    /// <summary>A further viewer was let in: <see cref="FeedLine.Detail"/> is their name.</summary>
    ViewerLetIn,

    /// <summary>A further viewer was not let in.</summary>
    ViewerNotLetIn,

    /// <summary>A colleague looks no more: <see cref="FeedLine.Detail"/> is their name.</summary>
    ViewerGone,

    /// <summary>The session is another technician's from now on: <see cref="FeedLine.Detail"/> is their name.</summary>
    HandedOver,

    /// <summary>The customer allowed a colleague <see cref="FeedLine.Scope"/>: <see cref="FeedLine.Detail"/> is their name.</summary>
    ScopeGivenToColleague,

    /// <summary>The customer chose what is shown: <see cref="FeedLine.Detail"/> is empty for all, else a monitor's name or how many windows.</summary>
    ShareChanged,

    /// <summary>A technician kept a picture of what they saw.</summary>
    SnapshotKept,

    /// <summary>A file begins to come: <see cref="FeedLine.Detail"/> is its name and size, as in all that follow.</summary>
    FileComing,

    /// <summary>A file is there, under the name in the detail.</summary>
    FileReceived,

    /// <summary>A file did not come whole: it was cancelled, broke, or was not what had been sent. Nothing of it is left.</summary>
    FileNotReceived,

    /// <summary>A file that the customer has chosen begins to go.</summary>
    FileGoing,

    /// <summary>The technician has the file.</summary>
    FileGiven,

    /// <summary>The technician has not got all of the file.</summary>
    FileNotGiven,

    /// <summary>The technician asked for a file, and the customer gave none.</summary>
    FileDeclined,

    /// <summary>What the technician copied is the customer's clipboard now: <see cref="FeedLine.Detail"/> is what it is and its size.</summary>
    ClipboardSet,

    /// <summary>What the customer copied went to the technician; detail as above.</summary>
    ClipboardRead,

    /// <summary>Two minutes are left.</summary>
    EndsSoon,

    Ended,
}

/// <summary>One line of what was done.</summary>
/// <param name="At">When, by the customer's clock.</param>
/// <param name="Kind">What.</param>
/// <param name="Scope">Of those that are about one.</param>
/// <param name="Detail">A name or a number, where the kind has one; already cleaned.</param>
/// <param name="Times">How often it happened in one go; counts pointer and key events of <see cref="FeedKind.Controlled"/>.</param>
/// <param name="By">Who did it, where that is not the technician whose session it is when the line is read.</param>
internal sealed record FeedLine(DateTimeOffset At, FeedKind Kind, Scope? Scope = null, string Detail = "", int Times = 1, string? By = null);

/// <summary>A file that is on its way, or waits to be.</summary>
/// <param name="Number">Which, for <see cref="ICustomerActions.CancelTransfer"/>.</param>
/// <param name="FromCustomer">Whether the customer gives it.</param>
/// <param name="Name">Its name, made safe.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Carried">How many of them are there.</param>
internal sealed record TransferLine(int Number, bool FromCustomer, string Name, long Bytes, long Carried);

/// <summary>One line of the chat.</summary>
/// <param name="At">When, by the customer's clock.</param>
/// <param name="Line">Its number, from 1.</param>
/// <param name="From">The technician's name; null for the customer.</param>
/// <param name="Text">Cleaned text; links in it are only text.</param>
/// <param name="Delivered">Of the customer's own lines: whether the technician's page shows it.</param>
internal sealed record ChatLine(DateTimeOffset At, uint Line, string? From, string Text, bool Delivered);

/// <summary>What the customer is told, and can save, at the end.</summary>
internal sealed record SessionSummary(
    Guid Session,
    string Technician,
    string Organisation,
    string CaseNumber,
    string Problem,
    DateTimeOffset Began,
    DateTimeOffset Ended,
    ImmutableArray<Scope> Allowed,
    ImmutableArray<Scope> Used,
    ImmutableArray<FeedLine> Feed,
    ImmutableArray<ChatLine> Chat,
    ImmutableArray<SignedReceipt> Receipts);

/// <summary>The customer's answers at the end; what was skipped is null or empty.</summary>
internal sealed record Rating(bool? Solved, int? Ease, string Sentence);
