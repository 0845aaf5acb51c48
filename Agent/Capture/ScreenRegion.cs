using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Capture;

/// <summary>
/// A part of the screen of any shape, exact to the pixel. Never changes; every operation makes a new one.
/// </summary>
/// <remarks>
/// Kept as bands from top to bottom; all rows of a band have the same runs of pixels, from left to right. Two regions
/// that hold the same pixels have the same bands.
/// </remarks>
internal sealed class ScreenRegion : IEquatable<ScreenRegion>
{
    /// <summary>No pixel.</summary>
    public static readonly ScreenRegion Empty = new([]);

    private readonly Band[] bands;

    private ScreenRegion(Band[] bands) => this.bands = bands;

    // Runs are pairs: the first column, and the first behind.
    private readonly record struct Band(int Top, int Bottom, int[] Runs);

    /// <summary>Whether it holds no pixel.</summary>
    public bool IsEmpty => bands.Length == 0;

    /// <summary>The smallest rectangle around it.</summary>
    public ScreenRect Bounds
    {
        get
        {
            if (IsEmpty)
            {
                return default;
            }

            var left = bands.Min(b => b.Runs[0]);
            return new ScreenRect(left, bands[0].Top, bands.Max(b => b.Runs[^1]) - left, bands[^1].Bottom - bands[0].Top);
        }
    }

    /// <summary>What lies in <paramref name="area"/>.</summary>
    public static ScreenRegion Of(ScreenRect area) =>
        area.IsEmpty ? Empty : new ScreenRegion([new Band(area.Y, area.Bottom, [area.X, area.Right])]);

    /// <summary>What lies in any of <paramref name="areas"/>.</summary>
    public static ScreenRegion Of(IEnumerable<ScreenRect> areas)
    {
        // Halves are put together, so that many rectangles cost no more than a few rounds.
        var parts = areas.Where(a => !a.IsEmpty).Select(Of).ToList();
        while (parts.Count > 1)
        {
            for (var i = 0; i < parts.Count / 2; i++)
            {
                parts[i] = parts[i].Union(parts[^(i + 1)]);
            }

            parts.RemoveRange((parts.Count + 1) / 2, parts.Count / 2);
        }

        return parts.Count == 0 ? Empty : parts[0];
    }

    /// <summary>What lies in either.</summary>
    public ScreenRegion Union(ScreenRegion other) =>
        IsEmpty ? other : other.IsEmpty ? this : Combine(other, static (mine, its) => mine || its);

    /// <summary>What lies in both.</summary>
    public ScreenRegion Intersect(ScreenRegion other) =>
        IsEmpty || other.IsEmpty ? Empty : Combine(other, static (mine, its) => mine && its);

    /// <summary>What lies in this one only.</summary>
    public ScreenRegion Without(ScreenRegion other) =>
        IsEmpty || other.IsEmpty ? this : Combine(other, static (mine, its) => mine && !its);

    /// <summary>What lies in one of both only.</summary>
    public ScreenRegion Difference(ScreenRegion other) =>
        IsEmpty ? other : other.IsEmpty ? this : Combine(other, static (mine, its) => mine != its);

    /// <summary>The same shape elsewhere.</summary>
    public ScreenRegion Moved(int right, int down) => (right, down) == (0, 0) ? this : new ScreenRegion(
        [.. bands.Select(b => new Band(b.Top + down, b.Bottom + down, [.. b.Runs.Select(x => x + right)]))]);

    /// <summary>Its pixels as rectangles that do not overlap.</summary>
    public IReadOnlyList<ScreenRect> Rectangles()
    {
        var all = new List<ScreenRect>();
        foreach (var band in bands)
        {
            for (var i = 0; i < band.Runs.Length; i += 2)
            {
                all.Add(new ScreenRect(band.Runs[i], band.Top, band.Runs[i + 1] - band.Runs[i], band.Bottom - band.Top));
            }
        }

        return all;
    }

    /// <summary>At most so many rectangles that hold all of it, and more where there would be too many.</summary>
    public IReadOnlyList<ScreenRect> Covering(int atMost)
    {
        // On a coarser grid each round; the coarsest has one square.
        var region = this;
        for (var coarse = 8; region.Rectangles() is { } exact; coarse *= 2)
        {
            if (exact.Count <= atMost)
            {
                return exact;
            }

            region = region.Coarser(coarse);
        }

        return [];
    }

    /// <inheritdoc/>
    public bool Equals(ScreenRegion? other) => other is not null && bands.Length == other.bands.Length
        && bands.Zip(other.bands).All(pair => Same(pair.First, pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScreenRegion);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(bands.Length, Bounds);

    private static bool Same(Band one, Band other) =>
        one.Top == other.Top && one.Bottom == other.Bottom && one.Runs.AsSpan().SequenceEqual(other.Runs);

    // All its pixels, on a grid of squares of this side.
    private ScreenRegion Coarser(int side) => Of(Rectangles().Select(r =>
    {
        var (left, top) = (r.X / side * side, r.Y / side * side);
        return new ScreenRect(left, top, Up(r.Right, side) - left, Up(r.Bottom, side) - top);
    })).Intersect(Of(Bounds));

    private static int Up(int value, int side) => (value + side - 1) / side * side;

    private ScreenRegion Combine(ScreenRegion other, Func<bool, bool, bool> holds)
    {
        int[] edges = [.. bands.Concat(other.bands).SelectMany(b => new[] { b.Top, b.Bottom }).Distinct().Order()];
        var combined = new List<Band>();
        var (mine, its) = (0, 0);
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var runs = Combine(RunsAt(edges[i], ref mine), other.RunsAt(edges[i], ref its), holds);
            if (runs.Length == 0)
            {
                continue;
            }

            if (combined.Count > 0 && combined[^1].Bottom == edges[i] && combined[^1].Runs.AsSpan().SequenceEqual(runs))
            {
                combined[^1] = combined[^1] with { Bottom = edges[i + 1] };
            }
            else
            {
                combined.Add(new Band(edges[i], edges[i + 1], runs));
            }
        }

        return combined.Count == 0 ? Empty : new ScreenRegion([.. combined]);
    }

    private int[] RunsAt(int row, ref int band)
    {
        while (band < bands.Length && bands[band].Bottom <= row)
        {
            band++;
        }

        return band < bands.Length && bands[band].Top <= row ? bands[band].Runs : [];
    }

    // Both lists of edges from left to right: at each, one of them goes in or out.
    private static int[] Combine(int[] mine, int[] its, Func<bool, bool, bool> holds)
    {
        var runs = new List<int>();
        var (m, i, inside) = (0, 0, false);
        while (m < mine.Length || i < its.Length)
        {
            var at = Math.Min(m < mine.Length ? mine[m] : int.MaxValue, i < its.Length ? its[i] : int.MaxValue);
            m += m < mine.Length && mine[m] == at ? 1 : 0;
            i += i < its.Length && its[i] == at ? 1 : 0;
            if (holds(m % 2 == 1, i % 2 == 1) != inside)
            {
                inside = !inside;
                runs.Add(at);
            }
        }

        return [.. runs];
    }
}
