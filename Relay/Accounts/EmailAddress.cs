namespace RemoteAssist.Relay.Accounts;

/// <summary>A look at an e-mail address: enough to catch a slip, and to keep other text out of the log.</summary>
internal static class EmailAddress
{
    private const int LongestAddress = 254; // RFC 5321, 4.5.3.1.3, without the angle brackets

    /// <summary>Whether it looks like one: something, one @, a host; no blanks or controls.</summary>
    public static bool IsOne(string text) =>
        text.Length is >= 3 and <= LongestAddress
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || char.IsSurrogate(letter))
        && text.Count(letter => letter == '@') == 1
        && text[0] != '@' && text[^1] != '@';
}
