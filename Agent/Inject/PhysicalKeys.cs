namespace RemoteAssist.Agent.Inject;

/// <summary>
/// Places on a keyboard: from their numbers in the HID Usage Tables (1.5, page 7) to those that Linux has for them in
/// linux/input-event-codes.h. The kernel's own keyboard driver pairs them in the same way.
/// </summary>
internal static class PhysicalKeys
{
    // From usage 4 on, sixteen a line; 0 where Linux has none, or where it is the computer's and not the desktop's (power).
    private static ReadOnlySpan<byte> FromFour =>
    [
        30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, // A … P
        16, 19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3, 4, 5, 6, 7, // Q … Z, 1 … 6
        8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26, 27, 43, 43, 39, // 7 … 0, Enter, Esc, Backspace, Tab, Space, - = [ ] \ # ;
        40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, // ' ` , . /, Caps Lock, F1 … F10
        87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106, 105, 108, 103, 69, // F11, F12, Print … Page Down, arrows, Num Lock
        98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82, 83, // keypad
        86, 127, 0, 117, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, // the key beside left Shift, Menu, F13 … F24
        134, 138, 130, 132, 128, 129, 131, 137, 133, 135, 136, 113, 115, 114, 0, 0, // Open … Find, Mute, Volume
        0, 121, 0, 89, 93, 124, 92, 94, 95, 0, 0, 0, 122, 123, 90, 91, // keys of Japanese and Korean keyboards
        85, // Zenkaku Hankaku
    ];

    // Usages 224 to 231: left Ctrl, Shift, Alt, Win; right Ctrl, Shift, Alt, Win.
    private static ReadOnlySpan<byte> Modifiers => [29, 42, 56, 125, 97, 54, 100, 126];

    /// <summary>Linux' number for a place on the keyboard; null where it has none.</summary>
    public static int? Linux(int usage)
    {
        const int First = 4, FirstModifier = 224;
        var found = usage switch
        {
            >= FirstModifier when usage - FirstModifier < Modifiers.Length => Modifiers[usage - FirstModifier],
            >= First when usage - First < FromFour.Length => FromFour[usage - First],
            _ => 0,
        };
        return found == 0 ? null : found;
    }

    /// <summary>Whether this is a function key, F1 to F12.</summary>
    public static bool IsFunction(int usage) => usage is >= 58 and <= 69;

    /// <summary>Whether this is End, on its own or on the keypad.</summary>
    public static bool IsEnd(int usage) => usage is 77 or 89;
}
