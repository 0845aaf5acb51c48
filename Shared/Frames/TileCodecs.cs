namespace RemoteAssist.Shared.Frames;

/// <summary>The codecs that write without loss.</summary>
public static class TileCodecs
{
    /// <summary>The type of sections that hold JPEG; what decodes it belongs to the platform.</summary>
    public const byte Photo = 5;

    /// <summary>Every type of coded section, by rising id: what an Agent writes and a Viewer reads.</summary>
    public static IReadOnlyList<byte> Ids { get; } = [FillCodec.Type, ColoursCodec.Type, LosslessCodec.Type, Photo];

    /// <summary>
    /// New codecs, each with buffers of its own: one set for each thread that encodes or decodes.
    /// </summary>
    public static IReadOnlyList<ITileCodec> Make() => [new FillCodec(), new ColoursCodec(), new LosslessCodec()];
}
