using System.Globalization;
using System.Text;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>How much larger than usual the desktop draws: X has one number for all monitors, the resource <c>Xft.dpi</c>.</summary>
internal static class DesktopScale
{
    private const nuint ResourceManager = 23; // an atom that X has from the start
    private const double UsualDpi = 96;
    private const int Least = 50, Most = 800;

    /// <summary>In percent, 100 where nothing is said of it.</summary>
    public static int Percent(nint display, nuint root) =>
        Read(Encoding.UTF8.GetString(XProperty.Bytes(display, root, ResourceManager)));

    /// <summary>In percent, as these resources have it.</summary>
    public static int Read(string resources)
    {
        foreach (var line in resources.Split('\n'))
        {
            var parts = line.Split(':', 2);
            if (parts is ["Xft.dpi", var value]
                && double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var dpi) && dpi is > 0 and < 10_000)
            {
                return Math.Clamp((int)Math.Round(dpi / UsualDpi * 100), Least, Most);
            }
        }

        return 100;
    }
}
