using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Audit;

/// <summary>What kind of party did something.</summary>
public enum ActorKind
{
    /// <summary>The Relay by itself: a timer, a start, a shutdown.</summary>
    Relay,

    /// <summary>The customer, through the Agent.</summary>
    Customer,

    /// <summary>A signed-in technician.</summary>
    Technician,

    /// <summary>A signed-in administrator.</summary>
    Administrator,

    /// <summary>Somebody not signed in.</summary>
    Visitor,

    /// <summary>A program, by its key.</summary>
    Program,

    /// <summary>A signed-in auditor, at the auditor's desk.</summary>
    Auditor,
}

/// <summary>How it went.</summary>
public enum AuditOutcome
{
    /// <summary>It happened.</summary>
    Success,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It was tried and failed.</summary>
    Failed,
}

/// <summary>
/// Something about to happen that must be in the log first. Keys in <paramref name="Detail"/> and
/// <paramref name="Personal"/> are camel case, apart from each other, and stable for ever.
/// </summary>
/// <param name="Action">What happens, such as <c>session.allow</c>; see <see cref="AuditActions"/>.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="ActorId">The account's id where somebody is signed in, the key's where a program comes; else null.</param>
/// <param name="Outcome">How it goes.</param>
/// <param name="Case">The case it is about, if any.</param>
/// <param name="Session">The session it is about, if any.</param>
/// <param name="Detail">Facts that are nobody's personal data: counts, reasons, states, scopes.</param>
/// <param name="Personal">Names, numbers, addresses and free text: these enter the entry as salted hashes.</param>
public sealed record PendingEntry(
    string Action,
    ActorKind Actor,
    string? ActorId,
    AuditOutcome Outcome,
    Guid? Case = null,
    Guid? Session = null,
    IReadOnlyDictionary<string, string>? Detail = null,
    IReadOnlyDictionary<string, string>? Personal = null);

/// <summary>Every action there is in the log.</summary>
public static class AuditActions
{
    /// <summary>The Relay came up.</summary>
    public const string RelayStarted = "relay.started";

    /// <summary>The Relay goes down in good order.</summary>
    public const string RelayStopped = "relay.stopped";

    /// <summary>What is before this entry was restored from a backup; what happened between the two is not in the log.</summary>
    public const string RelayRestored = "relay.restored";

    /// <summary>The log could not be written for a while; whatever was asked for meanwhile did not happen.</summary>
    public const string LogUnavailable = "relay.logUnavailable";

    /// <summary>Somebody who may start the Relay erased personal values by command: their salted hashes stay.</summary>
    public const string PersonalErased = "audit.erased";

    /// <summary>Somebody who may start the Relay replaced keys of it by command; what they signed and sealed stays good.</summary>
    public const string KeysRotated = "relay.keysRotated";

    /// <summary>The set-up link made the first administrator.</summary>
    public const string AccountSetUp = "account.setUp";

    /// <summary>An administrator made an account, and a link that sets its password and factor.</summary>
    public const string AccountInvited = "account.invited";

    /// <summary>An administrator took password and factor from an account, and made a link that sets new ones.</summary>
    public const string AccountReset = "account.reset";

    /// <summary>A link was used to set a password, or somebody tried.</summary>
    public const string InvitationAccepted = "account.invitationAccepted";

    /// <summary>An administrator changed what an account may do.</summary>
    public const string RolesChanged = "account.rolesChanged";

    /// <summary>An administrator let an account sign in no more.</summary>
    public const string AccountDisabled = "account.disabled";

    /// <summary>An administrator let an account sign in again.</summary>
    public const string AccountEnabled = "account.enabled";

    /// <summary>Somebody set another password for themselves.</summary>
    public const string PasswordChanged = "account.passwordChanged";

    /// <summary>Somebody made new recovery codes for themselves.</summary>
    public const string RecoveryCodesMade = "account.recoveryCodesMade";

    /// <summary>Somebody ended one of their own sign-ins.</summary>
    public const string SignInEnded = "account.signInEnded";

    /// <summary>The password of an account fitted; its second factor is asked for next.</summary>
    public const string PasswordAccepted = "account.passwordAccepted";

    /// <summary>An account got a second factor, with recovery codes, in place of the one before if there was one.</summary>
    public const string FactorSet = "account.factorSet";

    /// <summary>Somebody has the authenticator app asked for no more; a passkey stays.</summary>
    public const string FactorRemoved = "account.factorRemoved";

    /// <summary>An account got a passkey, or somebody tried.</summary>
    public const string PasskeyAdded = "account.passkeyAdded";

    /// <summary>Somebody took a passkey from their own account, or tried.</summary>
    public const string PasskeyRemoved = "account.passkeyRemoved";

