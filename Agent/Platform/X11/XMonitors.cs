using System.Runtime.InteropServices;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The monitors, as XRandR 1.5 has them: also those that somebody made out of a part of a screen.</summary>
internal sealed unsafe class XMonitors
{
    private readonly nint display;
    private readonly nuint root;
    private readonly bool known;
    private readonly Dictionary<nuint, string> names = [];

    public XMonitors(nint display, nuint root)
    {
        this.display = display;
        this.root = root;
        known = XRandr.XRRQueryExtension(display, out var first, out _) != 0
            && XRandr.XRRQueryVersion(display, out var major, out var minor) != 0 && (major, minor).CompareTo((1, 5)) >= 0;
        FirstEvent = known ? first : int.MaxValue;
    }

    /// <summary>The first of RandR's event numbers.</summary>
    public int FirstEvent { get; }

    /// <summary>From left to right; empty where X does not say.</summary>
    public IReadOnlyList<MonitorThing> Read()
    {
        var count = 0;
        var infos = known ? XRandr.XRRGetMonitors(display, root, 1, out count) : null;
        if (infos is null)
        {
            return [];
        }

        var monitors = new List<MonitorThing>();
        foreach (ref readonly var info in new ReadOnlySpan<XRandr.MonitorInfo>(infos, count))
        {
            monitors.Add(new MonitorThing(NameOf(info.Name), new ScreenRect(info.X, info.Y, info.Width, info.Height), info.Primary != 0));
        }

        XRandr.XRRFreeMonitors(infos);
        return [.. monitors.OrderBy(m => m.Place.X).ThenBy(m => m.Place.Y)];
    }

    private string NameOf(nuint atom)
    {
        if (!names.TryGetValue(atom, out var name))
        {
            var text = Xlib.XGetAtomName(display, atom);
            name = Marshal.PtrToStringUTF8(text) ?? "";
            names[atom] = name;
            if (text != 0)
            {
                Xlib.XFree(text);
            }
        }

        return name;
    }
}
