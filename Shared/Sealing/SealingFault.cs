namespace RemoteAssist.Shared.Sealing;

/// <summary>Why an envelope was not sealed or not opened. None of them is ever passed over in silence.</summary>
/// <remarks>
/// The order of checks is fixed: form, then the seal, then the number. So <see cref="Replayed"/>,
/// <see cref="OutOfOrder"/>, <see cref="Gap"/> and <see cref="WrongEpoch"/> are said of genuine envelopes alone, and
/// anything altered is <see cref="Forged"/>.
/// </remarks>
public enum SealingFault
{
    /// <summary>Shorter than head and tag.</summary>
    Truncated,

    /// <summary>The head has another version or an unknown channel or mark.</summary>
    Malformed,

    /// <summary>An envelope of the other channel.</summary>
    WrongChannel,

    /// <summary>The head names another viewer.</summary>
    WrongViewer,

    /// <summary>
    /// The tag does not fit: altered on the way, cut short, or sealed under another key, which means for the other
    /// direction (a reflection), another viewer, another session or another connection of this one.
    /// </summary>
    Forged,

    /// <summary>Genuine, and not newer than what was opened last; or under a content key that has been replaced.</summary>
    Replayed,

    /// <summary>Control: genuine, but not the next one.</summary>
    OutOfOrder,

    /// <summary>Frames: something is missing before it, and it does not start a key frame.</summary>
    Gap,

    /// <summary>Frames: epoch or content key changes without a key frame, or a key frame comes in an old epoch.</summary>
    WrongEpoch,

    /// <summary>
    /// Frames: the content key that the envelope names has not come yet. A picture may overtake its key: the part is
    /// not shown, and a key frame is asked for.
    /// </summary>
    NoKey,

    /// <summary>The key has sealed all that it may (<see cref="EnvelopeCipher.Limit"/>): renew it or resume.</summary>
    Exhausted,
}
