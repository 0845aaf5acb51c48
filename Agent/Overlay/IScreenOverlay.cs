using System.Collections.Immutable;
using RemoteAssist.Shared.Annotations;

namespace RemoteAssist.Agent.Overlay;

/// <summary>The line around every monitor that is shared.</summary>
internal enum FrameTone
{
    /// <summary>No line: nothing is shown to anybody.</summary>
    None,

    /// <summary>Somebody can see the screen.</summary>
    Watched,

    /// <summary>The customer has paused, or nobody is there just now.</summary>
    Held,
}

/// <summary>What lies over the customer's screen; replaced whole.</summary>
internal sealed record OverlayPicture(FrameTone Tone, ImmutableArray<Mark> Marks)
{
    /// <summary>Nothing.</summary>
    public static readonly OverlayPicture Empty = new(FrameTone.None, []);
}

/// <summary>Shows marks and the line over the real screen; clicks go through both.</summary>
internal interface IScreenOverlay : IDisposable
{
    /// <summary>Shows this in place of what was there. From any thread; returns at once.</summary>
    void Show(OverlayPicture picture);
}
