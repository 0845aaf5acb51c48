using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RemoteAssist.Relay.Tests;

/// <summary>Waits for what happens on another thread, with a deadline that a busy machine keeps too.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Holds(() => Task.FromResult(condition()), what);

    public static async Task Holds(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.Should().BeLessThan(Deadline, "sooner or later this should hold: {0}", what);
            await Task.Delay(2);
        }
    }
}
