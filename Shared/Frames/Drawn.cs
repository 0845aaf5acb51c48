using System.Numerics;

namespace RemoteAssist.Shared.Frames;

/// <summary>
/// The alphabet of drawn pixels. They go from left to right, row by row, as runs and single pixels; a run ends where its
/// row of drawn blocks ends. What kind the token before was chooses the code of the next.
/// </summary>
internal static class Drawn
{
    /// <summary>A run that is like the pixels above.</summary>
    public const int Above = 0;

    /// <summary>A run that is like the pixel to the left.</summary>
    public const int Left = 1;

    /// <summary>
    /// A run from as far back as the last match of this column came from: the next row of a letter that has been seen.
    /// </summary>
    public const int Inherited = 2;

    /// <summary>A run from somewhere before; the distance follows, and the columns remember it.</summary>
    public const int Match = 3;

    /// <summary>A single pixel.</summary>
    public const int Single = 4;

    /// <summary>Runs have symbols <c>kind × RunSymbols + length class</c>.</summary>
    public const int RunSymbols = 33;

    /// <summary>The length class of a run up to the end of its row.</summary>
    public const int ToEnd = 32;

    /// <summary>A single pixel of a colour that the cache does not hold; how it differs from its left neighbour follows.</summary>
    public const int NewColour = 4 * RunSymbols;

    /// <summary>The first symbol of the single pixels whose colour is in the cache.</summary>
    public const int Cached = NewColour + 1;

    /// <summary>Colours in the cache: the newest takes the place of the oldest.</summary>
    public const int CacheSize = 128;

    /// <summary>Symbols of a token.</summary>
    public const int Symbols = Cached + CacheSize;

    /// <summary>Classes of numbers: 1 to 8 one each, then two for each power of two, up to a whole picture's pixels.</summary>
    public const int Classes = 54;

    // The codes of a section: one a kind of token before, one for the first of a row, then
    public const int RowStart = 5;
    public const int Distance = 6;
    public const int Green = 7;
    public const int RedBlue = 8;
    public const int Codes = 9;

    /// <summary>New codes, one a place above.</summary>
    public static PrefixCode[] MakeCodes() =>
        [.. Enumerable.Range(0, Codes).Select(i => new PrefixCode(i < Distance ? Symbols : i == Distance ? Classes : 256))];

    /// <summary>The class of a number from 1, how many bits say which of its class it is, and those bits.</summary>
    public static (int Class, int Bits, uint Low) ClassOf(int number)
    {
        if (number <= 8)
        {
            return (number - 1, 0, 0);
        }

        var bits = BitOperations.Log2((uint)number) - 1;
        return ((2 * bits) + (number >> bits) + 2, bits, (uint)number & ((1u << bits) - 1));
    }

    /// <summary>The smallest number of a class and how many bits follow.</summary>
    public static (int First, int Bits) NumberOf(int numberClass)
    {
        if (numberClass < 8)
        {
            return (numberClass + 1, 0);
        }

        var bits = (numberClass - 4) >> 1;
        return ((2 + (numberClass & 1)) << bits, bits);
    }
}