    /// <summary>Somebody came by single sign-on for the first time, and got an account.</summary>
    public const string AccountFromProvider = "account.fromProvider";

    /// <summary>What an account may do followed what the provider says, or would have.</summary>
    public const string RolesFollowed = "account.rolesFollowed";

    /// <summary>Somebody linked their account with the provider's, or tried.</summary>
    public const string ProviderLinked = "account.providerLinked";

    /// <summary>Somebody took that link away.</summary>
    public const string ProviderUnlinked = "account.providerUnlinked";

    /// <summary>A sign-in, or a try.</summary>
    public const string SignIn = "account.signIn";

    /// <summary>A sign-out.</summary>
    public const string SignOut = "account.signOut";

    /// <summary>An administrator set the organisation's root key, which certifies auditors; only its public half is here.</summary>
    public const string RootKeySet = "auditor.rootKeySet";

    /// <summary>Somebody who may start the Relay took the root key away by command, and with it every certificate.</summary>
    public const string RootKeyRemoved = "auditor.rootKeyRemoved";

    /// <summary>An auditor made a key, in place of the one before if there was one.</summary>
    public const string AuditorKeyAdded = "auditor.keyAdded";

    /// <summary>The root key signed that a key is an auditor's.</summary>
    public const string AuditorCertified = "auditor.certified";

    /// <summary>Nothing is recorded for an auditor's key any more.</summary>
    public const string AuditorKeyWithdrawn = "auditor.keyWithdrawn";

    /// <summary>A case was opened.</summary>
    public const string CaseOpened = "case.opened";

    /// <summary>The facts of a case were changed.</summary>
    public const string CaseUpdated = "case.updated";

    /// <summary>A program wrote down what the next session of a case is to ask for.</summary>
    public const string SessionPrepared = "session.prepared";

    /// <summary>A program took that back.</summary>
    public const string PreparationDropped = "session.preparationDropped";

    /// <summary>An administrator made a key for a program.</summary>
    public const string ApiKeyMade = "apiKey.made";

    /// <summary>An administrator revoked a key.</summary>
    public const string ApiKeyRevoked = "apiKey.revoked";

    /// <summary>A program asked for something with its key.</summary>
    public const string ApiKeyUsed = "apiKey.used";

    /// <summary>Somebody is told of steps of sessions from now on.</summary>
    public const string WebhookAdded = "webhook.added";

    /// <summary>They are told of nothing any more, and what was waiting is dropped.</summary>
    public const string WebhookRemoved = "webhook.removed";

    /// <summary>What they are to be told waits from now on.</summary>
    public const string WebhookPaused = "webhook.paused";

    /// <summary>It is sent again.</summary>
    public const string WebhookResumed = "webhook.resumed";

    /// <summary>Somebody had steps told once more.</summary>
    public const string WebhookReplayed = "webhook.replayed";

    /// <summary>A receiver took a step for so long not that it is not tried any more.</summary>
    public const string WebhookGaveUp = "webhook.gaveUp";

    /// <summary>A technician asked for a session.</summary>
    public const string SessionRequested = "session.requested";

    /// <summary>A session got a code: its first one, or another.</summary>
    public const string SessionNewCode = "session.newCode";

    /// <summary>The Relay came up again and took up a session that was not over.</summary>
    public const string SessionRestored = "session.restored";

    /// <summary>A wrong, expired or used code was typed, or a try came to nothing; the reason is a <see cref="Wire.JoinRefusal"/> or a <see cref="TryEnd"/>.</summary>
    public const string CodeRefused = "session.codeRefused";

    /// <summary>A viewer came.</summary>
    public const string ViewerJoined = "session.viewerJoined";

    /// <summary>A viewer went.</summary>
    public const string ViewerLeft = "session.viewerLeft";

    /// <summary>The customer allowed a further viewer to see the screen.</summary>
    public const string ViewerAdmitted = "viewer.admitted";

    /// <summary>The customer did not allow it.</summary>
    public const string ViewerRefusedByCustomer = "viewer.refusedByCustomer";

    /// <summary>The technician asked a colleague to look too.</summary>
    public const string ColleagueInvited = "colleague.invited";

    /// <summary>The colleague did not want to.</summary>
    public const string ColleagueDeclined = "colleague.declined";

    /// <summary>The colleague has left.</summary>
    public const string ColleagueLeft = "colleague.left";

    /// <summary>The technician took the invitation back, or ended the colleague's viewing.</summary>
    public const string ColleagueSentAway = "colleague.sentAway";

    /// <summary>The customer allows a colleague something else from now on.</summary>
    public const string ColleagueChange = "colleague.change";

    /// <summary>The session is another technician's from now on.</summary>
    public const string SessionHandedOver = "session.handedOver";

