using System.Globalization;
using System.Text;

namespace RemoteAssist.Shared.Wire;

/// <summary>
/// What a name or a sentence looks like before it is shown to the customer: one line, and nothing that is unseen or
/// turns the writing direction, so that no text can rearrange the question around it.
/// </summary>
/// <remarks>
/// The Agent shows and grants cleaned texts only. Whoever compares a grant with an offer must have cleaned the offer's
/// texts in the same way; cleaning twice is the same as once.
/// </remarks>
public static class PlainText
{
    /// <summary>
    /// White space and control characters become single spaces, none at the ends; format characters (joiners,
    /// direction marks, the byte order mark), private and unassigned ones are left out. Half a surrogate pair becomes U+FFFD.
    /// </summary>
    /// <param name="text">Any text; null counts as empty.</param>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse
                         or UnicodeCategory.OtherNotAssigned))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().TrimEnd(' ');
    }

    /// <summary>The beginning of a text that takes no more bytes, not cut through a character; all of it where it takes no more.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="mostBytes">In UTF-8, half a surrogate pair as U+FFFD.</param>
    public static string Fitting(string text, int mostBytes)
    {
        var (length, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > mostBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
