using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>What the encoder knows of one tile of the picture that the Viewers have. Times are µs of the Agent's clock.</summary>
internal struct TileFacts
{
    // When it changed last, and the time before that.
    private ulong last;
    private ulong second;

    /// <summary>Of the picture, around all that was sent with loss and not yet again without; empty where there is nothing.</summary>
    public ScreenRect Loss { get; private set; }

    /// <summary>Whether any of it was sent with loss, and not yet again without.</summary>
    public readonly bool IsLossy => !Loss.IsEmpty;

    /// <summary>It is another picture from now on.</summary>
    public void Changed(ulong now) => (second, last) = (last, now);

    /// <summary>A part of it is sent with loss.</summary>
    public void Lost(ScreenRect part) => Loss = Loss.IsEmpty ? part : Loss.Union(part);

    /// <summary>All of it is sent without loss.</summary>
    public void IsExact() => Loss = default;

    /// <summary>How long it has been as it is.</summary>
    public readonly ulong Rested(ulong now) => now - last;

    /// <summary>Whether a change now is the third, or more, within this time.</summary>
    public readonly bool IsBusy(ulong now, ulong within) => second != 0 && now - second <= within;
}
