using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>Whose a window is. Every id that a program's connection makes begins with the same bits, the connection's base.</summary>
internal sealed unsafe class WindowOwners(nint display, nuint root)
{
    // A window manager's frame holds the program's window two or three windows deep; what holds more than this is a
    // program's own window, with its buttons and fields.
    private const int Deepest = 3;
    private const int MostLookedAt = 48;

    private const nint Events = Xlib.SubstructureNotifyMask | Xlib.PropertyChangeMask;

    // What stands in a top-level window, and in which.
    private readonly Dictionary<nuint, nuint> inside = [];

    /// <summary>The windows inside of top-level ones that are followed.</summary>
    public IReadOnlyCollection<nuint> Inside => inside.Keys;

    /// <summary>The children, the lowest first; none where the window is gone.</summary>
    public static nuint[] ChildrenOf(nint display, nuint window)
    {
        if (Xlib.XQueryTree(display, window, out _, out _, out var children, out var count) == 0 || children == 0)
        {
            return [];
        }

        var all = new ReadOnlySpan<nuint>((void*)children, (int)count).ToArray();
        Xlib.XFree(children);
        return all;
    }

    /// <summary>The base of the connection that made this window.</summary>
    public static nuint ClientOf(nint display, nuint id) => id & ~Xlib.ResourceMask(display);

    /// <summary>Whether a window's owner may be another once this property has changed.</summary>
    public static bool Concerns(nuint property) => property == Xlib.TransientFor;

    /// <summary>The window itself, and those of other programs that it holds: what a window manager's frame is around.</summary>
    public IReadOnlyList<WindowOwner> Of(nuint topLevel)
    {
        var maker = ClientOf(display, topLevel);
        var owners = new List<WindowOwner> { new(topLevel, TransientFor(topLevel)) };
        nuint[] level = [topLevel];
        for (var depth = 0; depth < Deepest && level.Length is > 0 and <= MostLookedAt; depth++)
        {
            var children = level.SelectMany(ChildrenFollowed).ToLookup(id => ClientOf(display, id) == maker);
            foreach (var guest in children[false])
            {
                Follow(guest, topLevel);
                owners.Add(new WindowOwner(guest, TransientFor(guest)));
            }

            // Also beside a guest: what a frame's parts hold moves as well, and carries along what was left behind there.
            level = [.. children[true]];
        }

        return owners;

        nuint[] ChildrenFollowed(nuint id)
        {
            Follow(id, topLevel);
            return ChildrenOf(display, id);
        }
    }

    /// <summary>The top-level window that holds this one; 0 where it is gone.</summary>
    public nuint Around(nuint id)
    {
        while (id != 0 && Xlib.XQueryTree(display, id, out _, out var parent, out var children, out _) != 0)
        {
            if (children != 0)
            {
                Xlib.XFree(children);
            }

            if (parent == root)
            {
                return id;
            }

            id = parent;
        }

        return 0;
    }

    /// <summary>The top-level window that this one stands in, or is.</summary>
    public nuint TopLevelOf(nuint id) => inside.GetValueOrDefault(id, id);

    /// <summary>A window that was followed is gone.</summary>
    public void Forget(nuint id) => inside.Remove(id);

    // Before it is asked anything, so that what changes after the answer is told.
    private void Follow(nuint id, nuint topLevel)
    {
        Xlib.XSelectInput(display, id, Events);
        if (id != topLevel)
        {
            inside[id] = topLevel;
        }
    }

    private nuint TransientFor(nuint id) =>
        Xlib.XGetTransientForHint(display, id, out var owner) != 0 && owner != root ? owner : 0;
}
