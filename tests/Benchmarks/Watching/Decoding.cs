using RemoteAssist.Relay.Recordings.Film;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Benchmarks.Watching;

/// <summary>What came of a part.</summary>
/// <param name="IsWhole">The picture shows a further frame.</param>
/// <param name="Ask">What the Agent must be told, if anything.</param>
internal readonly record struct Taken(bool IsWhole, ControlMessage? Ask = null);

/// <summary>Step 9 as the page does it: opened parts become a picture, and the Agent hears where that fails.</summary>
internal sealed class Decoding
{
    private readonly FrameDecoder decoder = new(new JpegDecoder());

    /// <summary>What it says that it reads: all there are, photographs too.</summary>
    public static byte[] Codecs => [.. TileCodecs.Ids];

    public Frame Picture => decoder.Picture;

    /// <summary>The Agent's own windows, where the last frame said so.</summary>
    public IReadOnlyList<ScreenRect>? Masks => decoder.Shown?.Masks;

    /// <summary>Of the frame that is shown; 0 where there is none.</summary>
    public uint Number => decoder.Shown?.Number ?? 0;

    /// <summary>Frames after which some tiles did not look as the Agent said that they must.</summary>
    public int Differed { get; private set; }

    /// <summary>Key frames that had to be asked for.</summary>
    public int Asked { get; private set; }

    private bool awaiting;

    public Taken Take(ReadOnlyMemory<byte> body, bool startsKeyFrame)
    {
        var answer = decoder.Take(body, startsKeyFrame);
        switch (answer)
        {
            case Decoded.More:
                return new Taken(IsWhole: false);
            case Decoded.Shown when decoder.Differing is { } tiles:
                Differed++;
                return new Taken(IsWhole: true, new ControlMessage.Differs(decoder.Shown!.Number, (uint)tiles.First, (uint)tiles.Count));
            case Decoded.Shown:
                awaiting = false;
                return new Taken(IsWhole: true);
            case Decoded.AwaitingKeyFrame when awaiting:
                return new Taken(IsWhole: false);
            default:
                awaiting = true;
                Asked++;
                return new Taken(IsWhole: false, new ControlMessage.KeyFrameRequest());
        }
    }

    /// <summary>Says that the last frame is on the screen.</summary>
    /// <param name="heldFor">Since its last byte came.</param>
    public ControlMessage Painted(TimeSpan heldFor) => new ControlMessage.Painted(decoder.Shown!.Number, (uint)heldFor.TotalMicroseconds);
}
