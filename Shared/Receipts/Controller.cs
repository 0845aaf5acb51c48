using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Receipts;

/// <summary>
/// Who answers for the customer's data besides the organisation's name, as whoever runs the Relay has set it; what is not set reads
/// <see cref="NotStated"/>. No text has more than <see cref="LongestText"/> characters.
/// </summary>
/// <param name="Jurisdiction">Whose law applies, such as <c>DE</c>.</param>
/// <param name="Contact">Whom to ask.</param>
/// <param name="Address">The postal address, in one line.</param>
/// <param name="Email">Where to write to.</param>
/// <param name="Phone">Where to call.</param>
/// <param name="PolicyUrl">Where the privacy notice is.</param>
public sealed record Controller(string Jurisdiction, string Contact, string Address, string Email, string Phone, string PolicyUrl)
{
    /// <summary>What stands where nothing is set.</summary>
    public const string NotStated = "not stated";

    /// <summary>Characters that each text may have.</summary>
    public const int LongestText = 300;

    /// <summary>Nothing is set.</summary>
    public static Controller Unknown { get; } = new(NotStated, NotStated, NotStated, NotStated, NotStated, NotStated);

    /// <summary>Whether every text is there, short enough, and plain.</summary>
    public bool IsFit => new[] { Jurisdiction, Contact, Address, Email, Phone, PolicyUrl }
        .All(text => text is { Length: > 0 and <= LongestText } && PlainText.Clean(text) == text);
}

/// <summary>Somebody to whose key a recording is sealed.</summary>
/// <param name="Name">As the customer was shown it.</param>
/// <param name="Fingerprint">Of their key; the customer was shown its beginning.</param>
public sealed record ReceiptAuditor(string Name, string Fingerprint);
