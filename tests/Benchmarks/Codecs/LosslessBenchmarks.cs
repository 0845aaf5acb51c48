using System.Buffers;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>The lossless codec on whole screens, beside zlib and zstd at level 1 on the same bytes.</summary>
public class LosslessBenchmarks
{
    private static readonly ScreenRect[] Whole = [new(0, 0, 1920, 1080)];

    private readonly LosslessCodec codec = new();
    private readonly ArrayBufferWriter<byte> written = new(16 << 20);
    private readonly MemoryStream packed = new(16 << 20);
    private readonly byte[] room = new byte[16 << 20];
    private Frame screen = new(1, 1);
    private Frame shown = new(1, 1);
    private byte[] bytes = [];

    /// <summary>The names of the screens.</summary>
    public static IEnumerable<string> Screens => CodecScreens.Names;

    /// <summary>Which screen.</summary>
    [ParamsSource(nameof(Screens))]
    public string Screen { get; set; } = "";

    /// <summary>Takes the screen in.</summary>
    [GlobalSetup]
    public void Open()
    {
        screen = CodecScreens.Get(Screen);
        shown = new Frame(screen.Width, screen.Height);
        Encode();
        bytes = written.WrittenSpan.ToArray();
        Console.WriteLine($"{Screen}: lossless {bytes.Length:N0} B, zlib 1 {Zlib():N0} B, zstd 1 {(Zstd.IsHere ? ZstdLevel1() : 0):N0} B");
    }

    /// <summary>Writes it.</summary>
    [Benchmark]
    public int Encode()
    {
        written.ResetWrittenCount();
        codec.Encode(screen, Whole, written);
        return written.WrittenCount;
    }

    /// <summary>Reads it.</summary>
    [Benchmark]
    public bool Decode() => codec.TryDecode(bytes, shown, Whole);

    /// <summary>Writes it with zlib at level 1.</summary>
    [Benchmark(Baseline = true)]
    public long Zlib()
    {
        packed.SetLength(0);
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(screen.Pixels);
        }

        return packed.Length;
    }

    /// <summary>Writes it with zstd at level 1; 0 where there is none.</summary>
    [Benchmark]
    public int ZstdLevel1() => Zstd.IsHere ? Zstd.Pack(screen.Pixels, room) : 0;
}
