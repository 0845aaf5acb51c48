using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>
/// What a screen reader would find: the widgets of this process as ATK objects, each with its role, its name and what can
/// be done with it. To be asked on GTK's thread.
/// </summary>
internal sealed partial record Accessible(nint Handle, string Role, string Name, bool CanFocus, bool IsEnabled, bool IsInSight, bool HasFocus, bool IsScrolled)
{
    private const int StateFocusable = 10;
    private const int StateFocused = 11;
    private const int StateSensitive = 22;
    private const int StateShowing = 23;
    private const int StateVisible = 28;

    /// <summary>The roles of what can be pressed, turned to or filled in.</summary>
    public static readonly IReadOnlyList<string> Controls =
        ["push button", "toggle button", "check box", "radio button", "page tab", "text"];

    /// <summary>All that there is, window by window, each before what is in it; also what must be scrolled or turned to.</summary>
    public static IReadOnlyList<Accessible> All()
    {
        var all = new List<Accessible>();
        Collect(atk_get_root(), all, scrolled: false);
        return all;
    }

    /// <summary>The control that is called so and can be used.</summary>
    public static Accessible Called(string name) =>
        All().Where(a => a.Name == name && a.IsEnabled && Controls.Contains(a.Role)).OrderByDescending(a => a.IsInSight).FirstOrDefault()
        ?? throw new InvalidOperationException($"There is no \"{name}\" among {string.Join(", ", All().Where(a => Controls.Contains(a.Role)))}");

    /// <summary>Presses it, or turns to it, as a screen reader's user would.</summary>
    public void Press()
    {
        var pressed = Role == "page tab"
            ? atk_selection_add_selection(atk_object_get_parent(Handle), atk_object_get_index_in_parent(Handle))
            : atk_action_do_action(Handle, 0);
        if (pressed == 0)
        {
            throw new InvalidOperationException($"{this} cannot be pressed.");
        }
    }

    /// <summary>Gives it the keyboard, inside its window.</summary>
    public void Focus() => _ = atk_component_grab_focus(Handle);

    /// <summary>Where it is on the screen.</summary>
    public ScreenRect Place()
    {
        atk_component_get_extents(Handle, out var x, out var y, out var width, out var height, 0);
        return new ScreenRect(x, y, width, height);
    }

    private static void Collect(nint parent, List<Accessible> all, bool scrolled)
    {
        for (var i = 0; i < atk_object_get_n_accessible_children(parent); i++)
        {
            var child = atk_object_ref_accessible_child(parent, i);
            if (child == 0)
            {
                continue;
            }

            var states = atk_object_ref_state_set(child);
            if (atk_state_set_contains_state(states, StateVisible) != 0)
            {
                all.Add(new Accessible(
                    child,
                    Marshal.PtrToStringUTF8(atk_role_get_name(atk_object_get_role(child))) ?? "",
                    Marshal.PtrToStringUTF8(atk_object_get_name(child)) ?? "",
                    atk_state_set_contains_state(states, StateFocusable) != 0,
                    atk_state_set_contains_state(states, StateSensitive) != 0,
                    atk_state_set_contains_state(states, StateShowing) != 0,
                    atk_state_set_contains_state(states, StateFocused) != 0,
                    scrolled));
                Collect(child, all, scrolled || all[^1].Role == "scroll pane");
            }

            GLib.g_object_unref(states);
            GLib.g_object_unref(child);
        }
    }

    [LibraryImport(Atk.Library)]
    private static partial nint atk_get_root();

    [LibraryImport(Atk.Library)]
    private static partial int atk_object_get_n_accessible_children(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial nint atk_object_ref_accessible_child(nint accessible, int index);

    [LibraryImport(Atk.Library)]
    private static partial int atk_object_get_role(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial nint atk_role_get_name(int role);

    [LibraryImport(Atk.Library)]
    private static partial nint atk_object_get_name(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial nint atk_object_ref_state_set(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial int atk_state_set_contains_state(nint states, int state);

    [LibraryImport(Atk.Library)]
    private static partial nint atk_object_get_parent(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial int atk_object_get_index_in_parent(nint accessible);

    [LibraryImport(Atk.Library)]
    private static partial int atk_selection_add_selection(nint selection, int index);

    [LibraryImport(Atk.Library)]
    private static partial void atk_component_get_extents(nint component, out int x, out int y, out int width, out int height, int against);

    [LibraryImport(Atk.Library)]
    private static partial int atk_component_grab_focus(nint component);

    [LibraryImport(Atk.Library)]
    private static partial int atk_action_do_action(nint action, int index);
}
