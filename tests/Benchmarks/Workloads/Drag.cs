using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>A real window with text, moved over a document along a curve, thirty times a second. There is no compositor.</summary>
internal sealed class Drag(uint seed) : Workload
{
    private nuint window;

    protected override double Rate => 30;

    public override void Prepare(Board board)
    {
        var random = seed;
        using var desk = new Sheet(Layout.ScreenWidth, Layout.ScreenHeight);
        Desk.Backdrop(desk, 7);
        Desk.Window(desk, 300, 60, 1300, 940, "letter.odt - Writer");
        Desk.Letter(desk, 300, 92, 1300, 900, ref random);
        board.Hang(board.Keep(desk));

        using var dragged = new Sheet(720, 500);
        Desk.Window(dragged, 0, 0, 720, 500, "Terminal", 0xFBFBF6);
        Desk.Code(dragged, 0, 32, 720, 460, ref random);
        window = board.Child(dragged, 600, 300);
    }

    public override void Draw(Board board, int step, int steps)
    {
        var time = step / 30.0;
        board.Move(window, 600 + (int)(560 * Math.Sin(time * 1.6)), 290 + (int)(240 * Math.Sin(time * 2.2)));
    }
}
