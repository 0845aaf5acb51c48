namespace RemoteAssist.Shared.Frames;

/// <summary>What changed since a named base frame. A key frame has base 0 and refers to nothing before it.</summary>
/// <param name="Number">This frame's number, from 1, rising.</param>
/// <param name="Base">The frame that it changes, before this one; 0 for a key frame.</param>
/// <param name="CapturedAt">When the screen was fetched, µs of the Agent's monotonic clock.</param>
/// <param name="Width">The picture's width in pixels.</param>
/// <param name="Height">The picture's height in pixels.</param>
/// <param name="Sections">What is done to the picture; may be nothing.</param>
public sealed record FrameDelta(
    uint Number, uint Base, ulong CapturedAt, int Width, int Height, IReadOnlyList<PictureSection> Sections)
{
    /// <summary>The pointer's place, where it has changed.</summary>
    public PointerPosition? Pointer { get; init; }

    /// <summary>The pointer's shape, where it has changed.</summary>
    public PointerShape? Shape { get; init; }

    /// <summary>All places that the Agent keeps to itself, where they have changed; they are painted flat in the picture.</summary>
    public IReadOnlyList<ScreenRect>? Masks { get; init; }

    /// <summary>What tiles must look like once this frame is applied.</summary>
    public TileTruth? Truth { get; init; }

    /// <summary>Whether it stands by itself.</summary>
    public bool IsKeyFrame => Base == 0;
}

/// <summary>The Agent's hash of some tiles, for the Viewer to compare with its own.</summary>
/// <param name="Tiles">Which.</param>
/// <param name="Hash">Their <see cref="TileHash"/>.</param>
public readonly record struct TileTruth(TileRun Tiles, uint Hash);

/// <summary>Where the pointer's hot spot is, in pixels of the picture; may lie outside it.</summary>
public readonly record struct PointerPosition(short X, short Y, bool Visible);

/// <summary>How the pointer looks.</summary>
/// <param name="Width">1 to <see cref="MaxSide"/> pixels.</param>
/// <param name="Height">1 to <see cref="MaxSide"/> pixels.</param>
/// <param name="HotX">The hot spot's column.</param>
/// <param name="HotY">The hot spot's row.</param>
/// <param name="Rgba">Red, green, blue, alpha (not premultiplied), row by row: 4 × width × height bytes.</param>
public sealed record PointerShape(ushort Width, ushort Height, ushort HotX, ushort HotY, byte[] Rgba)
{
    /// <summary>The largest pointer that is sent, in pixels a side.</summary>
    public const int MaxSide = 256;
}
