using RemoteAssist.Benchmarks.Stage;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Runs;

/// <summary>Judges pictures against what was drawn.</summary>
internal static class Comparing
{
    /// <summary>Compares one part of two pictures.</summary>
    /// <param name="step">The step that they show.</param>
    /// <param name="truth">What was drawn.</param>
    /// <param name="shown">What the viewer has.</param>
    /// <param name="region">The part.</param>
    /// <param name="leftOut">Places that do not count.</param>
    public static Fidelity Judge(int step, Frame truth, Frame shown, ScreenRect region, IReadOnlyList<ScreenRect> leftOut)
    {
        var (wrong, pixels, error) = (0, 0, 0L);
        for (var y = region.Y; y < region.Bottom; y++)
        {
            var one = truth.Row(region.X, y, region.Width);
            var other = shown.Row(region.X, y, region.Width);
            for (var x = 0; x < region.Width; x++)
            {
                if (IsIn(leftOut, region.X + x, y))
                {
                    continue;
                }

                pixels++;
                var here = Error(one.Slice(x * Frame.BytesPerPixel, 3), other.Slice(x * Frame.BytesPerPixel, 3));
                error += here;
                wrong += here > 0 ? 1 : 0;
            }
        }

        return new Fidelity(step, wrong, pixels, error == 0 ? null : 10 * Math.Log10(255.0 * 255.0 * 3 * pixels / error));
    }

    /// <summary>The screen as it is.</summary>
    public static Frame Screen(string display)
    {
        using var eye = new ScreenEye(display, Page.Layout.ScreenWidth, Page.Layout.ScreenHeight);
        eye.Look(0, 0);
        return eye.Picture;
    }

    private static bool IsIn(IReadOnlyList<ScreenRect> areas, int x, int y)
    {
        for (var i = 0; i < areas.Count; i++)
        {
            var area = areas[i];
            if (x >= area.X && x < area.Right && y >= area.Y && y < area.Bottom)
            {
                return true;
            }
        }

        return false;
    }

    private static int Error(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var (blue, green, red) = (one[0] - other[0], one[1] - other[1], one[2] - other[2]);
        return (blue * blue) + (green * green) + (red * red);
    }
}
