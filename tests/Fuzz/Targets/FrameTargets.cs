using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Parts of frames, and the picture that they make.</summary>
internal static class FrameTargets
{
    private const int Width = 200, Height = 150;

    // A picture of the largest monitor, one to copy it by, and as many remembered tiles as there are slots.
    private const long Largest = (2L * Frame.MaxPixels * Frame.BytesPerPixel) + (80L * 1024 * 1024);

    // Each input begins with a picture.
    private const double Slow = 0.1;

    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("frame-part", ["FrameParts.Read", "FrameSections.Read"], () => [.. VectorParts()], () => Part) { MayAllocatePerByte = 400 },
        new Target("frame-sections", ["FrameDecoder.Take", "FrameSections.Read"], () => [Sections()], () => Decode)
        {
            MayAllocate = Largest,
            Share = Slow,
        },
        new Target("seek-picture", ["SeekPointBytes.ReadPicture"], () => [SeekPicture()], () => input =>
            SeekPointBytes.ReadPicture(input.ToArray()) is { Parts.Count: > 0 }) { MayAllocatePerByte = 400 },
        new Target("seek-tiles", ["SeekPointBytes.ReadTiles"], () => [SeekTiles()], () => input =>
            SeekPointBytes.ReadTiles(input.ToArray()) is { Count: > 0 })
        {
            MayAllocate = Largest,
            Share = Slow,
        },
        new Target("frame-conversation", ["FrameDecoder.Take", "FrameParts.Read"], () => [Conversation(), Small()], () => Converse)
        {
            MayAllocate = 16 * Largest,
            Share = Slow / 4,
        },
    ];

    private static byte[] SeekPicture() =>
        SeekPointBytes.Write(7, 3, new FrameDelta(5, 0, 0, Width, Height, [new PictureSection.Remember([new TileRun(0, 2)])]));

    private static byte[] SeekTiles() => SeekPointBytes.Write(
        [new SlotTile(4, new Frame(64, 64)), new SlotTile(9, new Frame(8, 64))],
        new FrameDelta(1, 0, 0, TileGrid.Side, 2 * TileGrid.Side, [new PictureSection.Remember([new TileRun(0, 2)])]));

    private static IEnumerable<byte[]> VectorParts() => Vectors.Read("frames.json")["frames"]!.AsArray()
        .SelectMany(frame => frame!["envelopes"]!.AsArray())
        .Select(envelope => Vectors.Base64(envelope!)[EnvelopeHeader.Size..]);

    private static byte[] Conversation() => Pieces.Join(VectorParts());

    private static bool Part(ReadOnlySpan<byte> input)
    {
        if (FrameParts.Read(input.ToArray()) is not { } part)
        {
            return false;
        }

        // What was read is written, and read again it is the same.
        if (part.Part == 0 && part.IsLast && (part.Delta.Base != 0 || part.StartsKeyFrame))
        {
            var written = FrameParts.Write(part.Delta);
            if (written is [{ } one] && (FrameParts.Read(one) is not { } again || !FrameParts.Write(again.Delta)[0].AsSpan().SequenceEqual(one)))
            {
                throw new BrokenPromiseException("What was read is written as something else.");
            }
        }

        return true;
    }

    // Upon a key frame whose tiles are all remembered: pieces that each are `u8 type, bytes` of a section.
    private static bool Decode(ReadOnlySpan<byte> input)
    {
        var decoder = new FrameDecoder(new GreyPhotos());
        var all = new TileRun(0, new TileGrid(Width, Height).Count);
        decoder.Take(FrameParts.Write(new FrameDelta(1, 0, 0, Width, Height, [new PictureSection.Remember([all])]))[0], startsKeyFrame: true);
        var body = new WireWriter();
        body.Byte(1); // the last part
        foreach (var number in new[] { 0, 2, 1, 0 })
        {
            body.Varint(number); // part, frame, frame − base, µs
        }

        while (Pieces.TryTake(ref input, out var section) && body.Length + section.Length < FrameParts.MaxPartBytes)
        {
            body.Byte(section.IsEmpty ? (byte)0 : section[0]);
            body.Varint(Math.Max(0, section.Length - 1));
            body.Bytes(section.IsEmpty ? section : section[1..]);
        }

        return decoder.Take(body.Written.ToArray(), startsKeyFrame: false) is Decoded.Shown;
    }

    private static bool Converse(ReadOnlySpan<byte> input)
    {
        var decoder = new FrameDecoder(new GreyPhotos());
        var shown = 0;
        while (Pieces.TryTake(ref input, out var part))
        {
            // As the envelope is marked where a key frame begins.
            var startsKeyFrame = part.Length > 0 && (part[0] & 2) != 0;
            shown += decoder.Take(part.ToArray(), startsKeyFrame) is Decoded.Shown ? 1 : 0;
        }

        return shown > 0;
    }

    // One section of every kind.
    private static byte[] Sections()
    {
        var frame = new Frame(Width, Height);
        frame.Fill(new ScreenRect(3, 4, 50, 60), 1, 2, 3);
        ScreenRect[] areas = [new(0, 0, 64, 64), new(64, 64, 20, 10)];
        var delta = new FrameDelta(
            2,
            1,
            0,
            0,
            0,
            [
                .. TileCodecs.Make().Select(codec => CodecTargets.Section(codec, frame, areas)),
                new PictureSection.Coded(TileCodecs.Photo, [new ScreenRect(0, 0, 16, 8)], Photo()),
                new PictureSection.Copy([new Move(new ScreenRect(10, 10, 50, 50), 20, 20), new Move(new ScreenRect(100, 0, 30, 30), 0, 0)]),
                new PictureSection.Recall([new RecalledRun(0, 0, 3), new RecalledRun(4, 4, 2)]),
                new PictureSection.RecallParts([new RecalledPart(1, new ScreenRect(70, 10, 20, 20))]),
                new PictureSection.Remember([new TileRun(0, 2), new TileRun(3, 4)]),
            ])
        {
            Masks = [new ScreenRect(1, 1, 5, 5)],
            Pointer = new PointerPosition(-3, 9, true),
            Shape = new PointerShape(2, 1, 0, 0, new byte[8]),
            Truth = new TileTruth(new TileRun(0, 6), 7),
        };
        return Pieces.Join(Split(FrameParts.Write(delta)[0]));
    }

    // Takes a part apart again: behind its head of five bytes each section is `u8 type, varint length, bytes`.
    private static IEnumerable<byte[]> Split(byte[] part)
    {
        for (var at = 5; at < part.Length;)
        {
            var type = part[at++];
            var length = 0;
            for (var shift = 0; ; shift += 7)
            {
                length |= (part[at] & 0x7f) << shift;
                if (part[at++] < 0x80)
                {
                    break;
                }
            }

            yield return [type, .. part.AsSpan(at, length)];
            at += length;
        }
    }

    // A large picture from few bytes, and some work on it.
    private static byte[] Small()
    {
        const int width = 1920, height = 1080;
        var tiles = new TileRun(0, new TileGrid(width, height).Count);
        var key = new FrameDelta(1, 0, 0, width, height, [Flat(new ScreenRect(0, 0, width, height)), new PictureSection.Remember([tiles])]);
        var next = new FrameDelta(
            2, 1, 0, 0, 0, [new PictureSection.Recall([new RecalledRun(0, 0, tiles.Count)]), new PictureSection.Copy([new Move(new ScreenRect(0, 0, 900, 900), 100, 50)])]);
        return Pieces.Join([.. FrameParts.Write(key), .. FrameParts.Write(next)]);
    }

    private static PictureSection.Coded Flat(ScreenRect area) => new(FillCodec.Type, [area], new byte[] { 1, 2, 3 });

    private static byte[] Photo()
    {
        var jpeg = Vectors.Base64(Vectors.Read("frames.json")["photo"]!["jpeg"]!);
        return [.. Edges.Varint((ulong)jpeg.Length), .. jpeg];
    }

    /// <summary>Takes anything for a photograph: decoding JPEG is the browser's work.</summary>
    private sealed class GreyPhotos : IPhotoDecoder
    {
        public bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area)
        {
            frame.Fill(area, 128, 128, 128);
            return true;
        }
    }
}
