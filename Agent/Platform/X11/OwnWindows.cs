using System.Collections.Immutable;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>The X ids of the Agent's own windows. Windows enter on GTK's thread, the capture thread reads.</summary>
internal sealed class OwnWindows
{
    private ImmutableArray<nuint> ids = [];

    /// <summary>The ids as they are now.</summary>
    public ImmutableArray<nuint> Ids => ids;

    /// <summary>A window is about to be seen.</summary>
    public void Add(nuint id) => ImmutableInterlocked.Update(ref ids, static (all, one) => all.Add(one), id);

    /// <summary>A window is gone.</summary>
    public void Remove(nuint id) => ImmutableInterlocked.Update(ref ids, static (all, one) => all.Remove(one), id);
}
