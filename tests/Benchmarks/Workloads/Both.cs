namespace RemoteAssist.Benchmarks.Workloads;

/// <summary>Typing, while a film plays in another part of the screen at 25 pictures a second. The marker counts both: each step is a picture, every third a letter.</summary>
internal sealed class Both(uint seed) : Editor(seed)
{
    private const int PicturesALetter = 3;
    private Film? film;

    /// <summary>Whether a letter was typed at this step.</summary>
    public static bool IsLetter(int step) => step % PicturesALetter == 0;

    protected override double Rate => 25;

    public override int StepsIn(double seconds) => Math.Min(Video.Pictures, base.StepsIn(seconds));

    public override void Draw(Board board, int step, int steps)
    {
        film!.Show(board, step - 1, 620, 480);
        if (IsLetter(step))
        {
            Type(board);
        }
    }

    protected override void Backing(Board board)
    {
        base.Backing(board);
        film = new Film(board, 5, Video.Pictures);
        film.Show(board, 0, 620, 480);
    }
}
