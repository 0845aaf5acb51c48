using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Photo;

/// <summary>
/// Which parts go as JPEG. On a line that bears it only what would hold everything up: busy photographs (a film) and large
/// ones at first sight; on a slow line every photograph. What is no photograph never does.
/// </summary>
internal sealed class PhotoPolicy
{
    // A film: the third change within half a second, six pictures a second.
    private const ulong BusyWithin = 500_000; // µs

    // Tiles of photographs in one frame; lossless they take 8 kB each, together as much as 60 ms on 100 Mbit/s.
    private const int Large = 100;

    private readonly List<(int Tile, ScreenRect Part, bool MayBeFilm)> photos = [];

    /// <summary>Whether a frame's photographs are many: a large one has come up, or a film fills the screen.</summary>
    public bool IsLarge => photos.Count > Large;

    /// <summary>Begins a frame.</summary>
    public void Clear() => photos.Clear();

    /// <summary>Takes a part if it is a photograph.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="tile">The tile's number.</param>
    /// <param name="part">Of the tile.</param>
    /// <param name="mayBeFilm">Whether it may be of a film: what comes up beside a copy is scrolled, and no film.</param>
    public bool Takes(Frame picture, int tile, ScreenRect part, bool mayBeFilm)
    {
        if (!PhotoClassifier.IsPhoto(picture, part))
        {
            return false;
        }

        photos.Add((tile, part, mayBeFilm));
        return true;
    }

    /// <summary>Divides the photographs that were taken.</summary>
    /// <param name="facts">By tile, as before this frame.</param>
    /// <param name="now">µs of the Agent's clock.</param>
    /// <param name="plan">What the line bears.</param>
    /// <param name="lossy">Takes those that go as JPEG.</param>
    /// <param name="lossless">Takes the others.</param>
    public void Divide(TileFacts[] facts, ulong now, SendPlan plan, List<ScreenRect> lossy, List<ScreenRect> lossless)
    {
        var all = plan.MostBytes != int.MaxValue || IsLarge;
        foreach (var (tile, part, mayBeFilm) in photos)
        {
            (all || (mayBeFilm && facts[tile].IsBusy(now, BusyWithin)) ? lossy : lossless).Add(part);
        }
    }
}
