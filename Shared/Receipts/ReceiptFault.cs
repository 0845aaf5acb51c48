namespace RemoteAssist.Shared.Receipts;

/// <summary>What is wrong with a receipt. The names go into the log and to people as they stand here, in camel case.</summary>
public enum ReceiptFault
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>The bytes are not in the one form that a receipt can have.</summary>
    Malformed,

    /// <summary>The Agent's key that it names has not signed it.</summary>
    NotSigned,

    /// <summary>Signed by a key whose mark did not pass in the session's code exchange.</summary>
    OtherAgent,

    /// <summary>Of another session.</summary>
    OtherSession,

    /// <summary>Of another code exchange.</summary>
    OtherExchange,

    /// <summary>Its hash is not that of the text that it says was shown.</summary>
    OtherText,

    /// <summary>It says of no text that was shown, or of one that does not say who asks and for which case.</summary>
    NotShown,

    /// <summary>Of other permissions than the grant.</summary>
    OtherScopes,

    /// <summary>To somebody else than the grant.</summary>
    OtherTechnician,

    /// <summary>Of another case.</summary>
    OtherCase,

    /// <summary>Of another time than the grant.</summary>
    OtherTime,

    /// <summary>It names somebody else as the one who answers for the data.</summary>
    OtherController,

    /// <summary>It names other auditors than the question did, or none where it is recorded.</summary>
    OtherAuditors,

    /// <summary>Not the one that comes next: its number, or the hash of the one before, is another.</summary>
    OutOfOrder,

    /// <summary>The Relay's signature under it is missing.</summary>
    NotCountersigned,

    /// <summary>The Relay's key that it names has not signed the signature under it.</summary>
    BadCountersignature,

    /// <summary>The Relay that it names is none of those that are trusted.</summary>
    OtherRelay,

    /// <summary>What the page shows is not what the receipts in it say.</summary>
    PageAltered,
}
