using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>What a screen reader is told of a widget.</summary>
internal static partial class Atk
{
    public const string Library = "libatk-1.0.so.0";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void atk_object_set_name(nint accessible, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void atk_object_set_description(nint accessible, string description);

    [LibraryImport(Library)]
    public static partial void atk_object_set_role(nint accessible, int role);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int atk_role_for_name(string name);
}
