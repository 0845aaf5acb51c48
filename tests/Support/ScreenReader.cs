using System.Runtime.InteropServices;

namespace RemoteAssist.Tests.Support;

/// <summary>Fetches the whole root window of a display over a connection of its own (core GetImage).</summary>
internal static partial class ScreenReader
{
    private const string Library = "libX11.so.6";
    private const int ZPixmap = 2;

    /// <summary>What is on the display now, without the pointer.</summary>
    /// <exception cref="InvalidOperationException">The display cannot be reached or is not 32 bits a pixel.</exception>
    public static unsafe Picture Read(string display)
    {
        var connection = XOpenDisplay(display);
        if (connection == 0)
        {
            throw new InvalidOperationException($"The display {display} cannot be reached.");
        }

        try
        {
            var (width, height) = (XDisplayWidth(connection, 0), XDisplayHeight(connection, 0));
            var image = XGetImage(
                connection, XDefaultRootWindow(connection), 0, 0, (uint)width, (uint)height, nuint.MaxValue, ZPixmap);
            if (image is null || image->BitsPerPixel != 32 || image->BytesPerLine != width * 4)
            {
                throw new InvalidOperationException("Only 32 bits a pixel without padding can be read.");
            }

            var pixels = new uint[width * height];
            new ReadOnlySpan<uint>((void*)image->Data, pixels.Length).CopyTo(pixels);
            _ = XFree(image->Data);
            _ = XFree((nint)image);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] &= 0xFFFFFF;
            }

            return new Picture(width, height, pixels);
        }
        finally
        {
            _ = XCloseDisplay(connection);
        }
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint XOpenDisplay(string name);

    [LibraryImport(Library)]
    private static partial int XCloseDisplay(nint display);

    [LibraryImport(Library)]
    private static partial int XDisplayWidth(nint display, int screen);

    [LibraryImport(Library)]
    private static partial int XDisplayHeight(nint display, int screen);

    [LibraryImport(Library)]
    private static partial nuint XDefaultRootWindow(nint display);

    [LibraryImport(Library)]
    private static unsafe partial Image* XGetImage(
        nint display, nuint drawable, int x, int y, uint width, uint height, nuint planes, int format);

    [LibraryImport(Library)]
    private static partial int XFree(nint data);

    // The head of XImage on 64-bit machines.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Image
    {
        public readonly int Width, Height, Offset, Format;
        public readonly nint Data;
        public readonly int ByteOrder, BitmapUnit, BitmapBitOrder, BitmapPad, Depth, BytesPerLine, BitsPerPixel;
    }
}
