using System.Globalization;

namespace RemoteAssist.Agent;

/// <summary>
/// Nothing of the Agent stays on the customer's machine. .NET opens doors for debuggers in the temporary folder before the
/// first line of a program runs; they are closed at once, so that not even a crash leaves them there.
/// </summary>
internal static class DebuggerDoors
{
    // Documented under "diagnostic port" and "DOTNET_EnableDiagnostics" at learn.microsoft.com; which can only be set from outside.
    private static readonly string[] Doors = ["dotnet-diagnostic-{0}-*-socket", "clr-debug-pipe-{0}-*-in", "clr-debug-pipe-{0}-*-out"];

    /// <summary>Removes this process's own.</summary>
    /// <param name="folder">The temporary folder.</param>
    /// <param name="process">This process.</param>
    /// <returns>How many there were.</returns>
    public static int Remove(string folder, int process)
    {
        var removed = 0;
        foreach (var door in Doors)
        {
            try
            {
                foreach (var file in Directory.EnumerateFiles(folder, string.Format(CultureInfo.InvariantCulture, door, process)))
                {
                    File.Delete(file);
                    removed++;
                }
            }
            catch (Exception unreachable) when (unreachable is IOException or UnauthorizedAccessException)
            {
                // A folder that cannot be read or written: nothing of ours could have been put there either.
            }
        }

        return removed;
    }
}
