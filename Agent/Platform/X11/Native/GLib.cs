using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>GLib and GObject: signals, the main loop's idle queue, properties.</summary>
internal static partial class GLib
{
    public const string Library = "libglib-2.0.so.0";
    public const string ObjectLibrary = "libgobject-2.0.so.0";

    public const int PriorityDefault = 0;
    private const nuint TypeBoolean = 5 << 2;
    private const nuint TypeInt = 6 << 2;
    private const nuint TypeString = 16 << 2;

    [LibraryImport(Library)]
    public static unsafe partial uint g_idle_add_full(
        int priority, delegate* unmanaged<nint, int> act, nint data, nint destroyed);

    [LibraryImport(ObjectLibrary, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial nuint g_signal_connect_data(
        nint instance, string signal, nint handler, nint data, delegate* unmanaged<nint, nint, void> destroyed, int flags);

    [LibraryImport(ObjectLibrary)]
    public static partial void g_object_unref(nint instance);

    [LibraryImport(ObjectLibrary)]
    private static partial nint g_value_init(ref Value value, nuint type);

    [LibraryImport(ObjectLibrary)]
    private static partial void g_value_set_boolean(ref Value value, int content);

    [LibraryImport(ObjectLibrary, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void g_value_set_string(ref Value value, string content);

    [LibraryImport(ObjectLibrary)]
    private static partial void g_value_unset(ref Value value);

    [LibraryImport(ObjectLibrary, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void g_object_set_property(nint instance, string name, ref Value value);

    [LibraryImport(ObjectLibrary)]
    private static partial int g_value_get_boolean(ref Value value);

    [LibraryImport(ObjectLibrary)]
    private static partial int g_value_get_int(ref Value value);

    [LibraryImport(ObjectLibrary)]
    private static partial nint g_value_get_string(ref Value value);

    [LibraryImport(ObjectLibrary, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void g_object_get_property(nint instance, string name, ref Value value);

    [LibraryImport(Library)]
    public static partial void g_free(nint memory);

    /// <summary>Sets a property. (g_object_set itself takes a variable number of arguments, which not every platform passes alike.)</summary>
    public static void Set(nint instance, string name, bool content)
    {
        Value value = default;
        g_value_init(ref value, TypeBoolean);
        g_value_set_boolean(ref value, content ? 1 : 0);
        g_object_set_property(instance, name, ref value);
        g_value_unset(ref value);
    }

    /// <inheritdoc cref="Set(nint, string, bool)"/>
    public static void Set(nint instance, string name, string content)
    {
        Value value = default;
        g_value_init(ref value, TypeString);
        g_value_set_string(ref value, content);
        g_object_set_property(instance, name, ref value);
        g_value_unset(ref value);
    }

    /// <summary>Reads a property that is true or false.</summary>
    public static bool IsSet(nint instance, string name)
    {
        Value value = default;
        g_value_init(ref value, TypeBoolean);
        g_object_get_property(instance, name, ref value);
        var content = g_value_get_boolean(ref value);
        g_value_unset(ref value);
        return content != 0;
    }

    /// <summary>Reads a property that is a number.</summary>
    public static int Number(nint instance, string name)
    {
        Value value = default;
        g_value_init(ref value, TypeInt);
        g_object_get_property(instance, name, ref value);
        var content = g_value_get_int(ref value);
        g_value_unset(ref value);
        return content;
    }

    /// <summary>Reads a property that is a text; empty where there is none.</summary>
    public static string String(nint instance, string name)
    {
        Value value = default;
        g_value_init(ref value, TypeString);
        g_object_get_property(instance, name, ref value);
        var content = Marshal.PtrToStringUTF8(g_value_get_string(ref value)) ?? "";
        g_value_unset(ref value);
        return content;
    }

    // GValue: a type and two words.
    [StructLayout(LayoutKind.Sequential)]
    private struct Value
    {
        public nuint Type;
        public ulong First;
        public ulong Second;
    }
}
