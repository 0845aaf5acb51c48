using System.Buffers;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>The colours codec on what changes while somebody types, beside zlib at level 1.</summary>
public class ColoursBenchmarks
{
    private readonly ColoursCodec codec = new();
    private readonly ArrayBufferWriter<byte> written = new(1 << 16);
    private readonly MemoryStream packed = new(1 << 16);
    private Frame screen = new(1, 1);
    private Frame shown = new(1, 1);
    private ScreenRect[] areas = [];
    private byte[] bytes = [];

    /// <summary>Width × height of what has changed.</summary>
    [Params("2x20", "12x20", "128x8", "200x18", "64x64")]
    public string Change { get; set; } = "";

    /// <summary>Takes a screen with text in.</summary>
    [GlobalSetup]
    public void Open()
    {
        var size = Change.Split('x');
        screen = CodecScreens.Get(CodecScreens.Names[0]);
        shown = new Frame(screen.Width, screen.Height);
        areas = [new ScreenRect(400, 154, int.Parse(size[0]), int.Parse(size[1]))];
        Encode();
        bytes = written.WrittenSpan.ToArray();
        Console.WriteLine($"{Change}: colours {bytes.Length} B, zlib 1 {Zlib()} B");
    }

    /// <summary>Writes it.</summary>
    [Benchmark]
    public int Encode()
    {
        written.ResetWrittenCount();
        return codec.TryEncode(screen, areas, written) ? written.WrittenCount : 0;
    }

    /// <summary>Reads it.</summary>
    [Benchmark]
    public bool Decode() => codec.TryDecode(bytes, shown, areas);

    /// <summary>Writes it with zlib at level 1.</summary>
    [Benchmark(Baseline = true)]
    public long Zlib()
    {
        packed.SetLength(0);
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var area in areas)
            {
                for (var y = area.Y; y < area.Bottom; y++)
                {
                    stream.Write(screen.Row(area.X, y, area.Width));
                }
            }
        }

        return packed.Length;
    }
}
