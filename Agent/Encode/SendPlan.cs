using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode;

/// <summary>What the line bears just now, told to the encoder before each frame.</summary>
/// <param name="KeyFrame">The next frame must stand by itself.</param>
/// <param name="PhotoQuality">JPEG quality for photographs, 20 to 95.</param>
/// <param name="MostBytes">
/// What this frame's photographs should take at most; <see cref="int.MaxValue"/> on a line that carries them without loss at once.
/// </param>
/// <param name="RepairBytes">What sending photographs again without loss should take of this frame; 0 while the line is not free enough.</param>
/// <param name="Heal">Tiles that a Viewer showed otherwise than it should: they are sent again without loss.</param>
internal sealed record SendPlan(
    bool KeyFrame, int PhotoQuality, int MostBytes, int RepairBytes, IReadOnlyList<TileRun> Heal)
{
    /// <summary>Whether a seek point is wished for behind this frame.</summary>
    public SeekWish Seek { get; init; }

    /// <summary>A line without limits: everything without loss, at once.</summary>
    public static SendPlan Free(bool keyFrame = false) => new(keyFrame, 92, int.MaxValue, int.MaxValue, []);
}

/// <summary>Whether a recording should be enterable behind a frame.</summary>
internal enum SeekWish
{
    /// <summary>No.</summary>
    None,

    /// <summary>If nothing was sent with loss.</summary>
    IfExact,

    /// <summary>In any case: what has loss is sent once more.</summary>
    Now,
}
