using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>Which rows to ask for: whole rows can be fetched straight into place, so damage becomes bands of rows.</summary>
internal static class RowBands
{
    // A request costs about as much as the pixels of a few rows; closer bands than this become one.
    private const int Gap = 16;

    /// <summary>The bands that hold all of <paramref name="damage"/>, from the top, without overlap.</summary>
    public static IReadOnlyList<(int Top, int Bottom)> Around(IEnumerable<ScreenRect> damage)
    {
        var bands = new List<(int Top, int Bottom)>();
        foreach (var area in damage.Where(d => !d.IsEmpty).OrderBy(d => d.Y))
        {
            if (bands.Count > 0 && area.Y <= bands[^1].Bottom + Gap)
            {
                bands[^1] = (bands[^1].Top, Math.Max(bands[^1].Bottom, area.Bottom));
            }
            else
            {
                bands.Add((area.Y, area.Bottom));
            }
        }

        return bands;
    }
}
