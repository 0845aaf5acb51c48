namespace RemoteAssist.Shared.Input;

/// <summary>How much was injected; numbers only, never what. Every press has its release, which is not counted apart.</summary>
/// <param name="Keys">Keys that went down, those that text was written with among them.</param>
/// <param name="Characters">Characters written as text, wherever a layout has them.</param>
/// <param name="Buttons">Buttons that went down.</param>
/// <param name="Wheel">Notches of the wheel, in any direction.</param>
/// <param name="Moves">Movements of the pointer.</param>
public sealed record InputCounts(long Keys, long Characters, long Buttons, long Wheel, long Moves)
{
    /// <summary>Nothing at all.</summary>
    public static readonly InputCounts None = new(0, 0, 0, 0, 0);

    /// <summary>Both together.</summary>
    public static InputCounts operator +(InputCounts a, InputCounts b) =>
        new(a.Keys + b.Keys, a.Characters + b.Characters, a.Buttons + b.Buttons, a.Wheel + b.Wheel, a.Moves + b.Moves);

    /// <summary>What the first has more than the second.</summary>
    public static InputCounts operator -(InputCounts a, InputCounts b) =>
        new(a.Keys - b.Keys, a.Characters - b.Characters, a.Buttons - b.Buttons, a.Wheel - b.Wheel, a.Moves - b.Moves);

    /// <summary>Whether each number is at least that of the other: a count that goes on never falls.</summary>
    public bool IsAtLeast(InputCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Keys >= other.Keys && Characters >= other.Characters && Buttons >= other.Buttons && Wheel >= other.Wheel && Moves >= other.Moves;
    }
}
