using System.Runtime.InteropServices;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Watching;

/// <summary>Decodes photographs as a browser on Linux does: by libjpeg-turbo.</summary>
internal sealed unsafe partial class TurboJpeg : IPhotoDecoder
{
    private const string Library = "libturbojpeg.so.0";
    private const int Bgrx = 3; // TJPF_BGRX

    private readonly nint decompressor = tjInitDecompress();

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area)
    {
        fixed (byte* source = photo)
        fixed (byte* target = frame.Pixels)
        {
            return tjDecompressHeader3(decompressor, source, (nuint)photo.Length, out var width, out var height, out _, out _) == 0
                && width == area.Width && height == area.Height
                && tjDecompress2(
                    decompressor, source, (nuint)photo.Length, target + (area.Y * frame.Stride) + (area.X * Frame.BytesPerPixel),
                    width, frame.Stride, height, Bgrx, flags: 0) == 0;
        }
    }

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjDecompressHeader3(
        nint decompressor, byte* source, nuint length, out int width, out int height, out int subsampling, out int colours);

    [LibraryImport(Library)]
    private static partial int tjDecompress2(
        nint decompressor, byte* source, nuint length, byte* target, int width, int pitch, int height, int format, int flags);
}
