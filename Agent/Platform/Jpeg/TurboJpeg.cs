using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.Jpeg;

/// <summary>The few functions of libjpeg-turbo's own interface (version 2 and newer), under their own names.</summary>
internal static unsafe partial class TurboJpeg
{
    public const string Library = "libturbojpeg.so.0";

    public const int FormatBgrx = 3;
    public const int Chroma444 = 0;
    public const int Chroma420 = 2;
    public const int NoRealloc = 1024;
    public const int FastTransform = 2048;

    /// <summary>Whether the library is there, and has what is called here.</summary>
    public static bool IsHere =>
        NativeLibrary.TryLoad(Library, typeof(TurboJpeg).Assembly, DllImportSearchPath.SafeDirectories, out var library)
        && NativeLibrary.TryGetExport(library, nameof(tjCompress2), out _)
        && NativeLibrary.TryGetExport(library, nameof(tjInitCompress), out _);

    [LibraryImport(Library)]
    public static partial nint tjInitCompress();

    [LibraryImport(Library)]
    public static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    public static partial nuint tjBufSize(int width, int height, int chroma);

    [LibraryImport(Library)]
    public static partial int tjCompress2(
        nint handle, byte* pixels, int width, int bytesPerRow, int height, int format, byte** jpeg, nuint* length, int chroma, int quality, int flags);
}
