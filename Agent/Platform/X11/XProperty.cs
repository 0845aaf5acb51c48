using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>What windows say of themselves; empty where they do not, or are gone.</summary>
internal static unsafe class XProperty
{
    private const nuint AnyType = 0;

    /// <summary>Its values of 32 bits, which X gives as longs.</summary>
    public static nuint[] Words(nint display, nuint window, nuint property) =>
        Property(display, window, property, 32, static (data, count) => new ReadOnlySpan<nuint>((void*)data, count).ToArray());

    /// <summary>Its bytes.</summary>
    public static byte[] Bytes(nint display, nuint window, nuint property) =>
        Property(display, window, property, 8, static (data, count) => new ReadOnlySpan<byte>((void*)data, count).ToArray());

    private static T[] Property<T>(nint display, nuint window, nuint property, int format, Func<nint, int, T[]> read)
    {
        const int Most = 1_024; // of four bytes
        var failed = Xlib.XGetWindowProperty(
            display, window, property, 0, Most, 0, AnyType, out _, out var actual, out var count, out _, out var data) != 0;
        if (failed || data == 0)
        {
            return [];
        }

        var content = actual == format ? read(data, (int)count) : [];
        Xlib.XFree(data);
        return content;
    }
}
