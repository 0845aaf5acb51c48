using RemoteAssist.Benchmarks.Page;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>
/// A film in a player: 640×360, 25 pictures a second, a slow zoom over two photographs with the noise of a camera. There are
/// 200 pictures and none comes twice, so that no memory of what was seen before can profit.
/// </summary>
internal sealed class Video(uint seed) : Workload
{
    /// <summary>The film.</summary>
    public static readonly ScreenRect Place = new(640, 288, 640, 360);

    /// <summary>As many pictures as there are.</summary>
    public const int Pictures = 200;

    private Film? film;

    public override (int X, int Y)? EndMarker => (Place.Right - StepMarker.Width, Place.Bottom - StepMarker.Height);

    protected override double Rate => 25;

    public override int StepsIn(double seconds) => Math.Min(Pictures, base.StepsIn(seconds));

    public override void Prepare(Board board)
    {
        var random = seed;
        using var desk = new Sheet(Layout.ScreenWidth, Layout.ScreenHeight);
        Desk.Backdrop(desk, 7);
        Desk.Window(desk, Place.X - 8, Place.Y - 28, Place.Width + 16, Place.Height + 60, "Player", 0x1C1C1E);
        desk.Fill(Place.X + 10, Place.Bottom + 14, 500, 6, 0xC83C32);
        Desk.Window(desk, 1310, 200, 440, 600, "notes - Writer");
        Desk.Letter(desk, 1310, 230, 440, 560, ref random);
        board.Show(board.Keep(desk), 0, 0, desk.Width, desk.Height, 0, 0);
        film = new Film(board, seed, Pictures);
        film.Show(board, 0, Place.X, Place.Y);
    }

    public override void Draw(Board board, int step, int steps) => film!.Show(board, step - 1, Place.X, Place.Y);
}
