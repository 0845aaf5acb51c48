namespace RemoteAssist.Agent.Encode;

/// <summary>What the encoder knows of one tile of the picture that the Viewers have. Times are µs of the Agent's clock.</summary>
internal struct TileFacts
{
    // When it changed last, and the time before that.
    private ulong last;
    private ulong second;

    /// <summary>Whether any of it was sent with loss, and not yet again without.</summary>
    public bool IsLossy;

    /// <summary>It is another picture from now on.</summary>
    public void Changed(ulong now) => (second, last) = (last, now);

    /// <summary>How long it has been as it is.</summary>
    public readonly ulong Rested(ulong now) => now - last;

    /// <summary>Whether a change now is the third, or more, within this time.</summary>
    public readonly bool IsBusy(ulong now, ulong within) => second != 0 && now - second <= within;
}
