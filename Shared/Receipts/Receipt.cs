using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Shared.Receipts;

/// <summary>
/// What the customer allowed, to whom, when, and by which words: the Agent writes and signs one for the consent, and one more for
/// every change of it. FORMAT.md has its bytes.
/// </summary>
/// <param name="Id">Random, and so the receipt's hash tells nothing of what it says.</param>
/// <param name="Number">Which of the session, from 1 without a gap; 1 is the consent.</param>
/// <param name="Previous">The hash of the one before, lower-case hex; <see cref="NoPrevious"/> for the first.</param>
/// <param name="OfColleague">What a colleague may do, and not the session's technician.</param>
/// <param name="Session">The session.</param>
/// <param name="Exchange">32 bytes that name the code exchange.</param>
/// <param name="AgentKey">The Agent's session key, SubjectPublicKeyInfo, which signs.</param>
/// <param name="RelayKey">The Relay's key, SubjectPublicKeyInfo, which countersigns.</param>
/// <param name="CaseNumber">The case.</param>
/// <param name="Technician">To whom.</param>
/// <param name="Organisation">Theirs.</param>
/// <param name="Controller">Who answers for the data.</param>
/// <param name="Scopes">All that is allowed from then on, in ascending order; may be empty in a change.</param>
/// <param name="Granted">When, by the customer's clock; counts to the millisecond.</param>
/// <param name="Until">When it runs out, by the customer's clock; counts to the millisecond.</param>
/// <param name="UtcOffset">Minutes that the customer's clock is ahead of UTC.</param>
/// <param name="Language">Of the text that was shown: <c>en</c> or <c>zh-Hans</c>.</param>
/// <param name="Shown">The text of the question, paragraph by paragraph from top to bottom; empty where nothing was asked, such as where something is taken back.</param>
/// <param name="Auditors">Where it is recorded: whose keys open the recording.</param>
public sealed record Receipt(
    Guid Id,
    int Number,
    string Previous,
    bool OfColleague,
    Guid Session,
    byte[] Exchange,
    byte[] AgentKey,
    byte[] RelayKey,
    string CaseNumber,
    string Technician,
    string Organisation,
    Controller Controller,
    IReadOnlyList<Scope> Scopes,
    DateTimeOffset Granted,
    DateTimeOffset Until,
    int UtcOffset,
    string Language,
    IReadOnlyList<string> Shown,
    IReadOnlyList<ReceiptAuditor> Auditors)
{
    /// <summary>The largest that is read, in bytes of JSON, with both signatures.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Paragraphs that a text may have.</summary>
    public const int MostParagraphs = 64;

    /// <summary>No session has more: that is one each half minute in the longest.</summary>
    public const int MostOfSession = 1000;

    /// <summary>What stands for the hash of one that is not there.</summary>
    public static readonly string NoPrevious = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Whether it is the consent itself, and not a change of it.</summary>
    public bool IsConsent => Number == 1;

    /// <summary>Whether the session is recorded.</summary>
    public bool IsRecorded => Scopes.Contains(Scope.Recording);

    /// <summary>The hash of the text that was shown: SHA-256 of the list of paragraphs in canonical JSON, lower-case hex.</summary>
    public string ShownHash => HashOf(Shown);

    /// <inheritdoc cref="ShownHash"/>
    public static string HashOf(IEnumerable<string> shown) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(new JsonArray([.. shown.Select(text => (JsonNode?)text)]))));
}
