using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>
/// A long page of text, code and photographs: three lines at a time ten times a second for 60 % of the steps, then whole
/// pages twice a second. It is copied from off the screen, so the X server cannot say that anything moved.
/// </summary>
internal sealed class Scroll(uint seed) : Workload
{
    /// <summary>What scrolls.</summary>
    public static readonly ScreenRect Page = new(200, 68, 1440, 960);

    private const int Lines = 54;
    private const int Length = 12_000;
    private const double ByLines = 0.6;

    private nuint kept;
    private int at;
    private int way = 1;

    public override (int X, int Y)? EndMarker => (Page.Right - StepMarker.Width, Page.Bottom - StepMarker.Height);

    protected override double Rate => 10;

    public override int StepsIn(double seconds) => (int)(seconds / ((ByLines / 10) + ((1 - ByLines) / 2)));

    public override double DueAt(int step, int steps)
    {
        var byLines = (int)(steps * ByLines);
        return step <= byLines ? (step - 1) / 10.0 : (byLines / 10.0) + ((step - byLines - 1) / 2.0);
    }

    public override void Prepare(Board board)
    {
        using (var desk = new Sheet(Layout.ScreenWidth, Layout.ScreenHeight))
        {
            Desk.Backdrop(desk, 7);
            Desk.Window(desk, Page.X, Page.Y - 28, Page.Width, Page.Height + 28, "manual.html - Reader");
            board.Show(board.Keep(desk), 0, 0, desk.Width, desk.Height, 0, 0);
        }

        var random = seed;
        using var sheet = new Sheet(Page.Width, Length);
        sheet.Fill(0, 0, sheet.Width, sheet.Height, 0xFFFFFF);
        Desk.Letter(sheet, 0, 0, Page.Width * 2 / 3, Length, ref random);
        Desk.Code(sheet, Page.Width * 2 / 3, 0, Page.Width / 3, Length, ref random);
        var photo = Photo.Take(640, 480, seed);
        for (var i = 0; i < 8; i++)
        {
            sheet.Paste(photo, i * 40, i * 30, 600, 480 + (i * 1450), 320, 240);
        }

        kept = board.Keep(sheet);
        Show(board);
    }

    public override void Draw(Board board, int step, int steps)
    {
        var by = step <= (int)(steps * ByLines) ? Lines : Page.Height - Lines;
        if (at + (way * by) is < 0 or > Length - 960)
        {
            way = -way;
        }

        at += way * by;
        Show(board);
    }

    private void Show(Board board) => board.Show(kept, 0, at, Page.Width, Page.Height, Page.X, Page.Y);
}
