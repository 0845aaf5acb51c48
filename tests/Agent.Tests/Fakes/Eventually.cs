using System.Diagnostics;

namespace RemoteAssist.Agent.Tests.Fakes;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <param name="condition">What is about to hold.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="instead">What there is, for the words of the failure.</param>
    public static async Task Is(Func<bool> condition, string what, Func<object>? instead = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Deadline)
            {
                throw new TimeoutException($"It never happened: {what}.{(instead is null ? "" : $" There is {instead()}.")}");
            }

            // Not at once: whoever is waited for needs the processor, and the thread.
            await Task.Delay(2);
        }
    }
}
