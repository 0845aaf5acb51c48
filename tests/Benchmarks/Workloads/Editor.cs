using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>A text editor in a window: what is typed, the caret, and a line that says where it stands.</summary>
internal abstract class Editor(uint seed) : Workload
{
    /// <summary>The window.</summary>
    public static readonly ScreenRect Place = new(260, 100, 1100, 820);

    private const int LineHeight = 18;
    private const int Advance = 8; // of the mono letters, pixels
    private const int Columns = 118;
    private const int LastLine = 38;

    private readonly Sheet sheet = new(Layout.ScreenWidth, Layout.ScreenHeight);
    private uint random = seed;
    private nint image;
    private string word = "";
    private int typed;
    private int column;
    private int line = 14;

    private int CaretX => Place.X + 16 + (column * Advance);

    private int Base => Place.Y + 50 + (line * LineHeight);

    public override void Prepare(Board board)
    {
        var same = 7u;
        Desk.Backdrop(sheet, same);
        Desk.Window(sheet, Place.X, Place.Y, Place.Width, Place.Height, "notes.txt - Editor");
        for (var row = 0; row < line; row++)
        {
            sheet.Write(Letters.Mono, Place.X + 16, Place.Y + 50 + (row * LineHeight), 0x18181C, Prose.Sentence(ref random, 13));
        }

        image = board.ImageOf(sheet.Pixels, sheet.Width, sheet.Height);
        Backing(board);
        Status(board);
    }

    /// <summary>Draws the rest of what is there before the first step.</summary>
    protected virtual void Backing(Board board) => board.Put(image, 0, 0, sheet.Width, sheet.Height, 0, 0);

    /// <summary>Shows the caret, or what is behind it.</summary>
    protected void Caret(Board board, bool seen) => Draw(board, CaretX, Base - 13, 2, 17, seen ? 0u : 0xFFFFFFu, null);

    /// <summary>Types the next letter.</summary>
    protected void Type(Board board)
    {
        Caret(board, seen: false);
        if (typed == word.Length)
        {
            (word, typed) = (Prose.Word(ref random) + " ", 0);
            if (column + word.Length > Columns)
            {
                (column, line) = (0, line == LastLine ? 14 : line + 1);
                Draw(board, Place.X + 2, Base - 14, Place.Width - 4, LineHeight, 0xFFFFFF, null);
            }
        }

        Draw(board, CaretX, Base - 13, Advance + 1, 17, 0xFFFFFF, word[typed++].ToString());
        column++;
        Caret(board, seen: true);
        Status(board);
    }

    private void Status(Board board) => Draw(
        board, Place.X + 1, Place.Bottom - 26, Place.Width - 2, 25, 0xE2E5EA, $"Line {line + 1}, column {column + 1}    UTF-8    changed", 18, Letters.Sans);

    private void Draw(Board board, int x, int y, int width, int height, uint colour, string? text, int at = 13, Letters letters = Letters.Mono)
    {
        sheet.Fill(x, y, width, height, colour);
        if (text is not null)
        {
            sheet.Write(letters, letters == Letters.Mono ? x : x + 12, y + at, 0x18181C, text);
        }

        _ = sheet.Pixels;
        board.Put(image, x, y, width, height, x, y);
    }
}

/// <summary>A character, the caret and the status line, eight times a second.</summary>
internal sealed class Typing(uint seed) : Editor(seed)
{
    protected override double Rate => 8;

    public override void Draw(Board board, int step, int steps) => Type(board);
}

/// <summary>A blinking caret.</summary>
internal sealed class Idle(uint seed) : Editor(seed)
{
    protected override double Rate => 2;

    public override void Draw(Board board, int step, int steps) => Caret(board, seen: step % 2 == 1);
}
