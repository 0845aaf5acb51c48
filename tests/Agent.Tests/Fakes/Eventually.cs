using System.Diagnostics;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task Is(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Deadline)
            {
                throw new TimeoutException($"It never happened: {what}.");
            }

            // Not at once: whoever is waited for needs the processor, and the thread.
            await Task.Delay(2);
        }
    }
}