    /// <summary>What the customer's program said was allowed was not taken: the receipt that came with it is not right.</summary>
    public const string ReceiptRefused = "session.receiptRefused";

    /// <summary>What the customer's program stated was not taken, and the session ended: it is not the next link of its chain; the fault is a <see cref="LinkFault"/>.</summary>
    public const string LinkRefused = "session.linkRefused";

    /// <summary>A lost Agent came back to its seat, or somebody without that seat tried to.</summary>
    public const string AgentBack = "session.agentBack";

    /// <summary>The customer said after the end whether it is solved, and how easy it was.</summary>
    public const string SessionRated = "session.rated";

    /// <summary>Facts about the customer's computer were read and go to the technician: how many there are, and their hash.</summary>
    public const string FactsRead = "session.factsRead";

    /// <summary>What was read is kept with the case, beside the entry.</summary>
    public const string SessionDiagnosed = "session.diagnosed";

    /// <summary>All that proves the session went out in one file.</summary>
    public const string SessionExported = "session.exported";

    /// <summary>The technician wrote down what happened, what was done and what follows.</summary>
    public const string SessionWrappedUp = "session.wrappedUp";

    /// <summary>The technician kept a picture of the screen with the case.</summary>
    public const string SnapshotKept = "case.snapshotKept";

    /// <summary>A kept picture was deleted; its hash stays in the log.</summary>
    public const string SnapshotDeleted = "case.snapshotDeleted";

    /// <summary>A file begins to go to the customer.</summary>
    public const string FileSending = "file.sending";

    /// <summary>What became of it.</summary>
    public const string FileSent = "file.sent";

    /// <summary>A file that the customer has chosen begins to go to the technician.</summary>
    public const string FileFetching = "file.fetching";

    /// <summary>What became of it.</summary>
    public const string FileFetched = "file.fetched";

    /// <summary>What the technician copied becomes the customer's clipboard.</summary>
    public const string ClipboardSet = "clipboard.set";

    /// <summary>What the customer copied goes to the technician.</summary>
    public const string ClipboardRead = "clipboard.read";

    /// <summary>An interval of use of pointer and keyboard is opened; nothing was done in it yet.</summary>
    public const string ControlOpened = "control.opened";

    /// <summary>It goes on: what was injected since it was opened, as the Agent signed it.</summary>
    public const string ControlCounted = "control.counted";

    /// <summary>It is closed: all that was injected in it, as the Agent signed it.</summary>
    public const string ControlClosed = "control.closed";

    /// <summary>The Agent was lost in an interval: what it did in its last seconds is not counted.</summary>
    public const string ControlUncounted = "control.uncounted";

    /// <summary>Somebody read the log of a session, or of a case's sessions: once for each person, place and hour, so that reloads do not flood it.</summary>
    public const string LogRead = "log.read";

    /// <summary>Somebody searched the log at the auditor's desk: by what, not what was found.</summary>
    public const string LogSearched = "log.searched";

    /// <summary>Entries of the sessions that a search finds are about to leave as a file.</summary>
    public const string LogExported = "log.exported";

    /// <summary>A note about a session, by somebody who reads its log.</summary>
    public const string SessionNoted = "session.noted";

    /// <summary>What an Agent sends begins to be kept for the auditors, sealed.</summary>
    public const string RecordingStarted = "recording.started";

    /// <summary>Chunks of a recording are on the disk, with these hashes.</summary>
    public const string RecordingChunk = "recording.chunk";

    /// <summary>A recording ended.</summary>
    public const string RecordingEnded = "recording.ended";

    /// <summary>A start found a recording that a Relay before it had not closed.</summary>
    public const string RecordingRecovered = "recording.recovered";

    /// <summary>Somebody opened a recording.</summary>
    public const string RecordingRead = "recording.read";

    /// <summary>Nothing may delete a recording from now on.</summary>
    public const string RecordingHeld = "recording.held";

    /// <summary>It may be deleted again.</summary>
    public const string RecordingReleased = "recording.released";

    /// <summary>A recording is deleted; its hashes stay in the log.</summary>
    public const string RecordingDeleted = "recording.deleted";

    /// <summary>A step of the life-cycle: <c>session.join</c>, <c>session.allow</c>, <c>session.show</c>, …</summary>
    public static string Of(SessionEvent happened) => happened switch
    {
        SessionEvent.Join => "session.join",
        SessionEvent.Allow => "session.allow",
        SessionEvent.Show => "session.show",
        SessionEvent.Pause => "session.pause",
        SessionEvent.Resume => "session.resume",
        SessionEvent.Change => "session.change",
        SessionEvent.End => "session.end",
        SessionEvent.Review => "session.review",
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
