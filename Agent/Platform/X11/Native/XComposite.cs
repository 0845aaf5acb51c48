using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>The Composite extension, under its own names. It comes with GTK.</summary>
internal static partial class XComposite
{
    public const string Library = "libXcomposite.so.1";

    [LibraryImport(Library)]
    public static partial int XCompositeQueryExtension(nint display, out int eventBase, out int errorBase);

    [LibraryImport(Library)]
    public static partial int XCompositeQueryVersion(nint display, ref int major, ref int minor);

    [LibraryImport(Library)]
    public static partial nuint XCompositeNameWindowPixmap(nint display, nuint window);
}
