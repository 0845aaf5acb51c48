using System.Diagnostics;

namespace RemoteAssist.Tests.Support;

/// <summary>Waits for something to become true, with a deadline; nothing here sleeps for a fixed time.</summary>
public static class Until
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(20);

    // Asking may cost a whole picture: what takes long is asked for more rarely.
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks again and again until the answer is not null.</summary>
    /// <param name="what">What is waited for, for the complaint.</param>
    /// <param name="ask">Null means: not yet.</param>
    /// <param name="within">60 s if not said: it costs nothing where all is well, and a machine may be busy.</param>
    /// <param name="seen">What was seen instead, asked for only when time is up.</param>
    /// <exception cref="TimeoutException">It did not come in time; says what was waited for.</exception>
    public static async Task<T> NotNull<T>(
        string what, Func<Task<T?>> ask, TimeSpan? within = null, Func<string>? seen = null)
        where T : class
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.{(seen is null ? "" : " Instead: " + seen())}");
            }

            var tenth = watch.Elapsed / 10;
            await Task.Delay(tenth < Soonest ? Soonest : tenth > Latest ? Latest : tenth);
        }
    }

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It did not come in time; says what was waited for.</exception>
    public static Task True(string what, Func<Task<bool>> ask, TimeSpan? within = null, Func<string>? seen = null) =>
        NotNull(what, async () => await ask() ? what : null, within, seen);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static Task True(string what, Func<bool> ask, TimeSpan? within = null, Func<string>? seen = null) =>
        True(what, () => Task.FromResult(ask()), within, seen);
}
