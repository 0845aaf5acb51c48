using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>Comparing two equal screens, which is the longest that comparing takes: by vectors and by the scalar twin.</summary>
public class CompareBenchmarks
{
    private readonly Frame left = CodecScreens.Get(CodecScreens.Names[0]);
    private readonly Frame right = CodecScreens.Get(CodecScreens.Names[0]);

    /// <summary>A vector of pixels at a time.</summary>
    [Benchmark]
    public bool Vectors() => TileCompare.Same(left, right, new ScreenRect(0, 0, left.Width, left.Height));

    /// <summary>A pixel at a time.</summary>
    [Benchmark]
    public bool Scalar() => TileCompare.SameRowScalar(MemoryMarshal.Cast<byte, uint>(left.Pixels), MemoryMarshal.Cast<byte, uint>(right.Pixels));

    /// <summary>Bytes as they are, the fourth of each pixel too: what memory allows.</summary>
    [Benchmark(Baseline = true)]
    public bool Memory() => left.Pixels.AsSpan().SequenceEqual(right.Pixels);
}
