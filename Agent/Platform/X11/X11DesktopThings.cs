using System.Text;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// The monitors by XRandR; the windows by the window manager's list, or, where there is none, by what lies on the root
/// window. A connection of its own for as long as a question takes.
/// </summary>
internal sealed class X11DesktopThings(OwnWindows own, string? displayName = null) : IDesktopThings
{
    private const int LongestName = 120;
    private const int MostListed = 500;

    /// <inheritdoc/>
    public IReadOnlyList<MonitorThing> Monitors() =>
        Ask(static (display, root) => new XMonitors(display, root).Read());

    /// <inheritdoc/>
    public IReadOnlyList<WindowThing> Windows() => Ask<WindowThing>((display, root) =>
    {
        var managed = XProperty.Words(display, root, Atom(display, "_NET_CLIENT_LIST_STACKING"));
        var lowestFirst = managed.Length > 0 ? managed : Viewable(display, WindowOwners.ChildrenOf(display, root));
        var mine = own.Ids.Select(id => WindowOwners.ClientOf(display, id)).ToHashSet();
        var all = new List<WindowThing>();
        foreach (var id in lowestFirst.Reverse().Take(MostListed))
        {
            if (!mine.Contains(WindowOwners.ClientOf(display, id)) && !IsFurniture(display, id) && TitleOf(display, id) is { Length: > 0 } title)
            {
                all.Add(new WindowThing(id, title, ProgramOf(display, id)));
            }
        }

        return all;
    });

    private IReadOnlyList<T> Ask<T>(Func<nint, nuint, IReadOnlyList<T>> question)
    {
        var display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            return [];
        }

        try
        {
            return question(display, Xlib.XDefaultRootWindow(display));
        }
        finally
        {
            _ = Xlib.XCloseDisplay(display);
            XErrors.Forget(display);
        }
    }

    private static unsafe nuint[] Viewable(nint display, nuint[] windows) => [.. windows.Where(id =>
    {
        Xlib.WindowAttributes facts;
        return Xlib.XGetWindowAttributes(display, id, &facts) != 0 && facts.MapState == Xlib.IsViewable && facts.OverrideRedirect == 0;
    })];

    // Panels, docks and the desktop's own window are no program's that people would name.
    private static bool IsFurniture(nint display, nuint id)
    {
        nuint[] furniture = [Atom(display, "_NET_WM_WINDOW_TYPE_DOCK"), Atom(display, "_NET_WM_WINDOW_TYPE_DESKTOP")];
        return XProperty.Words(display, id, Atom(display, "_NET_WM_WINDOW_TYPE")).Any(furniture.Contains);
    }

    private static string TitleOf(nint display, nuint id)
    {
        var title = Clean(Encoding.UTF8.GetString(XProperty.Bytes(display, id, Atom(display, "_NET_WM_NAME"))));
        return title.Length > 0 ? title : Clean(OldText(XProperty.Bytes(display, id, Xlib.WindowName)));
    }

    // WM_CLASS: two names, each with a zero behind it; the second is the program's.
    private static string ProgramOf(nint display, nuint id) =>
        OldText(XProperty.Bytes(display, id, Xlib.WindowClass)).Split('\0', StringSplitOptions.RemoveEmptyEntries) is [.., var program] ? Clean(program) : "";

    // Some programs write UTF-8 where Latin-1 is meant.
    private static string OldText(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    // A title may say anything, but not what turns a line around or breaks it.
    private static string Clean(string text)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            if (kind is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                kept.Append(' ');
            }
            else if (rune != Rune.ReplacementChar && kept.Length < LongestName)
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString().Trim();
    }

    private static nuint Atom(nint display, string name) => XDrawing.XInternAtom(display, name, 0);
}
