using System.Text;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Input;

/// <summary>One thing that the technician does with pointer or keyboard. The byte layout stands beside each; PROTOCOL.md has them all.</summary>
public abstract record InputEvent
{
    private InputEvent()
    {
    }

    /// <summary>The pointer goes to this pixel of the picture. <c>u8 1, varint x, varint y</c>, each below <see cref="Frame.MaxSide"/>.</summary>
    public sealed record Move(int X, int Y) : InputEvent;

    /// <summary>A button goes down or up. <c>u8 2, u8 button, u8 1 down or 0</c>.</summary>
    /// <param name="Number">1 left, 2 middle, 3 right, 8 back, 9 forward, as X11 counts them.</param>
    /// <param name="Down">Whether it goes down.</param>
    public sealed record Button(int Number, bool Down) : InputEvent;

    /// <summary>The wheel turns. <c>u8 3, zigzag across, zigzag down</c>, in 1/120 of a notch, each within ±<see cref="MostWheel"/>.</summary>
    public sealed record Wheel(int Across, int Down) : InputEvent;

    /// <summary>
    /// A physical key goes down or up. <c>u8 4, varint usage, u8 1 down or 0</c>; the usage is that of the HID Usage Tables,
    /// page 7 (keyboard), 4 to 231: a place on the keyboard, which the customer's layout gives its meaning.
    /// </summary>
    public sealed record Key(int Usage, bool Down) : InputEvent;

    /// <summary>Text, whatever the layouts. <c>u8 5, varint bytes, UTF-8</c>, 1 to <see cref="MostTextBytes"/> bytes.</summary>
    public sealed record Text(string Written) : InputEvent;

    /// <summary>Every key and button goes up. <c>u8 6</c>.</summary>
    public sealed record Release : InputEvent;

    /// <summary>
    /// A physical key goes down, and here it writes this character. <c>u8 7, varint usage, varint character</c>; it goes up
    /// as <see cref="Key"/>. The character counts: where the customer's layout has it elsewhere, that key is pressed, and
    /// where it has it nowhere, it is written as text.
    /// </summary>
    /// <param name="Usage">The place on the technician's keyboard, as in <see cref="Key"/>.</param>
    /// <param name="Character">What it writes there; no control character.</param>
    public sealed record Stroke(int Usage, Rune Character) : InputEvent;

    /// <summary>A hundred notches, in 1/120.</summary>
    public const int MostWheel = 12_000;

    /// <summary>The longest text of one event.</summary>
    public const int MostTextBytes = 1_024;

    /// <summary>The first and last usage of a key.</summary>
    public const int FirstUsage = 4, LastUsage = 231;

    private const int LastCharacter = 0x10ffff;

    /// <summary>Whether there is a button of this number.</summary>
    public static bool IsButton(int number) => number is 1 or 2 or 3 or 8 or 9;

    internal void WriteTo(WireWriter to)
    {
        switch (this)
        {
            case Move move:
                to.Byte(1);
                to.Varint(move.X);
                to.Varint(move.Y);
                break;
            case Button button:
                to.Byte(2);
                to.Byte((byte)button.Number);
                to.Flag(button.Down);
                break;
            case Wheel wheel:
                to.Byte(3);
                to.Zigzag(wheel.Across);
                to.Zigzag(wheel.Down);
                break;
            case Key key:
                to.Byte(4);
                to.Varint(key.Usage);
                to.Flag(key.Down);
                break;
            case Text text:
                to.Byte(5);
                to.Text(text.Written);
                break;
            case Release:
                to.Byte(6);
                break;
            case Stroke stroke:
                to.Byte(7);
                to.Varint(stroke.Usage);
                to.Varint(stroke.Character.Value);
                break;
            default:
                throw new InvalidOperationException($"No bytes are defined for {GetType().Name}.");
        }
    }

    internal static InputEvent? ReadFrom(ref WireReader from)
    {
        InputEvent? read = from.Byte() switch
        {
            1 => new Move(from.Varint(Frame.MaxSide - 1), from.Varint(Frame.MaxSide - 1)),
            2 => from.Byte() is var number && IsButton(number) ? new Button(number, from.Flag()) : null,
            3 => Turned(from.Zigzag(), from.Zigzag()),
            4 => from.Varint(LastUsage) is >= FirstUsage and var usage ? new Key(usage, from.Flag()) : null,
            5 => from.Text(MostTextBytes) is { Length: > 0 } written ? new Text(written) : null,
            6 => new Release(),
            7 => Struck(from.Varint(LastUsage), from.Varint(LastCharacter)),
            _ => null,
        };
        return from.IsBroken ? null : read;
    }

    private static Stroke? Struck(int usage, int character) =>
        usage >= FirstUsage && Rune.IsValid(character) && !Rune.IsControl(new Rune(character)) ? new Stroke(usage, new Rune(character)) : null;

    private static Wheel? Turned(int across, int down) =>
        across is >= -MostWheel and <= MostWheel && down is >= -MostWheel and <= MostWheel ? new Wheel(across, down) : null;
}
