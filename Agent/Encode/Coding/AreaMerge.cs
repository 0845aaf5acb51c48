using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Coding;

/// <summary>
/// Makes few areas of many: parts of neighbouring tiles become one where little is added that has not changed. A letter
/// stays a letter; a page becomes a page.
/// </summary>
internal static class AreaMerge
{
    // An area costs about six bytes of head; so many pixels of text cost about as much.
    private const int MostWaste = 48;

    // Of areas that are large already, this part may be wasted: 1/16.
    private const int WasteShift = 4;

    // As many areas back as a new one is compared with: a row of tiles of the widest usual screen.
    private const int LookBack = 64;

    /// <summary>Merges areas in place.</summary>
    /// <param name="areas">Parts of tiles, none over two tiles, in the order of their tiles.</param>
    /// <param name="exact">Nothing at all may be added.</param>
    public static void Run(List<ScreenRect> areas, bool exact)
    {
        var left = 0;
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            if (left > 0 && SameBand(areas[left - 1], area) && IsWorthIt(areas[left - 1], area, exact))
            {
                areas[left - 1] = areas[left - 1].Union(area);
            }
            else
            {
                areas[left++] = area;
            }
        }

        areas.RemoveRange(left, areas.Count - left);
        left = 0;
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            var above = left - 1;
            while (above >= 0 && above >= left - LookBack && !IsWorthIt(areas[above], area, exact))
            {
                above--;
            }

            if (above >= 0 && above >= left - LookBack)
            {
                areas[above] = areas[above].Union(area);
            }
            else
            {
                areas[left++] = area;
            }
        }

        areas.RemoveRange(left, areas.Count - left);
    }

    /// <summary>Merges areas of one colour each, where neighbours of the same colour make a rectangle.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="parts">In the order of their tiles.</param>
    /// <param name="areas">Takes the merged ones.</param>
    public static void AddFlat(Frame picture, List<ScreenRect> parts, List<ScreenRect> areas)
    {
        // First those side by side, then the rows that this made.
        foreach (var part in parts)
        {
            AddFlat(picture, areas, part);
        }

        var rows = areas.Count;
        for (var i = 0; i < rows; i++)
        {
            var row = areas[0];
            areas.RemoveAt(0);
            AddFlat(picture, areas, row);
        }
    }

    private static void AddFlat(Frame picture, List<ScreenRect> areas, ScreenRect area)
    {
        for (var i = areas.Count - 1; i >= 0 && i >= areas.Count - LookBack; i--)
        {
            if (IsWorthIt(areas[i], area, exact: true) && SameColour(picture, areas[i], area))
            {
                areas[i] = areas[i].Union(area);
                return;
            }
        }

        areas.Add(area);
    }

    /// <summary>Cuts areas of more than <paramref name="most"/> pixels into bands of whole rows.</summary>
    public static void Cut(List<ScreenRect> areas, int most)
    {
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            var rows = Math.Max(1, most / area.Width);
            if (area.Height > rows)
            {
                areas[i] = area with { Height = rows };
                areas.Insert(i + 1, area with { Y = area.Y + rows, Height = area.Height - rows });
            }
        }
    }

    private static bool SameBand(ScreenRect a, ScreenRect b) => a.Y / TileGrid.Side == b.Y / TileGrid.Side;

    private static bool SameColour(Frame picture, ScreenRect a, ScreenRect b) =>
        picture.Row(a.X, a.Y, 1)[..3].SequenceEqual(picture.Row(b.X, b.Y, 1)[..3]);

    private static bool IsWorthIt(ScreenRect a, ScreenRect b, bool exact)
    {
        var union = a.Union(b);
        var both = (a.Width * a.Height) + (b.Width * b.Height);
        return (union.Width * union.Height) - both <= (exact ? 0 : MostWaste + (both >> WasteShift));
    }
}
