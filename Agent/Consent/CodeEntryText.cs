using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Consent;

/// <summary>What the code field makes of typing and pasting: the digits, grouped as people say them.</summary>
internal static class CodeEntryText
{
    /// <summary>The first ten digits (full-width ones count) as 3-3-4; everything else is left out.</summary>
    public static string Group(string typed)
    {
        Span<char> grouped = stackalloc char[SessionCode.Digits + 2];
        var digits = 0;
        var length = 0;
        foreach (var c in typed)
        {
            var digit = c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c;
            if (digit is < '0' or > '9' || digits == SessionCode.Digits)
            {
                continue;
            }

            if (digits is 3 or 6)
            {
                grouped[length++] = ' ';
            }

            grouped[length++] = digit;
            digits++;
        }

        return new string(grouped[..length]);
    }

    /// <summary>Where the cursor belongs in grouped text, so that it stays behind the same digit.</summary>
    /// <param name="typed">The text before grouping.</param>
    /// <param name="cursor">The cursor in it, in characters.</param>
    /// <param name="grouped">What <see cref="Group"/> made of it.</param>
    public static int CursorAfter(string typed, int cursor, string grouped)
    {
        var digits = Group(typed[..Math.Clamp(cursor, 0, typed.Length)]).Count(char.IsAsciiDigit);
        var at = 0;
        while (digits > 0 && at < grouped.Length)
        {
            if (char.IsAsciiDigit(grouped[at++]))
            {
                digits--;
            }
        }

        return at;
    }
}
