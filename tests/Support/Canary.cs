using System.Text;

namespace RemoteAssist.Tests.Support;

/// <summary>Bytes that are nowhere by chance: where they are found, something has leaked.</summary>
/// <param name="Form">What they are a form of, for the report: "row 80 as BGRX", "typed text as UTF-16".</param>
/// <param name="Bytes">At least <see cref="Shortest"/>.</param>
public sealed record Canary(string Form, byte[] Bytes)
{
    /// <summary>Eight bytes chosen at random are in a gigabyte with a chance of 1 in 10^10.</summary>
    public const int Shortest = 8;

    /// <summary>A text in the encodings that programs keep it in. It should be a word that nobody else writes.</summary>
    public static IReadOnlyList<Canary> OfText(string text) =>
    [
        new($"\"{text}\" as UTF-8", Encoding.UTF8.GetBytes(text)),
        new($"\"{text}\" as UTF-16", Encoding.Unicode.GetBytes(text)),
    ];
}
