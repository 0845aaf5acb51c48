using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Shared.Tests.Frames;

/// <summary>
/// The frames of <c>tests/Vectors/frames.json</c>: every kind of section, in one part and in several. A monitor of
/// 150×100, so that tiles at both edges are smaller; then one of 70×30.
/// </summary>
internal sealed class VectorFrames
{
    private const int Width = 150;
    private const int Height = 100;

    private readonly List<Step> steps = [];
    private readonly FrameDecoder decoder = new(new FlatPhotos());
    private ulong number = 1;
    private uint epoch;

    private VectorFrames()
    {
    }

    /// <summary>One frame, its bytes, and what is seen after it.</summary>
    public sealed record Step(
        string Name, FrameDelta Delta, IReadOnlyList<byte[]> Parts, ulong FirstNumber, uint Epoch, bool Differs, Frame Picture);

    private Frame Now => decoder.Picture;

    public static IReadOnlyList<Step> All()
    {
        var frames = new VectorFrames();
        frames.KeyFrame();
        frames.Changes();
        frames.Moves();
        frames.Memory();
        frames.TruthAndPointer();
        frames.AnotherMonitor();
        return frames.steps;
    }

    private void KeyFrame()
    {
        var screen = new Frame(Width, Height);
        Shade(screen, new ScreenRect(40, 20, 60, 50));
        Add("a key frame with fill, lossless and photo, tiles to remember, a mask, the pointer and its shape", new FrameDelta(
            1, 0, 1_000_000, Width, Height,
            [
                Pictures.Fill((new(0, 0, Width, Height), 30, 60, 90)),
                Pictures.Coded(new LosslessCodec(), screen, new ScreenRect(40, 20, 60, 50)),
                FlatPhotos.Section((100, 70), (3, 81)),
                new PictureSection.Remember([new TileRun(0, 4)]),
            ])
        {
            Masks = [new ScreenRect(100, 10, 40, 20), new ScreenRect(0, 5, 1, 1)],
            Pointer = new PointerPosition(-3, 99, true),
            Shape = new PointerShape(3, 2, 1, 0, [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))]),
        });
    }

    private void Changes()
    {
        var screen = Pictures.Copy(Now);
        Shade(screen, new ScreenRect(130, 90, 20, 10));
        Add("a delta of areas of any size that lifts the mask", new FrameDelta(
            2, 1, 1_033_333, Width, Height,
            [
                Pictures.Coded(new LosslessCodec(), screen, new(130, 90, 20, 10), new(70, 60, 3, 30)),
                Pictures.Coded(new ColoursCodec(), screen, new(131, 91, 10, 3), new(0, 0, 20, 4)),
                Pictures.Coded(new LosslessCodec(), screen, new(60, 40, 70, 50), new(140, 80, 10, 20)),
                Pictures.Fill((new(10, 10, 50, 1), 255, 254, 253), (new(9, 11, 1, 70), 1, 2, 3), (new(149, 99, 1, 1), 0, 0, 0)),
            ])
        {
            Masks = [],
            Pointer = new PointerPosition(149, 0, false),
        });

        Shade(screen, Pictures.Whole(screen));
        Add(
            "a delta in three parts, the second with a photo",
            new FrameDelta(5, 2, 1_066_666, Width, Height,
            [
                Pictures.Coded(new LosslessCodec(), screen, new ScreenRect(0, 0, 64, 64), new ScreenRect(64, 0, 86, 100)),
                FlatPhotos.Section((60, 60)),
                Pictures.Coded(new LosslessCodec(), screen, new ScreenRect(0, 64, 64, 36)),
            ])
            {
                Pointer = new PointerPosition(10, 11, true),
            },
            parts: 3);
    }

    private void Moves()
    {
        Add("copies in all directions, over themselves", Delta(
            Copy(new Move(new(0, 0, 150, 80), 0, 20)),
            Copy(new Move(new(0, 31, 150, 60), 0, 30)),
            Copy(new Move(new(5, 0, 100, 100), 0, 0)),
            Copy(new Move(new(0, 0, 100, 100), 7, 0)),
            Copy(new Move(new(20, 20, 60, 60), 13, 11))));
        Add("copies that change places, and a chain of them", Delta(
            Copy(new Move(new(0, 0, 50, 40), 80, 50), new Move(new(80, 50, 50, 40), 0, 0)),
            Copy(new Move(new(10, 0, 30, 30), 0, 0), new Move(new(20, 0, 30, 30), 10, 0), new Move(new(30, 0, 30, 30), 20, 0))));
    }

    private void Memory()
    {
        Add("a window that comes back", Delta(
            new PictureSection.Recall([new RecalledRun(0, 0, 2), new RecalledRun(3, 3, 1)]),
            new PictureSection.RecallParts(
            [
                new RecalledPart(1, new ScreenRect(70, 10, 20, 30)),
                new RecalledPart(0, new ScreenRect(1, 2, 63, 5)),
                new RecalledPart(2, new ScreenRect(149, 63, 1, 1)),
            ]),
            new PictureSection.Remember([new TileRun(1, 1), new TileRun(4, 2)])));
        Add(
            "tiles that were remembered in an earlier part of the frame",
            Delta(
                Pictures.Fill((new(0, 0, 64, 64), 200, 100, 50)),
                new PictureSection.Remember([new TileRun(0, 1)]),
                Pictures.Fill((new(0, 0, Width, Height), 9, 9, 9)),
                new PictureSection.Recall([new RecalledRun(1, 7, 1)])),
            parts: 2);
    }

    private void TruthAndPointer()
    {
        Add("the right hash of all tiles", Delta(Pictures.Fill((new(33, 44, 55, 11), 70, 80, 90))) with { Truth = Truth(0, 6) });
        Add("the right hash of the tiles at the edge", Delta() with { Truth = Truth(2, 1) });
        Add("another hash than the picture's", Delta() with { Truth = new TileTruth(new TileRun(1, 3), 0x1234_5678) }, differs: true);
        Add("a delta that only moves the pointer", Delta() with { Pointer = new PointerPosition(-32_768, 32_767, true) });

        TileTruth Truth(int first, int count)
        {
            // What it will look like: the first of these frames paints before its hash is made.
            var screen = Pictures.Copy(Now);
            screen.Fill(new ScreenRect(33, 44, 55, 11), 70, 80, 90);
            return new TileTruth(new TileRun(first, count), TileHash.Of(screen, new TileRun(first, count)));
        }
    }

    private void AnotherMonitor() => Add(
        "a key frame of another size begins black",
        new FrameDelta(
            (uint)steps.Count + 10, 0, 9_007_199_254_740_991, 70, 30, [Pictures.Fill((new(1, 1, 30, 20), 250, 0, 0))]));

    private FrameDelta Delta(params PictureSection[] sections)
    {
        var last = steps[^1].Delta;
        return new FrameDelta(last.Number + 1, last.Number, last.CapturedAt + 33_333, Now.Width, Now.Height, sections);
    }

    private static PictureSection.Copy Copy(params Move[] moves) => new(moves);

    private void Add(string name, FrameDelta delta, int parts = 1, bool differs = false)
    {
        epoch += delta.IsKeyFrame ? 1u : 0;
        var bodies = Split(delta, parts);
        var outcomes = bodies.Select((body, i) => decoder.Take(body, delta.IsKeyFrame && i == 0)).ToList();
        outcomes.Should().Equal([.. Enumerable.Repeat(Decoded.More, parts - 1), Decoded.Shown], name);
        steps.Add(new Step(name, delta, bodies, number, epoch, differs, Pictures.Copy(Now)));
        number += (uint)bodies.Count;
    }

    // A real frame is cut only where its sections weigh 64 KiB; here small ones are joined by hand.
    private static IReadOnlyList<byte[]> Split(FrameDelta delta, int parts)
    {
        var size = (delta.Sections.Count + parts - 1) / parts;
        return
        [
            .. Enumerable.Range(0, parts).Select(part =>
            {
                var isLast = part == parts - 1;
                var some = delta.Sections.Skip(part * size).Take(size).ToList();
                var body = FrameParts.Write(isLast
                    ? delta with { Sections = some }
                    : delta with { Sections = some, Masks = null, Pointer = null, Shape = null, Truth = null }).Single();
                body[0] &= isLast ? (byte)0xFF : (byte)0xFE;
                body[1] = (byte)part;
                return body;
            }),
        ];
    }

    // Neighbouring pixels differ, rows differ, and it packs well.
    private static void Shade(Frame frame, ScreenRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = frame.Row(area.X, y, area.Width);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (byte)((i * 3) + (y * 5));
            }
        }
    }
}
