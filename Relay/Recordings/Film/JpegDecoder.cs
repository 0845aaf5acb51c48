using System.Runtime.InteropServices;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Relay.Recordings.Film;

/// <summary>Decodes photographs as a browser on Linux does: by libjpeg-turbo. Not for several threads at once.</summary>
internal sealed unsafe partial class JpegDecoder : IPhotoDecoder, IDisposable
{
    private const string Library = "libturbojpeg.so.0";
    private const int Bgrx = 3; // TJPF_BGRX

    private nint decompressor = tjInitDecompress();

    /// <summary>Whether this computer has the library, and what is called here is in it.</summary>
    public static bool IsHere =>
        NativeLibrary.TryLoad(Library, typeof(JpegDecoder).Assembly, DllImportSearchPath.SafeDirectories, out var library)
        && NativeLibrary.TryGetExport(library, nameof(tjInitDecompress), out _)
        && NativeLibrary.TryGetExport(library, nameof(tjDecompress2), out _);

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> photo, Frame frame, ScreenRect area)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ObjectDisposedException.ThrowIf(decompressor == 0, this);
        fixed (byte* source = photo)
        fixed (byte* target = frame.Pixels)
        {
            return tjDecompressHeader3(decompressor, source, (nuint)photo.Length, out var width, out var height, out _, out _) == 0
                && width == area.Width && height == area.Height && frame.Holds(area)
                && tjDecompress2(
                    decompressor, source, (nuint)photo.Length, target + (area.Y * frame.Stride) + (area.X * Frame.BytesPerPixel),
                    width, frame.Stride, height, Bgrx, flags: 0) == 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (decompressor != 0)
        {
            _ = tjDestroy(decompressor);
            decompressor = 0;
        }
    }

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    private static partial int tjDecompressHeader3(
        nint decompressor, byte* source, nuint length, out int width, out int height, out int subsampling, out int colours);

    [LibraryImport(Library)]
    private static partial int tjDecompress2(
        nint decompressor, byte* source, nuint length, byte* target, int width, int pitch, int height, int format, int flags);
}
