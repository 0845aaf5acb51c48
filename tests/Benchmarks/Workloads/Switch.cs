using RemoteAssist.Benchmarks.Page;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>The whole screen, once a second: a programmer's editor, a table of numbers, a page of news with photographs, one photograph.</summary>
internal sealed class Switch(uint seed) : Workload
{
    /// <summary>Screens until the first comes again.</summary>
    public const int Round = 4;

    private readonly nuint[] screens = new nuint[Round];

    public override (int X, int Y)? EndMarker => (Layout.ScreenWidth - StepMarker.Width, Layout.ScreenHeight - StepMarker.Height);

    protected override double Rate => 1;

    public override void Prepare(Board board)
    {
        var photo = Photo.Take(Layout.ScreenWidth, Layout.ScreenHeight, seed);
        for (var i = 0; i < Round; i++)
        {
            using var sheet = new Sheet(Layout.ScreenWidth, Layout.ScreenHeight);
            Screens.Draw(sheet, i, photo, seed + ((uint)i * 31));
            screens[i] = board.Keep(sheet);
        }

        Show(board, 0);
    }

    public override void Draw(Board board, int step, int steps) => Show(board, step % Round);

    private void Show(Board board, int screen) => board.Show(screens[screen], 0, 0, Layout.ScreenWidth, Layout.ScreenHeight, 0, 0);
}

/// <summary>A still screen full of text.</summary>
internal sealed class TextScreen(uint seed) : Workload
{
    protected override double Rate => 1;

    public override int StepsIn(double seconds) => 0;

    public override void Prepare(Board board)
    {
        using var sheet = new Sheet(Layout.ScreenWidth, Layout.ScreenHeight);
        Screens.Draw(sheet, 0, null, seed);
        board.Hang(board.Keep(sheet));
    }

    public override void Draw(Board board, int step, int steps)
    {
    }
}
