using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// What lets go of keys and buttons when the Agent cannot do so any more: it was killed, or it crashed. The X server itself
/// keeps down what a program has pressed, even when that program is gone.
/// </summary>
/// <remarks>
/// A second process of this very program, started when the technician's hands are first used. It has no connection to the
/// Relay and no window, waits for the end of a pipe, and opens the display only where that came without a last word. The Agent presses while
/// it holds the server grabbed, so nothing that it still asked for comes after what is done here.
/// </remarks>
internal sealed class LastHand : IDisposable
{
    /// <summary>The first word of its command line: no option, and in no help.</summary>
    public const string Word = "let-go-at-the-end";

    private const int LastButton = 9;
    private const int Keycodes = 256;

    private readonly Process process;

    private LastHand(Process process) => this.process = process;

    /// <summary>Starts it.</summary>
    /// <param name="program">This program.</param>
    /// <param name="display">The display, such as ":0"; null for the one that the environment names.</param>
    /// <param name="spares">Keycodes that mean nothing now and shall mean nothing afterwards.</param>
    /// <returns>Null where that was not possible.</returns>
    public static LastHand? Start(string program, string? display, IEnumerable<int> spares)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, UseShellExecute = false };
        if (IsHost(program))
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(Word);
        start.ArgumentList.Add(display ?? "");
        foreach (var key in spares)
        {
            start.ArgumentList.Add(key.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            return Process.Start(start) is { } process ? new LastHand(process) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What the second process does: waits for the end of the first, and lets go.</summary>
    /// <param name="arguments">What stands behind <see cref="Word"/>.</param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        // What is meant for the Agent reaches its whole group, as Ctrl+C in a terminal does.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stay);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stay);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stay);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stay);
        using var pipe = Console.OpenStandardInput();
        if (pipe.ReadByte() == Word[0])
        {
            // A last word: the Agent has let go by itself.
            return 0;
        }

        LetGo(arguments.IsEmpty || arguments[0].Length == 0 ? null : arguments[0], arguments.IsEmpty ? [] : arguments[1..]);
        return 0;

        static void Stay(PosixSignalContext signal) => signal.Cancel = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Write(Word[0]);
            process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        process.Dispose();
    }

    private static unsafe void LetGo(string? displayName, ReadOnlySpan<string> spares)
    {
        var display = Xlib.XOpenDisplay(displayName);
        if (display == 0)
        {
            return;
        }

        Xlib.XGrabServer(display);
        var down = stackalloc byte[Keycodes / 8];
        XTest.XQueryKeymap(display, down);
        for (var key = 0; key < Keycodes; key++)
        {
            // What the customer holds on the keyboard stays down: only XTEST's own press is taken back.
            if ((down[key >> 3] & (1 << (key & 7))) != 0)
            {
                XTest.XTestFakeKeyEvent(display, (uint)key, 0, 0);
            }
        }

        for (uint button = 1; button <= LastButton; button++)
        {
            XTest.XTestFakeButtonEvent(display, button, 0, 0);
        }

        foreach (var spare in spares)
        {
            var nothing = XTest.NoSymbol;
            if (int.TryParse(spare, NumberStyles.None, CultureInfo.InvariantCulture, out var key) && key < Keycodes
                && XTest.XkbKeycodeToKeysym(display, (byte)key, 0, 0) != XTest.NoSymbol)
            {
                XTest.XChangeKeyboardMapping(display, key, 1, &nothing, 1);
            }
        }

        Xlib.XUngrabServer(display);
        Xlib.XSync(display, 0);
        Xlib.XCloseDisplay(display);
    }

    // While it is developed, a program is run by "dotnet" and is not one itself.
    private static bool IsHost(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";
}
