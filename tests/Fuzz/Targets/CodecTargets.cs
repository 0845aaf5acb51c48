using System.Buffers;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>
/// The tile codecs. An input is <c>u8 width − 1, u8 height − 1, u8 areas − 1 (modulo 4), each 4 × u8 x, y, width − 1,
/// height − 1 (modulo what fits)</c>, and what the codec reads. Nothing may be painted outside the areas.
/// </summary>
internal static class CodecTargets
{
    private const int MostAreas = 4;

    public static IReadOnlyList<Target> List { get; } =
    [
        .. TileCodecs.Make().Select(codec => new Target($"codec-{Name(codec)}", [$"{codec.GetType().Name}.TryDecode"], () => [.. Seeds(codec.Id)], () => Reading(codec.Id))
        {
            // The picture itself, and tables as large as the picture.
            MayAllocate = 4 * 1024 * 1024,
            Share = 0.2,
        }),
    ];

    /// <summary>A section that holds these areas as a codec writes them.</summary>
    public static PictureSection.Coded Section(ITileCodec codec, Frame picture, ScreenRect[] areas)
    {
        var bytes = new ArrayBufferWriter<byte>();
        codec.Encode(picture, areas, bytes);
        return new PictureSection.Coded(codec.Id, areas, bytes.WrittenMemory);
    }

    private static string Name(ITileCodec codec) => codec.GetType().Name.Replace("Codec", "", StringComparison.Ordinal).ToLowerInvariant();

    // A codec serves one thread at a time, and targets may be read side by side: each makes its own.
    private static ITileCodec Codec(byte id) => TileCodecs.Make().Single(one => one.Id == id);

    private static Reading Reading(byte id)
    {
        var codec = Codec(id);
        return input =>
        {
            if (input.Length < 3)
            {
                return false;
            }

            var frame = new Frame(input[0] + 1, input[1] + 1);
            var areas = new ScreenRect[1 + (input[2] % MostAreas)];
            input = input[3..];
            for (var i = 0; i < areas.Length; i++)
            {
                areas[i] = Area(ref input, frame);
            }

            var taken = codec.TryDecode(input, frame, areas);
            foreach (var area in areas)
            {
                frame.Fill(area, 0, 0, 0);
            }

            return frame.Pixels.AsSpan().ContainsAnyExcept((byte)0)
                ? throw new BrokenPromiseException("It painted outside of its areas.")
                : taken;
        };
    }

    private static ScreenRect Area(ref ReadOnlySpan<byte> input, Frame frame)
    {
        Span<byte> four = stackalloc byte[4];
        input[..Math.Min(4, input.Length)].CopyTo(four);
        input = input[Math.Min(4, input.Length)..];
        var (x, y) = (four[0] % frame.Width, four[1] % frame.Height);
        return new ScreenRect(x, y, 1 + (four[2] % (frame.Width - x)), 1 + (four[3] % (frame.Height - y)));
    }

    private static IEnumerable<byte[]> Seeds(byte id)
    {
        var codec = Codec(id);

        // Noise has more colours than the codec of few colours takes.
        for (var kind = 0; kind < (codec is ColoursCodec ? 3 : 4); kind++)
        {
            var frame = Picture(kind);
            ScreenRect[] areas = [new(2, 3, 60, 40), new(64, 0, 30, 64)];
            if (codec is FillCodec)
            {
                frame.Fill(new ScreenRect(0, 0, frame.Width, frame.Height), 9, 8, 7);
            }

            var head = new List<byte> { (byte)(frame.Width - 1), (byte)(frame.Height - 1), (byte)(areas.Length - 1) };
            foreach (var area in areas)
            {
                head.AddRange([(byte)area.X, (byte)area.Y, (byte)(area.Width - 1), (byte)(area.Height - 1)]);
            }

            yield return [.. head, .. Section(codec, frame, areas).Data.Span];
        }
    }

    // Flat, stripes, few colours, noise.
    private static Frame Picture(int kind)
    {
        var frame = new Frame(100, 70);
        var dice = new Dice((ulong)kind);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels[i] = i % 4 == 3 ? (byte)0 : kind switch
            {
                0 => (byte)50,
                1 => (byte)(i / 40 % 2 * 255),
                2 => (byte)(dice.Next(3) * 100),
                _ => (byte)dice.Next(256),
            };
        }

        return frame;
    }
}
