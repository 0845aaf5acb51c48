using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>Which rectangles to ask the system for: few requests, few pixels that nobody needs.</summary>
internal static class Patches
{
    /// <summary>
    /// A request costs the X server and us a round trip (20 to 50 µs), which is about the time to copy so many pixels
    /// on one machine: two patches become one where that fetches no more than this in vain.
    /// </summary>
    public const int WorthARequest = 32 * 1024;

    /// <summary>Where there would be more requests, one for all of them is cheaper.</summary>
    public const int Most = 32;

    /// <summary>Rectangles that together hold all of <paramref name="damage"/>.</summary>
    public static IReadOnlyList<ScreenRect> Around(IEnumerable<ScreenRect> damage)
    {
        var patches = new List<ScreenRect>();
        foreach (var area in damage)
        {
            if (!area.IsEmpty)
            {
                Add(patches, area);
            }
        }

        return patches.Count <= Most ? patches : [patches.Aggregate((all, one) => all.Union(one))];
    }

    // What has grown may reach others now.
    private static void Add(List<ScreenRect> patches, ScreenRect area)
    {
        for (var i = 0; i < patches.Count; i++)
        {
            var both = patches[i].Union(area);
            if (Pixels(both) - Pixels(patches[i]) - Pixels(area) <= WorthARequest)
            {
                patches.RemoveAt(i);
                Add(patches, both);
                return;
            }
        }

        patches.Add(area);
    }

    private static long Pixels(ScreenRect area) => (long)area.Width * area.Height;
}
