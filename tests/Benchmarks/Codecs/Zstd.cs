using System.Runtime.InteropServices;

namespace RemoteAssist.Benchmarks.Codecs;

/// <summary>The system's libzstd, where it is installed: only something to measure against.</summary>
internal static partial class Zstd
{
    private const string Library = "libzstd.so.1";

    /// <summary>Whether it is there.</summary>
    public static bool IsHere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Packs at level 1; gives the bytes written.</summary>
    public static int Pack(ReadOnlySpan<byte> source, Span<byte> target) =>
        (int)Compress(ref MemoryMarshal.GetReference(target), (nuint)target.Length, in MemoryMarshal.GetReference(source), (nuint)source.Length, 1);

    [LibraryImport(Library, EntryPoint = "ZSTD_compress")]
    private static partial nuint Compress(ref byte target, nuint capacity, in byte source, nuint size, int level);
}
