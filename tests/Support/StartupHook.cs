using System.Globalization;
using System.Runtime.InteropServices;

#pragma warning disable CA1050, MA0047 // .NET looks for this very name, in no namespace

/// <summary>
/// Runs inside a program that is started with <c>DOTNET_STARTUP_HOOKS</c>, and changes nothing of it: at each SIGUSR1 it collects all
/// garbage and prints what is left, and how many exceptions of tasks nobody has seen. See <see cref="RemoteAssist.Tests.Support.RelayWatch"/>.
/// </summary>
internal static class StartupHook
{
    /// <summary>SIGUSR1 of Linux.</summary>
    public const int Signal = 10;

    // Held, or it would be collected itself.
    private static PosixSignalRegistration? asked;
    private static int unseen;
    private static int answers;

    /// <summary>Called by .NET before the program's own entry.</summary>
    public static void Initialize()
    {
        TaskScheduler.UnobservedTaskException += (_, wrong) =>
        {
            Interlocked.Increment(ref unseen);
            Console.Error.WriteLine($"watch: nobody saw {wrong.Exception}");
        };
        asked = PosixSignalRegistration.Create((PosixSignal)Signal, signal =>
        {
            signal.Cancel = true; // or it would end the program
            Answer();
        });
    }

    private static void Answer()
    {
        // The second finds what the finalisers of the first let go of.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var number = Interlocked.Increment(ref answers);
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"watch {number}: {GC.GetTotalMemory(forceFullCollection: false)} bytes, {unseen} unseen."));
    }
}
