using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What of the screen has changed since it was last taken (XDamage).</summary>
internal sealed unsafe class ScreenDamage : IDisposable
{
    private readonly nint display;
    private readonly int damageEvent;
    private readonly nuint damage;
    private readonly nuint region;

    /// <param name="display">The connection; XFixes knows which version it speaks.</param>
    /// <param name="root">The screen.</param>
    /// <param name="damageEvent">The first of XDamage's event numbers.</param>
    public ScreenDamage(nint display, nuint root, int damageEvent)
    {
        this.display = display;
        this.damageEvent = damageEvent;

        // One event when damage begins, silence until it is taken: a busy screen that nobody fetches costs nothing.
        damage = Xlib.XDamageCreate(display, root, Xlib.DamageReportNonEmpty);
        region = Xlib.XFixesCreateRegion(display, 0, 0);
    }

    /// <summary>Whether something may have changed.</summary>
    public bool MayBeThere { get; set; }

    /// <summary>What X tells.</summary>
    /// <returns>False where it was not about this.</returns>
    public bool Hear(Xlib.Event* what)
    {
        var isForIt = what->Type == damageEvent && ((Xlib.DamageEvent*)what)->Damage == damage;
        MayBeThere |= isForIt;
        return isForIt;
    }

    /// <summary>What has changed of the screen. Taken out of the server before the picture is fetched: what changes between the two comes again.</summary>
    public IReadOnlyList<ScreenRect> Take(ScreenRect screen)
    {
        if (!MayBeThere)
        {
            return [];
        }

        MayBeThere = false;
        Xlib.XDamageSubtract(display, damage, 0, region);
        var rectangles = Xlib.XFixesFetchRegion(display, region, out var count);
        if (rectangles is null)
        {
            return [];
        }

        var all = new List<ScreenRect>(count);
        for (var i = 0; i < count; i++)
        {
            var part = new ScreenRect(rectangles[i].X, rectangles[i].Y, rectangles[i].Width, rectangles[i].Height).Intersect(screen);
            if (!part.IsEmpty)
            {
                all.Add(part);
            }
        }

        Xlib.XFree((nint)rectangles);
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Xlib.XDamageDestroy(display, damage);
        Xlib.XFixesDestroyRegion(display, region);
    }
}
