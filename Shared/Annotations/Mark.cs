using System.Collections.Immutable;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Annotations;

/// <summary>What a mark is drawn with. The numbers go on the wire.</summary>
public enum MarkTool : byte
{
    /// <summary>A line through its points.</summary>
    Pen = 1,

    /// <summary>From the first point to the second, which has the head.</summary>
    Arrow = 2,

    /// <summary>A frame with two opposite corners.</summary>
    Box = 3,

    /// <summary>A broad line through which the screen can be read.</summary>
    Highlighter = 4,

    /// <summary>Words whose top left corner is the point.</summary>
    Text = 5,

    /// <summary>A number in a disc around the point.</summary>
    Step = 6,

    /// <summary>A spot at the last point, with a short tail, that fades by itself.</summary>
    Laser = 7,
}

/// <summary>A pixel of the picture.</summary>
public readonly record struct MarkPoint(int X, int Y);

/// <summary>One thing drawn over the customer's screen. Its place is a place of the screen.</summary>
/// <param name="Id">Of its viewer; a mark that comes again under its id goes on (pen, highlighter, laser) or takes its place (all others).</param>
/// <param name="Tool">What it is drawn with.</param>
/// <param name="Colour">0 to <see cref="Colours"/> − 1; each end has the same palette, <see cref="MarkPalette"/>.</param>
/// <param name="Width">Of its lines in pixels, 1 to <see cref="MostWidth"/>; of text and steps the size of the letters.</param>
/// <param name="Fades">Whether it goes away by itself.</param>
/// <param name="Points">One for text and step, two for arrow and box, 1 to <see cref="MostPoints"/> for the others; a message carries at most <see cref="MostPointsAtOnce"/>.</param>
/// <param name="Words">Of text, at most <see cref="MostTextBytes"/> bytes of UTF-8; of a step its number; else empty.</param>
public sealed record Mark(
    uint Id, MarkTool Tool, int Colour, int Width, bool Fades, ImmutableArray<MarkPoint> Points, string Words = "")
{
    /// <summary>Colours of the palette.</summary>
    public const int Colours = 6;

    /// <summary>The broadest line, and the largest letters, in pixels.</summary>
    public const int MostWidth = 64;

    /// <summary>Points of one mark in all.</summary>
    public const int MostPoints = 4_096;

    /// <summary>Points in one message.</summary>
    public const int MostPointsAtOnce = 255;

    /// <summary>The longest text.</summary>
    public const int MostTextBytes = 400;

    /// <summary>Whether points that come under the same id are added to those there.</summary>
    public static bool Grows(MarkTool tool) => tool is MarkTool.Pen or MarkTool.Highlighter or MarkTool.Laser;

    // u32 id, u8 tool, u8 colour, u8 width, u8 1 fades or 0, u8 points, each varint x, varint y; text and step: varint bytes, UTF-8.
    internal void WriteTo(WireWriter to)
    {
        to.U32(Id);
        to.Byte((byte)Tool);
        to.Byte((byte)Colour);
        to.Byte((byte)Width);
        to.Flag(Fades);
        to.Byte((byte)Points.Length);
        foreach (var point in Points)
        {
            to.Varint(point.X);
            to.Varint(point.Y);
        }

        if (HasWords(Tool))
        {
            to.Text(Words);
        }
    }

    internal static Mark? ReadFrom(ref WireReader from)
    {
        var id = from.U32();
        var tool = (MarkTool)from.Byte();
        int colour = from.Byte(), width = from.Byte();
        var fades = from.Flag();
        var points = new MarkPoint[from.Byte()];
        for (var i = 0; i < points.Length && !from.IsBroken; i++)
        {
            points[i] = new MarkPoint(from.Varint(Frame.MaxSide - 1), from.Varint(Frame.MaxSide - 1));
        }

        var words = HasWords(tool) ? from.Text(MostTextBytes) : "";
        return from.IsBroken || words is null || !Enum.IsDefined(tool) || !MayHave(tool, points.Length)
            || colour >= Colours || width is 0 or > MostWidth || (HasWords(tool) && words.Length == 0)
            ? null
            : new Mark(id, tool, colour, width, fades, [.. points], words);
    }

    private static bool HasWords(MarkTool tool) => tool is MarkTool.Text or MarkTool.Step;

    private static bool MayHave(MarkTool tool, int points) => tool switch
    {
        MarkTool.Text or MarkTool.Step => points == 1,
        MarkTool.Arrow or MarkTool.Box => points == 2,
        _ => points >= 1,
    };
}
